import type { Clock, Timer } from '../clock.ts';
import type { Limits } from '../config.ts';
import { type Budget, RunLog } from './run-log.ts';

/**
 * How long a run that is over may still have something to say, in ms: the end of
 * its connection, or the browser's next request.
 */
const LINGER_MS = 250;

/**
 * The logs of all runs: bounded in number and in bytes, forgotten minutes after
 * the last byte. Who does not know a run's id cannot ask for its log, and
 * nothing here tells an id to anybody.
 */
export class RunLogs implements Budget {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #isFinal: (id: string) => boolean;
  readonly #logs = new Map<string, RunLog>();
  /** Whoever waits for a run to begin. */
  readonly #waiting = new Map<string, Set<(log: RunLog) => void>>();
  /** How many feeds tell what is in the logs, or wait for a run to begin. */
  feeds = 0;
  #allocatedBytes = 0;
  #sweep: Timer | undefined;
  #isClosing = false;

  /** @param isFinal whether a run has ended in a way that nobody comes back from */
  constructor(clock: Clock, limits: Limits, isFinal: (id: string) => boolean) {
    this.#clock = clock;
    this.#limits = limits;
    this.#isFinal = isFinal;
  }

  get count(): number {
    return this.#logs.size;
  }

  get allocatedBytes(): number {
    return this.#allocatedBytes;
  }

  find(id: string): RunLog | undefined {
    return this.#logs.get(id);
  }

  /** The log of a run, begun where there is none; undefined where there is no room for another. */
  begin(id: string): RunLog | undefined {
    const known = this.#logs.get(id);
    if (known !== undefined) return known;
    if (this.#logs.size >= this.#limits.runsMax && !this.#forgetOldest()) return undefined;
    const log = new RunLog(id, this.#limits, this, this.#clock.now());
    this.#logs.set(id, log);
    this.#sweep ??= this.#sweepLater();
    for (const callback of this.#waiting.get(id) ?? []) callback(log);
    return log;
  }

  /** Calls back when the run begins. @returns stops waiting */
  whenBegun(id: string, callback: (log: RunLog) => void): () => void {
    const callbacks = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, callbacks.add(callback));
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0) this.#waiting.delete(id);
    };
  }

  /**
   * Whether nothing more is to be expected of a run: nothing of it is open, and it
   * has ended for good or been silent for long.
   */
  isOver(log: RunLog): boolean {
    if (log.isForgotten) return true;
    if (log.open > 0) return false;
    if (this.#isClosing) return true;
    const idleMs = this.#clock.now() - log.lastUsedAtMs;
    return idleMs >= (this.#isFinal(log.run) ? LINGER_MS : this.#limits.wireIdleMaxMs);
  }

  /** From here on nobody comes back, and nobody is worth waiting for. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  forget(id: string): void {
    const log = this.#logs.get(id);
    if (log === undefined) return;
    log.isForgotten = true;
    this.#allocatedBytes -= log.allocatedBytes;
    this.#logs.delete(id);
    if (this.#logs.size > 0) return;
    this.#sweep?.cancel();
    this.#sweep = undefined;
  }

  /** Lets every feed end as soon as its run has nothing open. */
  sayGoodbye(): void {
    this.#isClosing = true;
  }

  close(): void {
    for (const id of [...this.#logs.keys()]) this.forget(id);
  }

  /** Memory for one log; the logs of the oldest idle runs make room. */
  take(sizeBytes: number): boolean {
    while (this.#allocatedBytes + sizeBytes > this.#limits.wireBytesMax) {
      if (!this.#forgetOldest()) return false;
    }
    this.#allocatedBytes += sizeBytes;
    return true;
  }

  /** A log that somebody fills or reads is not forgotten. */
  #forgetOldest(): boolean {
    for (const [id, log] of this.#logs) {
      if (log.open > 0 || log.readers.size > 0) continue;
      this.forget(id);
      return true;
    }
    return false;
  }

  #sweepLater(): Timer {
    const { wireKeptMaxMs } = this.#limits;
    return this.#clock.after(wireKeptMaxMs / 10, () => {
      this.#sweep = undefined;
      const nowMs = this.#clock.now();
      for (const [id, log] of this.#logs) {
        if (log.open === 0 && nowMs - log.lastUsedAtMs > wireKeptMaxMs) this.forget(id);
      }
      if (this.#logs.size > 0) this.#sweep = this.#sweepLater();
    });
  }
}
