import type { PollReply } from '#contract/messages.ts';
import type { LiveContext } from '../lab.ts';
import { readPollAsk } from '../parameters.ts';
import { enterRun } from '../runs/enter-run.ts';
import { openPoll } from '../streams/poll-exchange.ts';

/**
 * GET /live/long-poll: the same question, held until there is something to say.
 *
 * The wait ends before the timeouts of most proxies do, with an empty answer
 * where nothing came; the client asks again at once. Held or not, the request
 * occupies a connection (RFC 6202 §2.1).
 */
export async function longPoll(c: LiveContext): Promise<Response> {
  const ask = readPollAsk(c);
  const poll = openPoll(c, enterRun(c, 'long-polling', ask), ask);

  await poll.untilDue(c.env.lab.config.limits.longPollWaitMs);
  const tokens = poll.takeDue();

  return c.json<PollReply>({
    tokens,
    cursor: ask.cursor + tokens.length,
    done: poll.done,
    ...(poll.stopped && { stopped: true }),
  });
}
