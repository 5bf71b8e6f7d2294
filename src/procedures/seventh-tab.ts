import { define } from './definition.ts';

/**
 * EventSources to one origin, opened one after the other until one has to wait;
 * then a plain fetch, then a WebSocket. Two streams are closed at the end, and
 * what waited goes on.
 */
export const seventhTab = define({
  family: 'sse',
  facts: {
    asked: { label: 'streams asked for', type: 'number' },
    opened: { label: 'of them open at once', type: 'number' },
    connections: { label: 'connections, counted by the tap', type: 'number' },
    fetchHung: { label: 'a plain fetch has to wait', type: 'yes-no' },
    webSocketOpenMs: { label: 'a WebSocket is open after', type: 'number' },
    heldBackMs: { label: 'the held stream waited', type: 'number' },
    freedOpenMs: { label: 'open, once another was closed', type: 'number' },
    fetchWaitedMs: { label: 'the fetch was answered after', type: 'number' },
    protocol: { label: 'protocol, by Resource Timing', type: 'text' },
  },
  options: {
    origin: {
      type: 'one-of',
      values: ['h1', 'h2'],
      fallback: 'h1',
      meaning: 'which lab origin the streams go to',
    },
    streams: {
      type: 'number',
      min: 7,
      max: 12,
      fallback: 7,
      meaning: 'how many streams are asked for, unless one has to wait before',
    },
  },
  trustFacts:
    'Over HTTP/2 every fact needs a connection that your browser lets pass: a certificate warning that you clicked away is enough.',
  timeLimitMs: 20_000,
  outcomes: ['both-wait', 'fetch-passes', 'fetch-waits', 'all-open'],
  read({ asked, opened, fetchHung }) {
    if (asked === undefined || opened === undefined || fetchHung === undefined) return undefined;
    if (opened < asked) return fetchHung ? 'both-wait' : 'fetch-passes';
    return fetchHung ? 'fetch-waits' : 'all-open';
  },
  inconclusive: 'The streams were not all asked for. Run again and let it come to its end.',
  alsoShow: ['live-server/endpoints/sse.ts'],
});
