import { FAULTS, isFaultName } from '#contract/faults.ts';
import { findRun } from '../endpoints/runs.ts';
import type { LiveContext } from '../lab.ts';
import { badParameter, misusedParameter, ProblemError } from '../problems.ts';
import { readJsonBody } from '../read-body.ts';
import { refuseForeignOrigin } from './site-only.ts';

/**
 * POST /control/runs/:run/faults: does something bad to a run's connections now.
 *
 * It changes what somebody else is doing, so it has to come from the course's
 * own page: the Origin says so, and a JSON body cannot be sent by a form.
 */
export async function fireFault(c: LiveContext): Promise<Response> {
  refuseForeignOrigin(c);
  const { name, ...rest } = await readJsonBody(c);
  if (!isFaultName(name)) throw badParameter('name', String(name), Object.keys(FAULTS).join(', '));
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw misusedParameter(unknown, 'given', 'name alone');
  const run = findRun(c);
  if (run.carriers.size === 0) {
    const detail =
      'The run has no open connection at this moment; fire the fault while it streams.';
    throw new ProblemError(409, detail);
  }
  for (const carrier of [...run.carriers]) carrier.suffer(name);
  return c.body(null, 204);
}
