import type { ServerResponse } from 'node:http';

/** Documents that a page of the course puts into frames of its own, as tabs of an experiment. */
const FRAMED = '/procedures/';

/**
 * Headers of everything on the site origin. Scripts come from the site itself;
 * inline ones have to be allowed because Astro hydrates its islands with them,
 * inline styles because highlighted code carries its colours that way.
 *
 * @param labOrigins the only other origins the page may talk to
 * @param target of the request, for example `/lessons/polling/?x=1`
 */
export function setSiteHeaders(
  outgoing: ServerResponse,
  labOrigins: readonly string[],
  target: string,
): void {
  const lab = labOrigins.flatMap((origin) => [origin, origin.replace('http', 'ws')]).join(' ');
  const policy = [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${lab}`,
    `frame-src 'self' ${labOrigins.join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${target.startsWith(FRAMED) ? "'self'" : "'none'"}`,
  ];
  outgoing.setHeader('Content-Security-Policy', policy.join('; '));
  outgoing.setHeader('X-Content-Type-Options', 'nosniff');
  outgoing.setHeader('Referrer-Policy', 'same-origin');
  outgoing.setHeader('Cache-Control', 'no-cache');
}
