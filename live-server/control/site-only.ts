import type { LiveContext } from '../lab.ts';
import { ProblemError, quote } from '../problems.ts';

/**
 * For requests that do something: they have to come from the course's own pages. A
 * browser says in Origin which page asks, and no page can change that.
 *
 * @throws {ProblemError} 403
 */
export function refuseForeignOrigin(c: LiveContext): void {
  const origin = c.req.header('Origin');
  if (origin !== undefined && c.env.lab.places.isSiteOrigin(origin)) return;
  const detail = `This is done from the course's site alone; the Origin is ${quote(origin ?? 'missing')}.`;
  throw new ProblemError(403, detail, { parameter: 'Origin', found: origin ?? 'missing' });
}
