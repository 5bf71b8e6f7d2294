import { define } from './definition.ts';

/**
 * A fetch, so that there is an HTTP/2 connection, then WebSockets one after the
 * other; once where the server's settings allow extended CONNECT (RFC 8441 §3),
 * and once where they leave it out. The tap counts the connections.
 */
export const threeWebSockets = define({
  family: 'websocket',
  facts: {
    sockets: { label: 'WebSockets opened each time, after one fetch', type: 'number' },
    onConnections: { label: 'on: connections, the fetch’s included', type: 'number' },
    offConnections: { label: 'off: connections, the fetch’s included', type: 'number' },
    onStreams: { label: 'on: HTTP/2 streams, the fetch’s included', type: 'number' },
    offStreams: { label: 'off: HTTP/2 streams, the fetch’s included', type: 'number' },
    onVersion: { label: 'on: HTTP version of the sockets', type: 'text' },
    offVersion: { label: 'off: HTTP version of the sockets', type: 'text' },
    onOpenMs: { label: 'on: the slowest was open after', type: 'number' },
    offOpenMs: { label: 'off: the slowest was open after', type: 'number' },
    onAnnounced: { label: 'on: ENABLE_CONNECT_PROTOCOL = 1 was sent', type: 'yes-no' },
    offAnnounced: { label: 'off: ENABLE_CONNECT_PROTOCOL = 1 was sent', type: 'yes-no' },
    entries: { label: 'Resource Timing entries of a WebSocket', type: 'number' },
  },
  compare: {
    columns: ['setting on', 'setting off'],
    rows: [
      { label: 'connections, by the tap', facts: ['onConnections', 'offConnections'] },
      { label: 'HTTP/2 streams', facts: ['onStreams', 'offStreams'] },
      { label: 'HTTP version of the sockets, by the server', facts: ['onVersion', 'offVersion'] },
      { label: 'the slowest was open after', facts: ['onOpenMs', 'offOpenMs'] },
      { label: 'ENABLE_CONNECT_PROTOCOL = 1 on the wire', facts: ['onAnnounced', 'offAnnounced'] },
    ],
  },
  options: {
    sockets: {
      type: 'number',
      min: 2,
      max: 8,
      fallback: 3,
      meaning: 'how many WebSockets are opened each time',
    },
  },
  needs: 'h2',
  trustFacts:
    'The server without the setting has a host name of its own, and a certificate warning that you clicked away counts for one name alone: the facts of “setting off”, and the verdict with them, need a certificate that your browser trusts.',
  timeLimitMs: 25_000,
  outcomes: ['shared', 'apart', 'one-each'],
  read({ onConnections, onVersion, onAnnounced }) {
    // Without the setting there is nothing to be seen of RFC 8441.
    if (onConnections === undefined || onVersion === undefined || !onAnnounced) return undefined;
    if (onVersion !== '2.0') return 'one-each';
    return onConnections === 1 ? 'shared' : 'apart';
  },
  inconclusive:
    'The sockets were not all opened, or the setting was not seen. Run again and let it come to its end.',
  alsoShow: ['live-server/listeners/tls.ts', 'live-server/listeners/upgrade.ts'],
});
