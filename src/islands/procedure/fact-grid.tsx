import type { Fact, FactRow } from '../../procedures/definition.ts';
import { Stamp } from '../experiment/stamp.tsx';
import { formatValue } from '../experiment/verdict.ts';
import type { ProcedureModel } from './model.ts';

/** A fact that was stated. */
type Stated = [name: string, row: FactRow, value: Fact];

/** What the procedure states, measured by this browser. */
export function FactGrid({ model }: { model: ProcedureModel }) {
  void model.version.value;
  const recording = model.recording.value;
  const stated = Object.entries(model.definition.value?.facts ?? {}).flatMap<Stated>(
    ([name, row]) => {
      const value = recording?.facts[name];
      return value === undefined ? [] : [[name, row, value]];
    },
  );
  const single = stated.filter(([, { of }]) => of === undefined);
  const tabled = stated.filter(([, { of }]) => of !== undefined);
  return (
    <section class="measurements" aria-label="Measurements">
      <h4 class="label">
        {recording?.replayOf ? 'Measured when it was recorded' : 'Measured on your connections'}
        {recording?.loopback && <span class="where">loopback</span>}
        {recording && <Stamp replayOf={recording.replayOf} />}
      </h4>
      {tabled.length > 0 && <FactTable facts={tabled} />}
      {single.length > 0 && (
        <dl>
          {single.map(([name, { label }, value]) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd class={typeof value === 'string' ? 'text' : undefined}>
                {formatValue(name, value)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {stated.length === 0 && <p class="pane-empty">Your own numbers appear here.</p>}
    </section>
  );
}

/** The same measured on several things: a row for each, a column for each measure. */
function FactTable({ facts }: { facts: Stated[] }) {
  const columns = [...new Set(facts.map(([, { label }]) => label))];
  const rows = [...new Set(facts.map(([, { of }]) => of))];
  return (
    <section class="fact-table" tabIndex={0} aria-label="The same, measured several times">
      <table>
        <thead>
          <tr>
            <td />
            {columns.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((of) => (
            <tr key={of}>
              <th scope="row">{of}</th>
              {columns.map((column) => (
                <td key={column}>{cellOf(facts, of, column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cellOf(facts: Stated[], of: string | undefined, column: string): string {
  const found = facts.find(([, row]) => row.of === of && row.label === column);
  return found ? formatValue(found[0], found[2]) : '–';
}
