import type { TransportId } from './transports.ts';

/** How a run stands: `running`, or exactly one way in which it ended. */
export type RunPhase =
  | 'running'
  /** Every token was written and the stream ended as its protocol says. */
  | 'done'
  /** A stop request ended it. */
  | 'stopped'
  /** The client went away. */
  | 'aborted'
  /** The server let the client go (slow reader, too long, too large). */
  | 'evicted'
  /** The lab cut the connection and the client has not come back. */
  | 'cut'
  | 'error';

/** How the client's leaving arrived at the server. */
export type ClientStop =
  | { kind: 'FIN' | 'RST'; atMs: number; afterToken: number }
  | { kind: 'RST_STREAM' | 'close-frame'; code: number; atMs: number; afterToken: number };

export type HttpVersion = '1.0' | '1.1' | '2.0';

/** Body of GET /live/runs/:run: what the server knows of a run. */
export interface RunState {
  run: string;
  transport: TransportId;
  state: RunPhase;
  /** Why, in one sentence, where the state alone does not say it. */
  reason: string | null;
  /** Tokens asked for. */
  tokens: number;
  /** Tokens produced so far, over all connections of the run. */
  tokensProduced: number;
  /** Requests (or handshakes) that belonged to the run. */
  requests: number;
  /** How the last of them was spoken. */
  httpVersion: HttpVersion;
  /** Milliseconds on the server's clock since the run began. */
  ageMs: number;
  /** When the last token was produced, in ms since the run began; null before the first. */
  lastTokenAtMs: number | null;
  clientStop: ClientStop | null;
  /**
   * What Node's `response.writableFinished` said when the run's last HTTP exchange
   * closed: whether everything was handed over, or so one would think. Null while none
   * has closed, and for a WebSocket.
   */
  writableFinished: boolean | null;
}
