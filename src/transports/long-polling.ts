import { poll } from './poll.ts';
import type { Transport } from './transport.ts';

/**
 * A question that the server holds until it has news, then the next one at once.
 *
 * There is no pause on our side: the waiting is done by the server, which answers
 * with nothing after a while so that no proxy takes the silence for a dead connection.
 */
export const longPolling: Transport = async (request, signal, emit) => {
  let cursor = 0;

  while (true) {
    const reply = await poll('long-polling', request, cursor, signal, emit);
    cursor = reply.cursor;
    if (reply.done) {
      emit({ type: 'end', stopped: reply.stopped === true });
      return;
    }
  }
};
