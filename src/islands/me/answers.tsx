import { useSignal } from '@preact/signals';
import { INPUT_IDS } from '../../decide/shape.ts';
import { saysOf } from '../../quiz/change-words.ts';
import { plainText } from '../../quiz/inline.ts';
import { changeIn } from '../../quiz/made-ids.ts';
import { Inline } from '../quiz/inline.tsx';
import type { Me } from './model.ts';
import { counted, day, SURE } from './words.ts';

const SHOWN_FIRST = 8;

/** The last answer to each question, the latest first; each question can be forgotten. */
export function Answers({ me }: { me: Me }) {
  const all = useSignal(false);
  const answers = me.answers.value;
  const shown = all.value ? answers : answers.slice(0, SHOWN_FIRST);
  if (answers.length === 0) return null;
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Recent answers</h2>
      <ul class="me-answers">
        {shown.map(({ answer, note }) => {
          const { id, print, right, sure, atMs, seen } = answer;
          const name = note ? plainText(note.stem) : id;
          return (
            <li key={`${id} ${print}`} data-right={right}>
              <span class="mark" aria-hidden="true">
                {right ? '✓' : '✕'}
              </span>
              <div>
                <p class="stem">
                  {note ? <Inline text={note.stem} /> : <code>{id}</code>}
                  {note && <Change of={id} />}
                </p>
                <p class="facts">
                  {right ? 'Right' : 'Wrong'}
                  {sure && `, ${SURE[sure]}`} · {day(atMs)} · {counted(seen, 'answer')}
                  {!note && ' · not asked in this form any more'}
                </p>
              </div>
              <button
                type="button"
                class="quiet"
                aria-label={`Forget the question: ${name}`}
                onClick={() => me.forgetQuestion(id, `your answers to “${shorten(name)}”`)}
              >
                Forget
              </button>
            </li>
          );
        })}
      </ul>
      {answers.length > shown.length && (
        <button type="button" class="button" onClick={() => (all.value = true)}>
          Show all {answers.length}
        </button>
      )}
    </section>
  );
}

/** What a variant has changed in its question. */
function Change({ of }: { of: string }) {
  const change = changeIn(of);
  const input = INPUT_IDS.find((id) => id === change?.input);
  if (!change || !input) return null;
  return (
    <>
      {' '}
      Same situation, but <em>{saysOf(input, change.to)}</em>.
    </>
  );
}

/** A question that fits into a line. */
function shorten(text: string): string {
  const limit = 60;
  return text.length > limit ? `${text.slice(0, limit).trimEnd()}…` : text;
}
