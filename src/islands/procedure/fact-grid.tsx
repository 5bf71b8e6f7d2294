import type { Comparison, Definition } from '../../procedures/definition.ts';
import { Stamp } from '../experiment/stamp.tsx';
import { formatValue } from '../experiment/verdict.ts';
import './fact-grid.css';
import type { ProcedureModel } from './model.ts';
import type { ProcedureRecording } from './recording.ts';

/** More columns than this have no room beside the bytes. */
const COLUMNS_BESIDE_MAX = 4;

/** Whether what is compared takes the full width. */
export function isWide({ compare }: Definition): boolean {
  return (compare?.columns.length ?? 0) > COLUMNS_BESIDE_MAX;
}

/** What the procedure states, measured by this browser. */
export function FactGrid({ model }: { model: ProcedureModel }) {
  void model.version.value;
  const recording = model.recording.value;
  const { facts = {}, compare } = model.definition.value ?? {};
  const stated = Object.entries(facts).filter(([name]) => recording?.facts[name] !== undefined);
  const compared = new Set(compare?.rows.flatMap((row) => row.facts));
  const single = stated.filter(([name]) => !compared.has(name));
  return (
    <div class="measurements">
      <h4 class="label">
        {recording?.replayOf ? 'Measured when it was recorded' : 'Measured on your connections'}
        {recording?.loopback && <span class="where">loopback</span>}
        {recording && <Stamp replayOf={recording.replayOf} />}
      </h4>
      {recording && stated.length > 0 ? (
        <>
          {compare && <ComparisonTable compare={compare} recording={recording} />}
          {single.length > 0 && (
            <dl>
              {single.map(([name, { label }]) => (
                <div key={name}>
                  <dt>{label}</dt>
                  <dd>{formatValue(name, recording.facts[name])}</dd>
                </div>
              ))}
            </dl>
          )}
        </>
      ) : (
        <p class="pane-empty">Your own numbers appear here.</p>
      )}
    </div>
  );
}

/** Rows come as their facts do. */
function ComparisonTable(props: { compare: Comparison; recording: ProcedureRecording }) {
  const { compare, recording } = props;
  const { facts } = recording;
  const rows = compare.rows.filter((row) => row.facts.some((name) => facts[name] !== undefined));
  if (rows.length === 0) return null;
  return (
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">What</span>
          </th>
          {compare.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, facts: names }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {compare.columns.map((column, i) => {
              const name = names[i] ?? '';
              return (
                <td key={column} data-column={column}>
                  {formatValue(name, facts[name])}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
