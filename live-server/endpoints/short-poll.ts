import type { PollReply } from '#contract/messages.ts';
import type { LiveContext } from '../lab.ts';
import { readPollAsk } from '../parameters.ts';
import { enterRun } from '../runs/enter-run.ts';
import { openPoll } from '../streams/poll-exchange.ts';

/**
 * GET /live/short-poll: an ordinary request with an ordinary answer.
 *
 * The cursor says how many tokens the client has; the reply brings those that
 * became due since, often none. Asking twice with one cursor gives the tokens
 * twice, so a lost reply costs nothing but another question.
 */
export async function shortPoll(c: LiveContext): Promise<Response> {
  const ask = readPollAsk(c);
  const poll = openPoll(c, enterRun(c, 'short-polling', ask), ask);

  const tokens = poll.takeDue();

  return c.json<PollReply>({
    tokens,
    cursor: ask.cursor + tokens.length,
    done: poll.done,
    ...(poll.stopped && { stopped: true }),
  });
}
