import type { Origins } from '#contract/origins.ts';
import { fetchOrigins } from '../../transports/origins.ts';
import { probeTrust, type Trust } from '../../transports/trust.ts';
import { passes } from '../trust/trust-notice.tsx';

/** Where a run can go at the moment, or why it cannot. */
export type Place =
  | { origins: Origins; trust: Trust | undefined; obstacle?: undefined }
  | {
      /** `down`: nothing answers. `tls`: the TLS origin is not there, or not let pass. */
      obstacle: 'down' | 'tls';
      trust: Trust | undefined;
    };

/**
 * Asks the control side where the lab is and, where a run leans on the TLS
 * origin, what this browser makes of it.
 *
 * @param overTls false where HTTP/1.1 is enough
 */
export async function findPlace(overTls: boolean): Promise<Place> {
  const origins = await fetchOrigins();
  if (!origins?.h1.up) return { obstacle: 'down', trust: undefined };
  if (!overTls) return { origins, trust: undefined };
  const trust = await probeTrust(origins);
  return passes(trust) ? { origins, trust } : { obstacle: 'tls', trust };
}
