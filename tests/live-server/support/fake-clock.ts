import type { Clock, Timer } from '../../../live-server/clock.ts';

/** A clock that stands still until the test turns it. */
export class FakeClock implements Clock {
  #nowMs = 1000;
  #timers: { atMs: number; callback: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), callback };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  /** How many timers are running: what still ticks for somebody. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Turns the clock; every timer rings at its own time, `lateMs` after it was due. */
  async advance(ms: number, lateMs = 0): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#timers
        .filter(({ atMs }) => atMs + lateMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs + lateMs);
      next.callback();
      await settled();
    }
    this.#nowMs = endMs;
  }

  /** The process is suspended: time passes and nothing rings. */
  suspend(ms: number): void {
    this.#nowMs += ms;
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
