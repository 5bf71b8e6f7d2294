import type { Origins } from '#contract/origins.ts';
import { TRUST_PATH, type TrustAnswer } from '#contract/trust.ts';
import { fetchOrigins } from './origins.ts';

/** How long the TLS origin may take for one answer, its handshake included. */
const PROBE_TIMEOUT_MS = 4_000;

/** What this browser makes of the TLS origin. */
export type Trust =
  /** Its certificate is good, or (`waved`) its error was clicked or switched away. */
  | { readonly state: 'trusted' | 'waved'; readonly origin: string; readonly protocol: string }
  /** The server listens there, and the browser does not talk to it. */
  | { readonly state: 'refused'; readonly origin: string }
  /** `off`: the server runs without a TLS origin. `down`: nothing answers. */
  | { readonly state: 'off' | 'down' };

/**
 * Asks the TLS origin twice for an answer that differs each time and that may be
 * cached. Fetch tells a bad certificate and a dead server alike, as a TypeError; the
 * control side says which it is. A cached second answer proves that there was no
 * certificate error at all: answers that came with one are not kept.
 *
 * @param origins what the control side said just now; undefined when it did not answer
 * @param site The site's origin; empty for the page's own.
 */
export async function probeTrust(origins: Origins | undefined, site = ''): Promise<Trust> {
  if (!origins) return { state: 'down' };
  if (!origins.h2?.up) return { state: 'off' };
  const { origin } = origins.h2;
  try {
    // `reload` skips what is in the cache and puts the new answer there (Fetch §2.2.5).
    const first = await ask(origin, 'reload');
    const second = await ask(origin, 'default');
    return { state: first === second ? 'trusted' : 'waved', origin, protocol: protocolOf(origin) };
  } catch (error) {
    const isStillUp = error instanceof TypeError && (await fetchOrigins(site))?.h2?.up;
    return isStillUp ? { state: 'refused', origin } : { state: 'down' };
  }
}

async function ask(origin: string, cache: RequestCache): Promise<string> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const response = await fetch(origin + TRUST_PATH, { cache, signal });
  const { answer }: TrustAnswer = await response.json();
  return answer;
}

/** The ALPN protocol of the latest answer, `h2` or `http/1.1`; empty where the browser hides it. */
function protocolOf(origin: string): string {
  const entries = performance.getEntriesByName(origin + TRUST_PATH);
  const last = entries.at(-1) as PerformanceResourceTiming | undefined;
  return last?.nextHopProtocol ?? '';
}
