import { FITS, type Level, MIN_AT_LEVEL } from '../../learner/calibration.ts';
import type { Me } from './model.ts';
import { ADVICE, counted, percent, SURE } from './words.ts';

/** How sure against how right: one scale per word, and what to do about it. */
export function Calibration({ me }: { me: Me }) {
  return (
    <section aria-labelledby="calibration">
      <h2 id="calibration">How sure against how right</h2>
      <p class="how">
        The dot is how often you were right when you said the word. The band is what the word
        promises.
      </p>
      <table class="me-calibration">
        <thead>
          <tr>
            <th>You said</th>
            <th class="scale-head">
              <span class="visually-hidden">On a scale from 0 to 100 %</span>
              <span class="axis" aria-hidden="true">
                <i>0</i>
                <i>50</i>
                <i>100 %</i>
              </span>
            </th>
            <th>You were right</th>
            <th>What to do</th>
          </tr>
        </thead>
        <tbody>
          {me.levels.value.map((level) => (
            <Row key={level.sure} level={level} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ level: { sure, n, right, fit } }: { level: Level }) {
  const { from, to } = FITS[sure];
  const at = (share: number) => `${share * 100}%`;
  return (
    <tr data-fit={fit}>
      <th scope="row">{SURE[sure]}</th>
      <td class="scale">
        <span class="track" aria-hidden="true">
          <i class="band" style={{ left: at(from), width: at(to - from) }} />
          {n > 0 && <i class="dot" style={{ left: at(right / n) }} />}
        </span>
        <span class="visually-hidden">
          The word promises {percent(from)} to {percent(to)}.
        </span>
      </td>
      <td class="count">
        {n === 0 ? (
          'not said yet'
        ) : (
          <>
            <b>{percent(right / n)}</b> {right} of {n}
          </>
        )}
        {n > 0 && n < MIN_AT_LEVEL && (
          <small>{counted(MIN_AT_LEVEL - n, 'more answer')} to judge</small>
        )}
      </td>
      <td class="advice">{ADVICE[sure][fit]}</td>
    </tr>
  );
}
