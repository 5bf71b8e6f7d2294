import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** What every panel asks before it shows anything, whatever it runs. */
export interface Commitment {
  /** What the learner committed to; `shown` when they asked to see it first. */
  readonly prediction: ReadonlySignal<string | undefined>;
  readonly shown: ReadonlySignal<boolean>;
  /** Run waits for a prediction. */
  readonly locked: ReadonlySignal<boolean>;
  /**
   * Whether the page's script is at work. Until then every control rests:
   * pressing one that does nothing is worse than waiting.
   */
  readonly alive: ReadonlySignal<boolean>;
  wake(): void;
  predict(outcome: string): void;
  justShowMe(): void;
}

/** @param asks whether there is a question at all; without one nothing is locked */
export function createCommitment(asks: boolean): Commitment {
  const prediction = signal<string | undefined>(undefined);
  const shown = signal(false);
  const alive = signal(false);
  return {
    prediction,
    shown,
    locked: computed(() => asks && !shown.value && !prediction.value),
    alive,
    wake() {
      alive.value = true;
    },
    predict(outcome) {
      prediction.value = outcome;
    },
    justShowMe() {
      shown.value = true;
    },
  };
}
