import type { HttpVersion } from '#contract/run-state.ts';
import type { TransportId } from '#contract/transports.ts';
import type { LiveContext } from '../lab.ts';
import type { Ask } from '../parameters.ts';
import { bindRun } from '../tap/bind-run.ts';
import { Run } from './run.ts';

/**
 * The run a request belongs to. A HEAD request gets the same refusals and a run
 * that nobody remembers: it asks for the head of an answer, not for tokens.
 *
 * @throws {ProblemError} 409, 429 or 503, see {@link Runs.enter}
 */
export function enterRun(c: LiveContext, transport: TransportId, ask: Ask): Run {
  const { clock, runs } = c.env.lab;
  bindRun(c.env.incoming, ask.run);
  if (c.req.method === 'HEAD') return new Run(transport, ask, clock, () => {});
  const run = runs.enter(transport, ask);
  run.httpVersion = c.env.incoming.httpVersion as HttpVersion;
  return run;
}
