import { readMessage, type StreamMessage } from '#contract/messages.ts';
import { TransportError } from './transport.ts';

/** Reads one message of the application protocol; undefined for any other text. */
export function parseMessage(text: string): StreamMessage | undefined {
  try {
    return readMessage(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** For text that should have been a message. */
export function notAMessage(text: string): TransportError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return new TransportError('protocol', `Expected a JSON message, found: ${shown}`);
}

/** For a stream that stops without saying `end`. */
export function endIsMissing(): TransportError {
  return new TransportError(
    'truncated',
    'The stream stopped without its end message: some of it is missing.',
  );
}

/** Size on the wire: text travels as UTF-8. */
export function sizeBytesOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
