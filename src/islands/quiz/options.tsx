import { GLYPHS } from '../../components/glyphs.ts';
import { markOption, markWords, rightPicks } from '../../quiz/grade.ts';
import { plainText } from '../../quiz/inline.ts';
import type { ChoiceItem } from '../../quiz/item.ts';
import { Inline } from './inline.tsx';
import type { Quiz } from './model.ts';

interface Props {
  quiz: Quiz;
  item: ChoiceItem;
}

/** The rows to pick from, or the steps to order; after the answer each with its mark and why. */
export function Options({ quiz, item }: Props) {
  const isOrder = item.kind === 'order-steps';
  const shown = isOrder ? quiz.picked.value : quiz.order.value;
  return (
    <ol class="options">
      {shown.map((index, place) => {
        const option = item.options[index];
        if (!option) return null;
        const mark = quiz.answer.value && markFor(item, quiz.answer.value.picked, index);
        return (
          <li key={index} class="option" data-mark={mark} data-family={option.family}>
            {isOrder ? (
              <Step quiz={quiz} place={place} text={option.text} />
            ) : (
              <label class="option-row" data-key={hasKey(quiz, place) ? place + 1 : undefined}>
                <input
                  type={item.kind === 'pick-reasons' ? 'checkbox' : 'radio'}
                  name={item.id}
                  checked={quiz.picked.value.includes(index)}
                  onChange={() => quiz.pick(index)}
                />
                <Inline class="option-text" text={option.text} />
                {option.family && (
                  <span class="option-glyph" aria-hidden="true">
                    {GLYPHS[option.family]}
                  </span>
                )}
              </label>
            )}
            {mark && (
              <p class="feedback">
                <b>{markWords(item.kind, mark, index)}.</b> <Inline text={option.feedback} />
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function hasKey(quiz: Quiz, place: number): boolean {
  return quiz.shortcuts.value && place < 9;
}

function markFor(item: ChoiceItem, picked: number[], index: number) {
  return markOption(item.kind, rightPicks(item), picked, index);
}

function Step({ quiz, place, text }: { quiz: Quiz; place: number; text: string }) {
  const plain = plainText(text);
  const mover = (sign: string, words: string, by: number) => (
    <button
      type="button"
      aria-label={`${words}: ${plain}`}
      onClick={({ currentTarget }) => {
        quiz.move(place, by);
        // A row that changes its place in the page loses the focus.
        requestAnimationFrame(() => currentTarget.focus());
      }}
    >
      {sign}
    </button>
  );
  return (
    <div class="option-row">
      <Inline class="option-text" text={text} />
      <span class="movers">
        {mover('↑', 'Move up', -1)}
        {mover('↓', 'Move down', 1)}
      </span>
    </div>
  );
}
