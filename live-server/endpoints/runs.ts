import type { LiveContext } from '../lab.ts';
import { readRunId } from '../parameters.ts';
import { ProblemError, quote } from '../problems.ts';
import type { Run } from '../runs/run.ts';

/** GET /live/runs/:run: what the server knows of a run. */
export async function runState(c: LiveContext): Promise<Response> {
  return c.json(findRun(c).toState());
}

/**
 * DELETE /live/runs/:run: stops a run by a request of its own.
 *
 * Closing the connection also stops a run, but tells the server nothing else; a
 * stream asked to stop can end as its protocol says. DELETE is idempotent (RFC
 * 9110 §9.2.2): stopping a run that is over is no error.
 */
export async function stopRun(c: LiveContext): Promise<Response> {
  findRun(c).stop();
  return c.body(null, 204);
}

/** @throws {ProblemError} 400 for a malformed id, 404 for one the server does not know */
export function findRun(c: LiveContext): Run {
  const id = readRunId(c);
  const run = c.env.lab.runs.find(id);
  if (run !== undefined) return run;
  const detail = `No run ${quote(id)} is known here; it never began, or it was forgotten.`;
  throw new ProblemError(404, detail, { parameter: 'run', found: id });
}
