import { poll } from './poll.ts';
import { sleep } from './retry.ts';
import type { Transport } from './transport.ts';

/**
 * A question every `pollMs`, whether there is news or not.
 *
 * The server answers at once. What is ready right after an answer waits a whole
 * pause; while nothing is ready, every answer is empty.
 */
export const shortPolling: Transport = async (request, signal, emit) => {
  const { pollMs = 250 } = request;
  let cursor = 0;

  while (true) {
    const reply = await poll('short-polling', request, cursor, signal, emit);
    cursor = reply.cursor;
    if (reply.done) {
      emit({ type: 'end', stopped: reply.stopped === true });
      return;
    }
    await sleep(pollMs, signal);
  }
};
