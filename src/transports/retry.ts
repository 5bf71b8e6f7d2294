/** Attempts in a row that may fail before a client gives up. */
export const RETRIES_MAX = 10;

const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 8_000;

/**
 * Exponential backoff with full jitter, in whole ms. The bound doubles with each
 * attempt, and the pause is anywhere below it: clients that a restart cut off at
 * the same moment do not all come back at the same moment.
 *
 * @param attempt 0 for the first retry.
 * @param random From 0 up to, but not including, 1: `Math.random()`.
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.floor(random * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt));
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', giveUp);
    const timer = setTimeout(wake, ms);

    function wake() {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }
    function giveUp() {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}
