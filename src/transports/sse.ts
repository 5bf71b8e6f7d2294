import { liveTarget } from './live-target.ts';
import { notAMessage, parseMessage, sizeBytesOf } from './parse-message.ts';
import { type Transport, TransportError } from './transport.ts';

/**
 * Server-Sent Events with the browser's own EventSource.
 *
 * The browser parses, comes back after a lost connection, and says where it was
 * with Last-Event-ID. We listen, and close: it would come back after the end, too.
 */
export const sse: Transport = (request, signal, emit) =>
  new Promise((resolve, reject) => {
    const target = liveTarget('sse', request);
    let lastEventId = '';
    let retrying = false;
    let end: { stopped: boolean } | undefined;

    emit({ type: 'request', method: 'GET', target });
    const source = new EventSource(request.origin + target);

    // Fires for status 200 with text/event-stream, and for no other answer (HTML §9.2.3).
    source.addEventListener('open', () => {
      if (retrying) tellOfBrowsersRequest();
      retrying = false;
      emit({ type: 'response', status: 200, mediaType: 'text/event-stream' });
    });

    // An event without a type arrives as `message`, one with `event: end` as `end`.
    source.addEventListener('message', take);
    source.addEventListener('end', take);

    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CONNECTING) {
        const reason = retrying ? 'The next attempt failed, too.' : 'The connection was lost.';
        retrying = true;
        emit({ type: 'cut', reason, retryInMs: null });
      } else if (end) {
        // The answer to the browser's return was 204: its sign to stay away (HTML §9.2.1).
        tellOfBrowsersRequest();
        finish(end);
      } else {
        fail(
          new TransportError(
            'gave-up',
            'EventSource closed for good. It comes back after a lost connection, never after ' +
              'an answer other than 200 with text/event-stream, and it does not show the status.',
          ),
        );
      }
    });

    signal.addEventListener('abort', () => {
      source.close();
      resolve();
    });

    function take(event: MessageEvent<string>) {
      lastEventId = event.lastEventId;
      const message = parseMessage(event.data);
      if (!message) return fail(notAMessage(event.data));
      emit({ type: 'message', sizeBytes: sizeBytesOf(event.data) });

      if (message.type === 'delta') {
        emit({ type: 'delta', text: message.token, index: message.index });
      } else if (message.type === 'error') {
        fail(new TransportError('refused', message.message));
      } else if (message.type === 'end') {
        end = { stopped: message.stopped === true };
        if (request.onEnd !== 'wait') finish(end);
      }
    }

    function tellOfBrowsersRequest() {
      const note = lastEventId && `Last-Event-ID: ${lastEventId}`;
      emit({ type: 'request', method: 'GET', target, ...(note && { note }) });
    }

    function finish({ stopped }: { stopped: boolean }) {
      source.close();
      emit({ type: 'end', stopped });
      resolve();
    }

    function fail(error: TransportError) {
      source.close();
      reject(error);
    }
  });
