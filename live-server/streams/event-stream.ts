/** One event of an event stream (HTML §9.2.5), or a comment, or a reconnection time. */
export interface EventStreamEvent {
  /** Ignored by clients; keeps a silent connection alive. */
  readonly comment?: string;
  /** Reconnection time in ms: how long the browser waits before it comes back. */
  readonly retry?: number;
  /** Last event ID: what the browser sends back when it reconnects. */
  readonly id?: string | number;
  /** Event type; without it the browser dispatches `message`. */
  readonly event?: string;
  /** Without data no event is dispatched, but `id` and `retry` still count. */
  readonly data?: string;
}

/**
 * Encodes one event: a line per field, then the blank line that dispatches it.
 *
 * @throws {TypeError} where a value cannot stand in its field: a line break or
 *   NUL in `id` or `event` would begin a field of the attacker's choosing (or
 *   make the browser ignore the id), and `retry` takes nothing but digits
 */
export function encodeEvent({ comment, retry, id, event, data }: EventStreamEvent): string {
  let text = '';
  if (comment !== undefined) text += lines(': ', comment);
  if (retry !== undefined) text += `retry: ${digits(retry)}\n`;
  if (id !== undefined) text += `id: ${typeof id === 'number' ? id : oneLine('id', id)}\n`;
  if (event !== undefined) text += `event: ${oneLine('event', event)}\n`;
  if (data !== undefined) text += lines('data: ', data);
  return `${text}\n`;
}

/** A line break in the value becomes a field of its own; the browser joins them again with LF. */
function lines(prefix: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${prefix}${value}\n`;
  return value
    .split(/\r\n|\r|\n/)
    .map((line) => `${prefix}${line}\n`)
    .join('');
}

function oneLine(field: 'id' | 'event', value: string): string {
  if (!/[\r\n\0]/.test(value)) return value;
  throw new TypeError(`An SSE ${field} has no room for CR, LF or NUL: ${JSON.stringify(value)}`);
}

function digits(value: number): string {
  const text = String(value);
  if (/^\d+$/.test(text)) return text;
  throw new TypeError(`An SSE retry is digits only, in milliseconds: ${text}`);
}
