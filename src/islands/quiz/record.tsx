import type { Standing } from '../../quiz/standing.ts';

interface Props {
  standings: Standing[];
  /** One small square per question. */
  marks?: boolean;
}

/** How the learner stands with some questions: squares for the eye, numbers for everyone. */
export function Record({ standings, marks = false }: Props) {
  const count = (wanted: Standing) => standings.filter((one) => one === wanted).length;
  const [right, wrong] = [count('right'), count('wrong')];
  return (
    <small class="record">
      {marks && (
        <span class="marks" aria-hidden="true">
          {standings.toSorted().map((one, i) => (
            <i key={i} data-standing={one} />
          ))}
        </span>
      )}
      <span>
        {right}
        <span aria-hidden="true">/</span>
        <span class="visually-hidden"> of </span>
        {standings.length}
        {' right'}
        {wrong > 0 && `, ${wrong} missed`}
      </span>
    </small>
  );
}
