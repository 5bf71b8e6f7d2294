import type { TransportId } from '#contract/transports.ts';

/** What a run asks for. The ranges are those of contract/parameters.ts. */
export interface TransportRequest {
  /** A lab origin, for example `http://localhost:4322`. */
  origin: string;
  /** Run id; the polls cannot do without one. */
  run: string;
  tokens: number;
  intervalMs: number;
  seed: number;
  /** Armed faults in the wire's spelling, for example `reset_peer:14`. */
  faults?: string;
  /** What fetch-sse asks; the other transports have no body. */
  prompt?: string;
  /** Pause between two short polls, in ms. Default 250. */
  pollMs?: number;
  /** What EventSource does at `event: end`: close (default), or wait for the browser's own move. */
  onEnd?: 'close' | 'wait';
}

/** What the browser's side can truthfully report, in the order it happened. */
export type TransportEvent =
  /** A request (or handshake) leaves. `note` says what it carries to be resumed, e.g. `cursor=14`. */
  | { type: 'request'; method: 'GET' | 'POST'; target: string; note?: string }
  /** The head of the answer is here. */
  | { type: 'response'; status: number; mediaType: string }
  /** One `reader.read()` gave this many bytes (fetch streams only). */
  | { type: 'read'; sizeBytes: number }
  /** One application message was parsed: an SSE event, a WebSocket message, a JSON line, a poll reply. */
  | { type: 'message'; sizeBytes: number }
  /** Text for the learner. `index` is 1-based; the bare chunked text has none. */
  | { type: 'delta'; text: string; index?: number }
  /** The connection was lost and the client will come back after `retryInMs` (null: the browser decides). */
  | { type: 'cut'; reason: string; retryInMs: number | null }
  /** The stream ended as its protocol says. */
  | { type: 'end'; stopped: boolean };

export type Emit = (event: TransportEvent) => void;

/**
 * Runs one stream from request to end.
 *
 * Resolves when the stream has ended, or when `signal` aborted it (an abort is
 * a wish, not an error). Rejects with a {@link TransportError} when the stream
 * failed for good. Emits synchronously, so that the caller's clock is exact.
 */
export type Transport = (
  request: TransportRequest,
  signal: AbortSignal,
  emit: Emit,
) => Promise<void>;

/** A stream that failed for good, with a sentence for the learner. */
export class TransportError extends Error {
  override name = 'TransportError';
  readonly kind: 'unreachable' | 'refused' | 'truncated' | 'protocol' | 'gave-up';

  constructor(kind: TransportError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export type Transports = Record<TransportId, Transport>;
