import { randomUUID } from 'node:crypto';
import type { TrustAnswer } from '#contract/trust.ts';
import type { LiveContext } from '../lab.ts';

/** Long enough for the second of two requests, short enough to be gone with the question. */
const KEPT_S = 60;

/**
 * GET /live/trust: an answer of its own each time, the only one of the lab that a
 * browser may keep. Whether it does is what the site wants to know: an answer that
 * came over a connection with a certificate error is not kept.
 */
export async function trust(c: LiveContext): Promise<Response> {
  const headers = { 'Cache-Control': `private, max-age=${KEPT_S}` };
  return c.json<TrustAnswer>({ answer: randomUUID() }, 200, headers);
}
