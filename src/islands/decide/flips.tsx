import type { Decision } from '../../decide/rank.ts';
import { inputOf, withValue, wordsOf } from '../../decide/shape.ts';
import { quizAddress } from '../../quiz/quiz-address.ts';
import type { Decide } from './model.ts';
import { OptionName } from './option-name.tsx';

/** The nearest changes of one answer that make another option the pick. */
export function Flips({ decide, onApply }: { decide: Decide; onApply: () => void }) {
  const flips = decide.flips.value;
  return (
    <div class="flips">
      <h3>What would flip it</h3>
      {flips.length === 0 && <p>No change of one answer does.</p>}
      <ol>
        {flips.map(({ input, from, to, decision }) => (
          <li key={`${input}=${to}`}>
            <p>
              <b>{inputOf(input).label}:</b> “{wordsOf(input, to)}” instead of “
              {wordsOf(input, from)}” makes it{' '}
              {decision.pick && <OptionName option={decision.pick.option} />}
              {isTie(decision) && `, level with ${decision.runnerUp?.option.name}`}
            </p>
            <button
              class="button"
              type="button"
              aria-label={`Apply: ${inputOf(input).label}, ${wordsOf(input, to)}`}
              onClick={() => {
                decide.leap(withValue(decide.shape.value, input, to));
                onApply();
              }}
            >
              Apply
            </button>
          </li>
        ))}
      </ol>
      <p class="note">
        Nearest first: a step on a slider counts 1, another choice 2, another thing to build 4 or
        more.
      </p>
      {decide.decision.value.pick && flips.length > 0 && (
        <p>
          <a href={quizAddress(decide.shape.value)}>Quiz me on the neighbours of this</a>
        </p>
      )}
    </div>
  );
}

function isTie({ pick, runnerUp }: Decision): boolean {
  return runnerUp !== undefined && pick?.score === runnerUp.score;
}
