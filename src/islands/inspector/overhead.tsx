import { type Part, tally } from '../../dissect/span.ts';
import type { WireStore } from './wire-store.ts';

const PARTS: Record<Exclude<Part, 'unknown'>, string> = {
  payload: 'payload',
  framing: 'framing',
  head: 'heads',
};

/** Where the bytes went, counted on the wire itself. */
export function Overhead({ store, tokens }: { store: WireStore; tokens: number }) {
  const sums = (['inbound', 'outbound'] as const).map((direction) => {
    const spans = store.lanes
      .filter((lane) => lane.direction === direction)
      // What crossed before the run is none of its cost.
      .flatMap((lane) => lane.spans.filter(({ start }) => start >= lane.earlierBytes));
    return { direction, parts: tally(spans) };
  });
  const total = sums.reduce(
    (sum, { parts }) => sum + parts.head + parts.framing + parts.payload + parts.unknown,
    0,
  );
  if (total === 0) return null;
  return (
    <section class="overhead" aria-label="Bytes by purpose">
      <table>
        <caption>Bytes by purpose, from the wire itself</caption>
        <thead>
          <tr>
            <th scope="col"> </th>
            {Object.values(PARTS).map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">framing per token</th>
          </tr>
        </thead>
        <tbody>
          {sums.map(({ direction, parts }) => (
            <tr key={direction}>
              <th scope="row">{direction}</th>
              {(Object.keys(PARTS) as (keyof typeof PARTS)[]).map((part) => (
                <td key={part}>{parts[part]} B</td>
              ))}
              <td>{tokens > 0 ? `${(parts.framing / tokens).toFixed(1)} B` : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="overhead-bar" aria-hidden="true">
        {sums.flatMap(({ direction, parts }) =>
          (Object.keys(PARTS) as (keyof typeof PARTS)[]).map((part) => (
            <span
              key={direction + part}
              class={part}
              style={{ width: `${(100 * parts[part]) / total}%` }}
            />
          )),
        )}
      </div>
    </section>
  );
}
