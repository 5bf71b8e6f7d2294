import { useId } from 'preact/hooks';
import type { ExperimentModel } from './model.ts';
import type { Inquiry } from './setup.ts';

/** Commit before you look: chips that are radio buttons, and a way round them. */
export function Prediction({ model, inquiry }: { model: ExperimentModel; inquiry: Inquiry }) {
  const name = useId();
  const chosen = model.prediction.value;
  const committed = model.recording.value !== undefined;
  return (
    <fieldset class="prediction" disabled={!model.alive.value || model.running.value}>
      <legend>Your prediction</legend>
      {inquiry.predictions.map(({ outcome, label }) => (
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
