/** Time, handed in: the server runs on {@link systemClock}, tests on a clock they turn by hand. */
export interface Clock {
  /** Milliseconds on a clock that never jumps backwards; only differences mean anything. */
  now(): number;
  /** Calls back once, `delayMs` from now; 0 or less means in the next turn of the event loop. */
  after(delayMs: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, callback) {
    if (delayMs <= 0) {
      const immediate = setImmediate(callback);
      return { cancel: () => clearImmediate(immediate) };
    }
    // Node counts whole milliseconds and rounds down; a token must not be early.
    const timeout = setTimeout(callback, Math.ceil(delayMs));
    return { cancel: () => clearTimeout(timeout) };
  },
};

/** Resolves after `delayMs`, or as soon as `signal` aborts; never rejects. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = () => {
      timer.cancel();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = clock.after(delayMs, wake);
    signal.addEventListener('abort', wake);
  });
}
