import { wordsOf } from '../../decide/shape.ts';
import { formatShape } from '../../decide/url-state.ts';
import type { Decide } from './model.ts';
import type { StartRow } from './start-row.ts';

/** Buttons that fill in a row of the matrix, and what its popular pick assumes. */
export function Start({ decide, rows }: { decide: Decide; rows: StartRow[] }) {
  const address = formatShape(decide.shape.value);
  const current = rows.find(({ preset }) => formatShape(preset.shape) === address);
  return (
    <section class="start" aria-label="Start from a row of the matrix">
      <p class="label">Start from</p>
      <div class="start-buttons">
        {rows.map(({ preset, title }) => (
          <button
            key={preset.id}
            class="button"
            type="button"
            aria-pressed={preset.id === current?.preset.id}
            onClick={() => decide.leap(preset.shape)}
          >
            {title}
          </button>
        ))}
      </div>
      {current && <Popular row={current} />}
    </section>
  );
}

function Popular({ row }: { row: StartRow }) {
  const { preset, popular, senior, assumes } = row;
  if (assumes.length === 0) {
    return (
      <p class="popular">
        Most articles say <b>{popular.pick}</b>, and the engine agrees on the transport. What they
        leave out: {senior.why}
      </p>
    );
  }
  return (
    <p class="popular">
      Most articles say <b>{popular.pick}</b>. That assumes{' '}
      {join(assumes.map(({ input, to }) => `“${wordsOf(input, to)}”`))}. Here it is{' '}
      {join(assumes.map(({ input }) => `“${wordsOf(input, preset.shape[input])}”`))}, so the engine
      says <b>{senior.pick}</b>.
    </p>
  );
}

function join(words: string[]): string {
  return words.join(' and ');
}
