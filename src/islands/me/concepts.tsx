import { MIN_TRIES } from '../../learner/strength.ts';
import type { Me } from './model.ts';
import type { CourseNotes } from './notes.ts';
import { percent, STANDINGS } from './words.ts';

/** How each concept stands: a bar for the eye, a number and a word for everyone. */
export function Concepts({ me, notes }: { me: Me; notes: CourseNotes }) {
  const strengths = me.strengths.value;
  return (
    <section aria-labelledby="concepts">
      <h2 id="concepts">Concepts</h2>
      <p class="how">
        Share of right answers; one from two weeks ago weighs half. From {MIN_TRIES} answers on. A
        second try within ten minutes of the first does not count here.
      </p>
      <table class="me-concepts">
        <thead class="visually-hidden">
          <tr>
            <th>Concept</th>
            <th>Strength</th>
            <th>Right answers</th>
            <th>In a word</th>
          </tr>
        </thead>
        <tbody>
          {notes.concepts.map(({ id, title, read }) => {
            const { n, right, share, standing } = strengths.get(id) ?? NONE;
            const { sign, word } = STANDINGS[standing];
            return (
              <tr key={id} data-standing={standing}>
                <th scope="row">
                  <a href={read.href}>{title}</a>
                </th>
                <td class="strength">
                  <span class="bar" aria-hidden="true">
                    {share !== undefined && (
                      <i style={{ width: percent(share).replace(' ', '') }} />
                    )}
                  </span>
                  <b>{share === undefined ? '–' : percent(share)}</b>
                </td>
                <td class="count">{n === 0 ? 'none yet' : `${right} of ${n} right`}</td>
                <td class="standing">
                  <span aria-hidden="true">{sign}</span> {word}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const NONE = { n: 0, right: 0, share: undefined, standing: 'unknown' } as const;
