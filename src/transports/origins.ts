import type { Origins } from '#contract/origins.ts';

/** How long the control side may take before it counts as down. */
export const CONTROL_TIMEOUT_MS = 2_000;

/**
 * Where the experiments go; undefined when no live server stands behind the site.
 *
 * @param site The site's origin; empty for the page's own.
 */
export async function fetchOrigins(site = ''): Promise<Origins | undefined> {
  try {
    const signal = AbortSignal.timeout(CONTROL_TIMEOUT_MS);
    const response = await fetch(`${site}/control/origins`, { signal });
    // A static host may answer with its own page: only JSON with an origin counts.
    const origins = response.ok ? await response.json() : undefined;
    return typeof origins?.h1?.origin === 'string' ? origins : undefined;
  } catch {
    return undefined;
  }
}
