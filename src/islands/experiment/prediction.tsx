import type { ReadonlySignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Commitment } from './commitment.ts';
import type { Question } from './setup.ts';

interface PredictionProps {
  model: Commitment & { readonly running: ReadonlySignal<boolean> };
  /** Whether something has been shown already: then a prediction stays what it is. */
  committed: boolean;
  question: Question;
}

/** Commit before you look: chips that are radio buttons, and a way round them. */
export function Prediction({ model, committed, question }: PredictionProps) {
  const name = useId();
  const chosen = model.prediction.value;
  return (
    <fieldset class="prediction" disabled={!model.alive.value || model.running.value}>
      <legend>Your prediction</legend>
      {question.predictions.map(({ outcome, label }) => (
        <label key={outcome} class="chip">
          <input
            type="radio"
            name={name}
            value={outcome}
            checked={chosen === outcome}
            disabled={committed && chosen !== outcome}
            onChange={() => model.predict(outcome)}
          />
          <span>{label}</span>
        </label>
      ))}
      {model.locked.value && (
        <button type="button" class="show-me" onClick={() => model.justShowMe()}>
          just show me
        </button>
      )}
    </fieldset>
  );
}
