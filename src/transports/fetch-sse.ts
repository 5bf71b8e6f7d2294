import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { TRANSPORTS } from '#contract/transports.ts';
import { endIsMissing, notAMessage, parseMessage, sizeBytesOf } from './parse-message.ts';
import { connectionLost, send } from './send.ts';
import { type Transport, TransportError } from './transport.ts';

/**
 * The same event stream asked for with POST, as the APIs of language models want it.
 *
 * EventSource can send neither a body nor an Authorization header, so fetch asks and
 * a parser reads. What EventSource did for us is now ours to do or to leave out:
 * this client does not reconnect.
 */
export const fetchSse: Transport = async (request, signal, emit) => {
  const { origin, run, prompt = 'What is streaming?', tokens, intervalMs, seed, faults } = request;
  const response = await send(
    {
      method: 'POST',
      origin,
      target: `${TRANSPORTS['fetch-sse'].path}?run=${run}`,
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify({ prompt, tokens, intervalMs, seed, faults }),
      signal,
    },
    emit,
  );
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  let end: { stopped: boolean } | undefined;

  while (true) {
    const { done, value } = await reader.read().catch(connectionLost);
    // No flush: an event without its blank line is dropped, not dispatched (HTML §9.2.6).
    if (done) break;
    emit({ type: 'read', sizeBytes: value.byteLength });

    // A read holds any number of events, and the parser keeps the part of the next one.
    parser.feed(decoder.decode(value, { stream: true }));
    for (const { data } of events.splice(0)) {
      const message = parseMessage(data);
      if (!message) throw notAMessage(data);
      emit({ type: 'message', sizeBytes: sizeBytesOf(data) });

      if (message.type === 'delta') {
        emit({ type: 'delta', text: message.token, index: message.index });
      } else if (message.type === 'end') {
        end = { stopped: message.stopped === true };
      } else if (message.type === 'error') {
        throw new TransportError('refused', message.message);
      }
    }
  }

  if (!end) throw endIsMissing();
  emit({ type: 'end', ...end });
};
