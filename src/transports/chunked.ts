import { liveTarget } from './live-target.ts';
import { connectionLost, send } from './send.ts';
import type { Transport } from './transport.ts';

/**
 * Text as it arrives, with fetch and a reader.
 *
 * The chunks of the transfer coding are gone by now: the browser takes the body
 * out of them. A read is whatever has arrived since the last one, so it may hold
 * several chunks, half a chunk, or half a character.
 */
export const chunked: Transport = async (request, signal, emit) => {
  const { origin } = request;
  const response = await send({ origin, target: liveTarget('chunked', request), signal }, emit);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();

  while (true) {
    const { done, value } = await reader.read().catch(connectionLost);
    if (done) break;
    emit({ type: 'read', sizeBytes: value.byteLength });

    // `stream: true` keeps the first bytes of a cut character until the rest is here.
    const text = decoder.decode(value, { stream: true });
    if (text !== '') emit({ type: 'delta', text });
  }

  // Bytes still kept back at the end are half a character: they become U+FFFD.
  const rest = decoder.decode();
  if (rest !== '') emit({ type: 'delta', text: rest });

  // Bare text cannot say whether it was stopped or ran to its end.
  emit({ type: 'end', stopped: false });
};
