import { judgeEstimate } from '../../quiz/grade.ts';
import type { EstimateItem } from '../../quiz/item.ts';
import { Inline } from './inline.tsx';
import type { Question } from './question-model.ts';

/** Where a number is typed; after the answer, how far it was off. */
export function NumberField({ question, item }: { question: Question; item: EstimateItem }) {
  const given = question.given.value;
  const outcome = given && judgeEstimate(item, question.typed.value);
  const id = `number-${item.id}`;
  return (
    <div class="typed number">
      <label for={id}>Your estimate</label>
      <p class="entry">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          value={question.typed.value}
          onInput={({ currentTarget }) => question.type(currentTarget.value)}
        />
        <span>{item.unit}</span>
      </p>
      {outcome && (
        <p class={`feedback ${outcome === 'right' ? '' : 'wrong'}`}>
          <b>{WORDS[outcome]}</b> {format(item.answer)} {item.unit}; from {format(item.from)} to{' '}
          {format(item.to)} counts as right. <Inline text={item.feedback[outcome]} />
        </p>
      )}
    </div>
  );
}

const WORDS = {
  right: '✓ Close enough.',
  low: '✕ Too low.',
  high: '✕ Too high.',
} as const;

/** As many digits as say something: bounds are quotients. */
function format(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }).format(value);
}
