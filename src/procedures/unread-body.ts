import { define } from './definition.ts';

/**
 * Big bodies that are fetched over one connection and not read, and a small fetch
 * beside them; then the bodies are cancelled one by one until it goes on. First over
 * HTTP/2, then the same over HTTP/1.1.
 */
export const unreadBody = define({
  family: 'fetch',
  facts: {
    bodies: { label: 'bodies that nobody reads', type: 'number' },
    connections: { label: 'HTTP/2 connections they came over', type: 'number' },
    unreadBytes: { label: 'handed over by the server', type: 'number' },
    creditBytes: { label: 'credit left on the connection', type: 'number' },
    headMs: { label: 'head of the small fetch after', type: 'number' },
    hung: { label: 'its body had to wait', type: 'yes-no' },
    bodyMs: { label: 'its body was here after', type: 'number' },
    cancelled: { label: 'bodies cancelled until then', type: 'number' },
    afterCancelMs: { label: 'after the last cancel()', type: 'number' },
    h1Connections: { label: 'HTTP/1.1 connections', type: 'number' },
    h1UnreadBytes: { label: 'handed over, HTTP/1.1', type: 'number' },
    h1BodyMs: { label: 'the small fetch over HTTP/1.1', type: 'number' },
    protocol: { label: 'the first, by Resource Timing', type: 'text' },
  },
  options: {
    bodies: {
      type: 'number',
      min: 1,
      max: 5,
      fallback: 4,
      meaning: 'how many big bodies are left unread; with six, HTTP/1.1 has no place for the fetch',
    },
  },
  needs: 'h2',
  trustFacts:
    'What happens over HTTP/2 needs a connection that your browser lets pass: a certificate warning that you clicked away is enough.',
  timeLimitMs: 25_000,
  outcomes: ['until-cancelled', 'passes', 'stuck', 'both-wait'],
  read({ hung, bodyMs, h1UnreadBytes, h1BodyMs }) {
    if (hung === undefined || h1UnreadBytes === undefined) return undefined;
    if (!hung) return 'passes';
    if (h1BodyMs === undefined) return 'both-wait';
    return bodyMs === undefined ? 'stuck' : 'until-cancelled';
  },
  inconclusive: 'The bodies did not come to a halt. Run again and let it come to its end.',
  alsoShow: ['live-server/endpoints/bulk.ts'],
});
