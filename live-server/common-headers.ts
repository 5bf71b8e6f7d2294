import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Places } from './places.ts';

/** What a page may read of an answer beyond the safelisted headers (Fetch §3.3.6). */
const EXPOSED = 'Allow, Retry-After, X-Accel-Buffering';

/**
 * The headers of every answer of the lab, refusals included: never from a cache,
 * readable by the course's site and by no other, timings included. They are set
 * on the raw response, so that plain answers and streams get the same.
 */
export function setLabHeaders(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  places: Places,
): void {
  outgoing.setHeader('Cache-Control', 'no-store');
  outgoing.setHeader('X-Content-Type-Options', 'nosniff');
  outgoing.setHeader('Vary', 'Origin');
  const { origin } = incoming.headers;
  if (origin === undefined || !places.isSiteOrigin(origin)) return;
  outgoing.setHeader('Access-Control-Allow-Origin', origin);
  outgoing.setHeader('Access-Control-Expose-Headers', EXPOSED);
  outgoing.setHeader('Timing-Allow-Origin', origin);
}
