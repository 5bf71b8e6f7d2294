import type { Clock, Timer } from '../clock.ts';

/**
 * How far behind schedule, in ms, a pace may be and still catch up. A busy server
 * is late by less; a process that slept for longer was suspended, and whoever
 * reads wants no flood of what it missed.
 */
const CATCH_UP_MAX_MS = 1000;

/**
 * The ticks of one stream: a chain of timers in which tick i is due at
 * `start + i · intervalMs`. Each wait is computed from the schedule, not from
 * the last tick, so lateness does not add up (`setInterval` runs at 28.9 ticks a
 * second where 30 were asked for). The first tick is due at once, and no timer
 * runs unless somebody waits for the next one.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #dueMs: number | undefined;
  #timer: Timer | undefined;

  /** @param intervalMs pause between two ticks; 0 gives one tick per turn of the event loop */
  constructor(clock: Clock, intervalMs: number) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  /** Calls back when the next tick is due; within this call where that is the first. */
  next(onTick: () => void): void {
    const nowMs = this.#clock.now();
    if (this.#dueMs === undefined) {
      this.#dueMs = nowMs;
      onTick();
      return;
    }
    this.#dueMs += this.#intervalMs;
    // The schedule starts anew when it cannot be kept: after a suspend, or a reader that held us up.
    if (nowMs - this.#dueMs > CATCH_UP_MAX_MS) this.#dueMs = nowMs;
    this.#timer = this.#clock.after(this.#dueMs - nowMs, onTick);
  }

  /** Forgets the tick somebody waits for. */
  stop(): void {
    this.#timer?.cancel();
  }
}
