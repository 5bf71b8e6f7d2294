import type { ClientStop } from '#contract/run-state.ts';
import { define } from './definition.ts';

/**
 * The same stop over HTTP/1.1 and over HTTP/2, in every way a page has, and what
 * the server says of each. Last the one that stops nothing.
 */
export const abortArrivals = define({
  family: 'fetch',
  facts: {
    abortH1: { label: 'abort(), HTTP/1.1', type: 'text' },
    abortH2: { label: 'abort(), HTTP/2', type: 'text' },
    cancelH1: { label: 'reader.cancel(), HTTP/1.1', type: 'text' },
    cancelH2: { label: 'reader.cancel(), HTTP/2', type: 'text' },
    sourceH1: { label: 'EventSource.close(), HTTP/1.1', type: 'text' },
    sourceH2: { label: 'EventSource.close(), HTTP/2', type: 'text' },
    socketH1: { label: 'WebSocket.close(4000), HTTP/1.1', type: 'text' },
    socketH2: { label: 'WebSocket.close(4000), HTTP/2', type: 'text' },
    releaseH1: { label: 'releaseLock(), HTTP/1.1', type: 'text' },
    nextH1: { label: 'after abort(), HTTP/1.1, the next request', type: 'text' },
    nextH2: { label: 'after abort(), HTTP/2, the next request', type: 'text' },
    finishedH1: { label: 'writableFinished after abort(), HTTP/1.1', type: 'yes-no' },
    finishedH2: { label: 'writableFinished after abort(), HTTP/2', type: 'yes-no' },
  },
  compare: {
    columns: ['HTTP/1.1', 'HTTP/2'],
    rows: [
      { label: 'abort()', facts: ['abortH1', 'abortH2'] },
      { label: 'the next request came', facts: ['nextH1', 'nextH2'] },
      { label: 'Node: writableFinished', facts: ['finishedH1', 'finishedH2'] },
      { label: 'reader.cancel()', facts: ['cancelH1', 'cancelH2'] },
      { label: 'EventSource.close()', facts: ['sourceH1', 'sourceH2'] },
      { label: 'WebSocket.close(4000)', facts: ['socketH1', 'socketH2'] },
      { label: 'reader.releaseLock()', facts: ['releaseH1'] },
    ],
  },
  options: {
    after: {
      type: 'number',
      min: 2,
      max: 20,
      fallback: 5,
      meaning: 'after how many pieces the page stops',
    },
  },
  needs: 'h2',
  trustFacts:
    'The facts over HTTP/2 need a connection that your browser lets pass: a certificate warning that you clicked away is enough for all of them.',
  timeLimitMs: 45_000,
  outcomes: ['only-the-stream', 'the-connection', 'nothing'],
  read({ abortH1, abortH2, nextH2 }) {
    if (!abortH1 || !abortH2 || !nextH2) return undefined;
    if (abortH1 === NOTHING || abortH2 === NOTHING) return 'nothing';
    const isStream = abortH2.startsWith('RST_STREAM') && nextH2 === SAME_CONNECTION;
    return isStream ? 'only-the-stream' : 'the-connection';
  },
  inconclusive: 'Not every stop was made. Run again and let it come to its end.',
  alsoShow: ['live-server/listeners/client-stop.ts', 'live-server/streams/http-exchange.ts'],
});

export const NOTHING = 'nothing';
export const SAME_CONNECTION = 'on the same connection';
export const NEW_CONNECTION = 'on another connection';

/** The codes of RFC 9113 §7 that a browser has for this. */
const RESET_NAMES: Readonly<Record<number, string>> = { 0: 'NO_ERROR', 8: 'CANCEL' };

/** How a stop arrived, as the facts say it; what comes first is the kind. */
export function arrivalInWords(stop: ClientStop | null): string {
  if (stop === null) return NOTHING;
  switch (stop.kind) {
    case 'RST_STREAM':
      return `RST_STREAM, ${[RESET_NAMES[stop.code], stop.code].filter((part) => part !== undefined).join(' ')}`;
    case 'close-frame':
      return `close frame, ${stop.code}`;
    default:
      return stop.kind;
  }
}
