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

/** At most so many events at once, and so many per second in the long run (a token bucket). */
export class BurstLimit {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #countedAtMs: number;

  constructor(clock: Clock, burst: number, perSecond: number) {
    this.#clock = clock;
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
    this.#countedAtMs = clock.now();
  }

  /** Counts one event, and says whether it is one too many. */
  isExceeded(): boolean {
    const nowMs = this.#clock.now();
    const gained = ((nowMs - this.#countedAtMs) / 1000) * this.#perSecond;
    this.#countedAtMs = nowMs;
    this.#left = Math.min(this.#burst, this.#left + gained) - 1;
    if (this.#left >= 0) return false;
    this.#left = 0;
    return true;
  }
}
