import type { Clock } from '../clock.ts';

/** At most so many events within any second; exact, so it remembers when the last ones were. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #perSecondMax: number;
  readonly #timesMs: number[] = [];

  constructor(clock: Clock, perSecondMax: number) {
    this.#clock = clock;
    this.#perSecondMax = perSecondMax;
  }

  /** Counts one event, and says whether it is one too many. */
  isExceeded(): boolean {
    const nowMs = this.#clock.now();
    this.#timesMs.push(nowMs);
    if (this.#timesMs.length <= this.#perSecondMax) return false;
    const oldestMs = this.#timesMs.shift() ?? 0;
    return nowMs - oldestMs < 1000;
  }
}
