import { SURENESS } from '../../learner/progress.ts';
import { SURENESS_WORDS, sureKey } from '../../quiz/sureness.ts';
import type { Question } from './question-model.ts';

/** How sure the learner is, asked before the feedback, while it still means something. */
export function Surely({ question, keys }: { question: Question; keys: boolean }) {
  if (question.given.value) return null;
  return (
    <div class="surely" role="radiogroup" aria-label="How sure are you?">
      <span aria-hidden="true">How sure are you?</span>
      {SURENESS.map((one) => (
        <label key={one} data-key={keys ? sureKey(one).toUpperCase() : undefined}>
          <input
            type="radio"
            name={`sure-${question.item.id}`}
            value={one}
            checked={question.sure.value === one}
            onChange={() => question.feel(one)}
          />
          {SURENESS_WORDS[one]}
        </label>
      ))}
    </div>
  );
}
