import type { LiveContext } from '../lab.ts';

/** GET /healthz: up, and how busy. */
export function health(c: LiveContext): Response {
  return c.json({ status: 'ok', ...c.env.lab.counts() });
}
