import { define } from './definition.ts';

/**
 * The server tries to push a file, once to this browser and once to Node's own
 * HTTP/2 client, and the tap counts what left it.
 */
export const pushRefused = define({
  family: 'push',
  facts: {
    nodeEnablePush: { label: 'ENABLE_PUSH of the Node client', type: 'number' },
    browserEnablePush: { label: 'ENABLE_PUSH of your browser', type: 'number' },
    nodeAttempt: { label: 'the attempt towards the Node client', type: 'text' },
    browserAttempt: { label: 'the attempt towards your browser', type: 'text' },
    nodePromises: { label: 'PUSH_PROMISE frames to the Node client', type: 'number' },
    browserPromises: { label: 'PUSH_PROMISE frames to your browser', type: 'number' },
    pushedPath: { label: 'path that was pushed', type: 'text' },
    pushedBody: { label: 'body that nobody asked for', type: 'text' },
    protocol: { label: 'version of HTTP your browser spoke', type: 'text' },
    browserReset: { label: 'your browser reset a pushed stream', type: 'yes-no' },
  },
  compare: {
    columns: ['the Node client', 'your browser'],
    rows: [
      { label: 'ENABLE_PUSH in its SETTINGS', facts: ['nodeEnablePush', 'browserEnablePush'] },
      { label: 'what pushStream() did', facts: ['nodeAttempt', 'browserAttempt'] },
      { label: 'PUSH_PROMISE frames', facts: ['nodePromises', 'browserPromises'] },
      { label: 'path pushed', facts: ['pushedPath'] },
      { label: 'body pushed', facts: ['pushedBody'] },
    ],
  },
  options: {},
  needs: 'h2',
  trustFacts:
    'What your browser does needs a connection that it lets pass: a certificate warning that you clicked away is enough. The Node client is given the certificate and has nobody to ask.',
  timeLimitMs: 15_000,
  outcomes: ['refused', 'taken', 'reset', 'no-push-in-http1'],
  read({ protocol, browserPromises, browserReset }) {
    if (protocol === undefined || browserPromises === undefined) return undefined;
    if (protocol !== '2.0') return 'no-push-in-http1';
    if (browserPromises === 0) return 'refused';
    return browserReset ? 'reset' : 'taken';
  },
  inconclusive: 'The server was not asked to push. Run again and let it come to its end.',
  alsoShow: ['live-server/endpoints/push.ts', 'live-server/control/node-push.ts'],
});
