/** Something of a capture that happens at a moment of its replay. */
export interface Step<Recording> {
  atMs: number;
  apply: (recording: Recording) => void;
}

/**
 * Applies the steps at their moments, counted from now.
 *
 * @param steps in the order of their time
 * @param onStep called after every change of the recording
 * @param signal ends the replay where it stands
 * @returns ms after which it was ended by the signal; undefined when it came to its end
 */
export async function playSteps<Recording>(
  steps: readonly Step<Recording>[],
  recording: Recording,
  onStep: () => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  const began = performance.now();
  for (const { atMs, apply } of steps) {
    const waitMs = atMs - (performance.now() - began);
    if (waitMs > 1 && !signal.aborted) await pause(waitMs, signal);
    if (signal.aborted) return performance.now() - began;
    apply(recording);
    onStep();
  }
  return undefined;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
