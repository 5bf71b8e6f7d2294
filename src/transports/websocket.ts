import type { ClientMessage } from '#contract/messages.ts';
import { liveTarget } from './live-target.ts';
import { notAMessage, parseMessage, sizeBytesOf } from './parse-message.ts';
import { backoffMs, RETRIES_MAX, sleep } from './retry.ts';
import { type Emit, type Transport, TransportError, type TransportRequest } from './transport.ts';

/** What has to outlive a lost connection. */
interface Session {
  /** Index of the last token that arrived. */
  after: number;
  /** Connections in a row that brought nothing new. */
  failures: number;
  end?: { stopped: boolean };
}

/**
 * A WebSocket that comes back. The browser's WebSocket has no reconnect and no
 * memory: when to return, where to go on and when to give up is written here.
 */
export const websocket: Transport = async (request, signal, emit) => {
  const session: Session = { after: 0, failures: 0 };

  while (true) {
    const { code, reason } = await converse(request, session, signal, emit);
    if (session.end) break;
    // 1008, policy violation (RFC 6455 §7.4.1): the same request would be refused again.
    if (code === 1008) throw new TransportError('refused', reason || 'Closed with code 1008.');
    if (session.failures === RETRIES_MAX) {
      const sentence = `No connection to ${request.origin} after ${RETRIES_MAX} retries.`;
      throw new TransportError('gave-up', sentence);
    }
    const retryInMs = backoffMs(session.failures, Math.random());
    session.failures += 1;
    emit({ type: 'cut', reason: describeClose(code, reason), retryInMs });
    await sleep(retryInMs, signal);
  }

  emit({ type: 'end', ...session.end });
};

/** One connection, from the handshake to its close event. */
function converse(
  request: TransportRequest,
  session: Session,
  signal: AbortSignal,
  emit: Emit,
): Promise<CloseEvent> {
  return new Promise((resolve, reject) => {
    const target = liveTarget('websocket', request);
    const note = session.after > 0 && `resume after=${session.after}`;
    emit({ type: 'request', method: 'GET', target, ...(note && { note }) });
    // http: becomes ws:, https: becomes wss:.
    const socket = new WebSocket(request.origin.replace('http', 'ws') + target);

    socket.addEventListener('open', () => {
      emit({ type: 'response', status: 101, mediaType: '' });
      if (session.after > 0) say({ type: 'resume', after: session.after });
    });

    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const message = parseMessage(data);
      if (!message) return fail(notAMessage(data));
      emit({ type: 'message', sizeBytes: sizeBytesOf(data) });

      if (message.type === 'delta') {
        // Tokens sent before `resume` was read are here already: never show one twice.
        if (message.index <= session.after) return;
        session.after = message.index;
        session.failures = 0;
        emit({ type: 'delta', text: message.token, index: message.index });
      } else if (message.type === 'error') {
        fail(new TransportError('refused', message.message));
      } else if (message.type === 'end') {
        session.end = { stopped: message.stopped === true };
      }
    });

    // Every ending comes by here, a failed handshake too; `error` would add nothing.
    socket.addEventListener('close', resolve);
    signal.addEventListener('abort', () => fail(signal.reason));

    function say(message: ClientMessage) {
      socket.send(JSON.stringify(message));
    }

    function fail(reason: unknown) {
      socket.close(1000);
      reject(reason);
    }
  });
}

function describeClose(code: number, reason: string): string {
  // 1006 is never sent: the browser puts it where no close frame arrived (RFC 6455 §7.1.5).
  if (code === 1006) return 'The connection was lost without a close frame (1006).';
  return `The server closed with code ${code}${reason && `: ${reason}`}.`;
}
