import type { Clock, Timer } from '../clock.ts';
import type { Limits } from '../config.ts';

/**
 * What one reader leaves unread, in this process. The kernel's buffers come on
 * top and are not seen: on loopback about 4 MB vanish into them before a write
 * reports anything.
 */
export class Backlog {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #sizeBytes: () => number;
  readonly #onTooSlow: (reason: string) => void;
  #patience: Timer | undefined;

  /** @param onTooSlow called when the limit was exceeded for as long as is allowed */
  constructor(
    clock: Clock,
    limits: Limits,
    sizeBytes: () => number,
    onTooSlow: (reason: string) => void,
  ) {
    this.#clock = clock;
    this.#limits = limits;
    this.#sizeBytes = sizeBytes;
    this.#onTooSlow = onTooSlow;
  }

  /** Call it after each write and after each drain. Says whether the writer has to wait. */
  isOver(): boolean {
    const { unreadBytesMax, unreadTimeMaxMs } = this.#limits;
    if (this.#sizeBytes() <= unreadBytesMax) {
      this.stop();
      return false;
    }
    this.#patience ??= this.#clock.after(unreadTimeMaxMs, () => {
      this.#patience = undefined;
      if (!this.isOver()) return;
      const reason = `slow: the reader left more than ${unreadBytesMax} bytes unread for ${unreadTimeMaxMs} ms`;
      this.stop();
      this.#onTooSlow(reason);
    });
    return true;
  }

  stop(): void {
    this.#patience?.cancel();
    this.#patience = undefined;
  }
}
