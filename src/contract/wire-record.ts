/**
 * What the tap saw, as GET /control/runs/:run/wire tells it: an event stream
 * whose events carry `id: <seq>` and these objects. A record has no event type;
 * the others are named by theirs.
 */

/** Towards the server, or towards the browser (RFC 9110 §3.7). */
export type WireDirection = 'inbound' | 'outbound';

/** One read or write on a lab connection, with secrets masked in place (`*`, lengths kept). */
export interface WireRecord {
  /** 1-based over the connections of this run, in the order in which they were bound to it. */
  connectionId: number;
  /** HTTP/2 stream; null over HTTP/1.1. */
  streamId: number | null;
  /** 1-based over the run, without gaps; also the event id. */
  seq: number;
  direction: WireDirection;
  /** Ms since the run began, on the server's clock. */
  atMs: number;
  /** Base64. */
  bytes: string;
}

/** How a connection of the run ended, as the server saw it. `event: close`. */
export interface WireClose {
  connectionId: number;
  seq: number;
  atMs: number;
  /** Who ended it: the client by FIN or RST, the lab by a fault, the server in good order. */
  how: 'client-fin' | 'client-rst' | 'lab-reset' | 'server-close';
}

/** Bytes that were seen and not kept, because the run's log was full. `event: not-kept`. */
export interface WireNotKept {
  seq: number;
  direction: WireDirection;
  sizeBytes: number;
}
