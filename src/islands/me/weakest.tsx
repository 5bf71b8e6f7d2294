import { useSignal } from '@preact/signals';
import { Inline } from '../quiz/inline.tsx';
import type { Me } from './model.ts';
import { quizOn, WEAKNESS } from './words.ts';

/** So many are one evening's work; the rest is a button away. */
const SHOWN_FIRST = 6;

/** The questions that went wrong, the worst first, each with its way back. */
export function Weakest({ me }: { me: Me }) {
  const all = useSignal(false);
  const weak = me.weak.value;
  const shown = all.value ? weak : weak.slice(0, SHOWN_FIRST);
  return (
    <section aria-labelledby="weakest">
      <header>
        <h2 id="weakest">Weakest claims</h2>
        <p class="controls">
          {weak.length > 0 && (
            <a class="button primary" href={quizOn(shown.map(({ item }) => item.id))}>
              Quiz me on these
            </a>
          )}
          <a class="button" href="/me/cheat-sheet/">
            My cheat sheet
          </a>
        </p>
      </header>
      {weak.length === 0 && (
        <p>
          {me.answers.value.length === 0
            ? 'Nothing is answered here, so nothing is known to be weak.'
            : 'Nothing you answered last was wrong or guessed.'}{' '}
          The cheat sheet is the matrix then.
        </p>
      )}
      <ol class="me-weakest">
        {shown.map(({ item, weakness }) => (
          <li key={item.id} data-weakness={weakness}>
            <p class="weakness">
              <span aria-hidden="true">{weakness === 'right-by-guess' ? '?' : '✕'}</span>{' '}
              {WEAKNESS[weakness]}
            </p>
            <p class="stem">
              <Inline text={item.stem} />
            </p>
            <p class="way-back">
              Read <a href={item.read.href}>{item.read.label}</a> · Source{' '}
              <a href={item.source.href}>{item.source.label}</a>
            </p>
          </li>
        ))}
      </ol>
      {weak.length > shown.length && (
        <button type="button" class="button" onClick={() => (all.value = true)}>
          Show all {weak.length}
        </button>
      )}
    </section>
  );
}
