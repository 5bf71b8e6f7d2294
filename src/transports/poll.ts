import type { PollReply } from '#contract/messages.ts';
import type { TransportId } from '#contract/transports.ts';
import { liveTarget } from './live-target.ts';
import { notAMessage, sizeBytesOf } from './parse-message.ts';
import { backoffMs, RETRIES_MAX, sleep } from './retry.ts';
import { connectionLost, send } from './send.ts';
import { type Emit, TransportError, type TransportRequest } from './transport.ts';

type PollId = Extract<TransportId, 'short-polling' | 'long-polling'>;

/**
 * Asks for everything after `cursor`, and asks again when nothing answers. All that
 * the client remembers is the cursor, so a lost request costs time and no token.
 *
 * @throws TransportError `gave-up` after {@link RETRIES_MAX} retries, `refused` at once.
 */
export async function poll(
  id: PollId,
  request: TransportRequest,
  cursor: number,
  signal: AbortSignal,
  emit: Emit,
): Promise<PollReply> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await askOnce(id, request, cursor, signal, emit);
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (failures === RETRIES_MAX) {
        const sentence = `${error.message} ${RETRIES_MAX} retries failed as well.`;
        throw new TransportError('gave-up', sentence, { cause: error });
      }
      const retryInMs = backoffMs(failures, Math.random());
      emit({ type: 'cut', reason: error.message, retryInMs });
      await sleep(retryInMs, signal);
    }
  }
}

async function askOnce(
  id: PollId,
  request: TransportRequest,
  cursor: number,
  signal: AbortSignal,
  emit: Emit,
): Promise<PollReply> {
  const target = liveTarget(id, request, { cursor: String(cursor) });
  const note = `cursor=${cursor}`;
  const response = await send({ origin: request.origin, target, signal, note }, emit);
  const text = await response.text().catch(connectionLost);
  const reply = parsePollReply(text);
  if (!reply) throw notAMessage(text);

  emit({ type: 'message', sizeBytes: sizeBytesOf(text) });
  reply.tokens.forEach((token, i) => {
    emit({ type: 'delta', text: token, index: cursor + i + 1 });
  });
  return reply;
}

/** A refusal is an answer and stands; silence and half an answer are worth another try. */
function isOutage(error: unknown): error is TransportError {
  return (
    error instanceof TransportError && (error.kind === 'unreachable' || error.kind === 'truncated')
  );
}

function parsePollReply(text: string): PollReply | undefined {
  try {
    const reply = JSON.parse(text);
    const whole =
      Array.isArray(reply?.tokens) &&
      typeof reply.cursor === 'number' &&
      typeof reply.done === 'boolean';
    return whole ? reply : undefined;
  } catch {
    return undefined;
  }
}
