/**
 * The application protocol that ndjson, sse, fetch-sse and websocket share:
 * the framing differs, these objects do not.
 */

/** First line of an NDJSON stream. */
export interface StartMessage {
  type: 'start';
  /** The run id the client sent, or null. */
  run: string | null;
  tokens: number;
}

/** One token. `index` is 1-based and equals the SSE event id. */
export interface DeltaMessage {
  type: 'delta';
  index: number;
  token: string;
}

/** The stream ended on purpose. Its absence means: truncated. */
export interface EndMessage {
  type: 'end';
  /** How many tokens this run produced in all. */
  tokens: number;
  /** Present when a stop request ended the run early. */
  stopped?: true;
}

/** Something failed after the status line had left. */
export interface ErrorMessage {
  type: 'error';
  /** Stable, kebab-case; for programs. */
  code: string;
  /** A sentence; for people. */
  message: string;
}

export type StreamMessage = StartMessage | DeltaMessage | EndMessage | ErrorMessage;

/** What a WebSocket client may say, as text frames. Binary frames are echoed. */
export type ClientMessage = { type: 'stop' } | { type: 'resume'; after: number };

/** Body of both polls. */
export interface PollReply {
  /** Tokens after the asked cursor that are due by now. */
  tokens: string[];
  /** Cursor to ask with next: how many tokens the client has after this reply. */
  cursor: number;
  done: boolean;
  /** Present when a stop request ended the run early. */
  stopped?: true;
}

/** Narrows what JSON.parse gave to a stream message; anything else is undefined. */
export function readMessage(value: unknown): StreamMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Record<string, unknown>;
  switch (message.type) {
    case 'start':
    case 'end':
      return typeof message.tokens === 'number' ? (message as unknown as StreamMessage) : undefined;
    case 'delta':
      return typeof message.index === 'number' && typeof message.token === 'string'
        ? (message as unknown as DeltaMessage)
        : undefined;
    case 'error':
      return typeof message.message === 'string' ? (message as unknown as ErrorMessage) : undefined;
    default:
      return undefined;
  }
}
