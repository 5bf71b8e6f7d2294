import type { Origins } from '#contract/origins.ts';
import type { LiveContext } from '../lab.ts';

/**
 * GET /control/origins: where the lab is. The site is static and learns it at run
 * time, so that one build serves any deployment.
 */
export function origins(c: LiveContext): Response {
  const { places } = c.env.lab;
  const host = c.req.header('Host') ?? '';
  const connectOff = /^localhost(:|$)/i.test(host) ? places.connectOffOrigin : null;
  return c.json<Origins>({
    h1: { origin: places.labH1Origin(host), up: true },
    h2: { origin: places.labH2Origin(host), up: true, connectOff },
  });
}
