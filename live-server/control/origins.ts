import type { Origins } from '#contract/origins.ts';
import type { LiveContext } from '../lab.ts';

/**
 * GET /control/origins: where the lab is. The site is static and learns it at run
 * time, so that one build serves any deployment.
 */
export function origins(c: LiveContext): Response {
  const { places } = c.env.lab;
  const origin = places.labH1Origin(c.req.header('Host') ?? '');
  return c.json<Origins>({ h1: { origin, up: true }, h2: null });
}
