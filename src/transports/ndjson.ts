import { liveTarget } from './live-target.ts';
import { endIsMissing, notAMessage, parseMessage, sizeBytesOf } from './parse-message.ts';
import { connectionLost, send } from './send.ts';
import { type Emit, type Transport, TransportError } from './transport.ts';

/** JSON objects, one a line, with fetch and a line buffer. */
export const ndjson: Transport = async (request, signal, emit) => {
  const { origin } = request;
  const response = await send({ origin, target: liveTarget('ndjson', request), signal }, emit);
  let end: { stopped: boolean } | undefined;

  for await (const line of linesOf(response.body, emit)) {
    const message = parseMessage(line);
    if (!message) throw notAMessage(line);
    emit({ type: 'message', sizeBytes: sizeBytesOf(line) });

    if (message.type === 'delta') {
      emit({ type: 'delta', text: message.token, index: message.index });
    } else if (message.type === 'end') {
      end = { stopped: message.stopped === true };
    } else if (message.type === 'error') {
      // The status line said 200 long ago: from here on an error has to be a message.
      throw new TransportError('refused', message.message);
    }
  }

  if (!end) throw endIsMissing();
  emit({ type: 'end', ...end });
};

/**
 * Bytes become text, text becomes lines. A read may end anywhere, so each step
 * keeps back what is not whole yet: the decoder half a character, we half a line.
 */
async function* linesOf(body: ReadableStream<Uint8Array>, emit: Emit): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let unfinished = '';

  while (true) {
    const { done, value } = await reader.read().catch(connectionLost);
    if (done) break;
    emit({ type: 'read', sizeBytes: value.byteLength });

    const lines = (unfinished + decoder.decode(value, { stream: true })).split('\n');
    unfinished = lines.pop() ?? '';
    // The CR of a CRLF may stay: to JSON it is white space (RFC 8259 §2).
    yield* lines.filter((line) => line.trim() !== '');
  }

  // The last line may lack its newline. One that is not whole was cut: it is dropped.
  unfinished += decoder.decode();
  if (parseMessage(unfinished)) yield unfinished;
}
