import { type ReadonlySignal, signal } from '@preact/signals';
import type { Origins } from '#contract/origins.ts';
import { fetchOrigins } from '../../transports/origins.ts';
import { probeTrust, type Trust } from '../../transports/trust.ts';

const trust = signal<Trust | undefined>(undefined);
const checking = signal(false);

/** What is known of the TLS origin by all islands of the page; undefined until it was asked. */
export const knownTrust: ReadonlySignal<Trust | undefined> = trust;

/** Whether the question is on its way. */
export const isChecking: ReadonlySignal<boolean> = checking;

let watched = false;

/**
 * Whether this browser trusts the TLS origin, asked once per page and again whenever
 * the page comes back into view without trust: that is how one returns from mending it.
 *
 * A lab that has just asked the control side on Run calls {@link checkTrust} with it.
 *
 * @param origins what the control side said, where the caller has asked already
 */
export function trustOf(origins?: Origins): ReadonlySignal<Trust | undefined> {
  if (!watched) {
    watched = true;
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && trust.value?.state !== 'trusted') void checkTrust();
    });
    void checkTrust(origins);
  }
  return trust;
}

/** Asks now, unless it is being asked. What was known before stands until the answer is here. */
export async function checkTrust(origins?: Origins): Promise<void> {
  if (checking.value) return;
  checking.value = true;
  trust.value = await probeTrust(origins ?? (await fetchOrigins()));
  checking.value = false;
}
