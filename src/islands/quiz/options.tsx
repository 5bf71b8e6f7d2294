import { GLYPHS } from '../../components/glyphs.ts';
import { markOption, markWords, rightPicks } from '../../quiz/grade.ts';
import { plainText } from '../../quiz/inline.ts';
import type { ChoiceItem } from '../../quiz/item.ts';
import { Inline } from './inline.tsx';
import type { Question } from './question-model.ts';

interface Props {
  question: Question;
  item: ChoiceItem;
  keys: boolean;
}

/** The rows to pick from, or the steps to order; after the answer each with its mark and why. */
export function Options({ question, item, keys }: Props) {
  const isOrder = item.kind === 'order-steps';
  const given = question.given.value;
  const shown = isOrder ? question.picked.value : question.order;
  return (
    <ol class="options">
      {shown.map((index, place) => {
        const option = item.options[index];
        if (!option) return null;
        const mark = given && markOption(item.kind, rightPicks(item), given.picked, index);
        return (
          <li key={index} class="option" data-mark={mark} data-family={option.family}>
            {isOrder ? (
              <Step question={question} place={place} text={option.text} />
            ) : (
              <label class="option-row" data-key={keys && place < 9 ? place + 1 : undefined}>
                <input
                  type={item.kind === 'pick-reasons' ? 'checkbox' : 'radio'}
                  name={item.id}
                  checked={question.picked.value.includes(index)}
                  onChange={() => question.pick(index)}
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
            {given && !mark && (
              <details class="feedback">
                <summary>{item.kind === 'false-sentence' ? 'Why it is true' : 'Why not'}</summary>
                <Inline text={option.feedback} />
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Step({ question, place, text }: { question: Question; place: number; text: string }) {
  const plain = plainText(text);
  const mover = (sign: string, words: string, by: number) => (
    <button
      type="button"
      aria-label={`${words}: ${plain}`}
      onClick={({ currentTarget }) => {
        question.move(place, by);
        // A row that changes its place in the page loses the focus.
        requestAnimationFrame(() => {
          if (document.activeElement === document.body) currentTarget.focus();
        });
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
