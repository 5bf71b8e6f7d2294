import { Stamp } from '../experiment/stamp.tsx';
import { formatValue } from '../experiment/verdict.ts';
import type { ProcedureModel } from './model.ts';

/** What the procedure states, measured by this browser. */
export function FactGrid({ model }: { model: ProcedureModel }) {
  void model.version.value;
  const recording = model.recording.value;
  const rows = Object.entries(model.definition.value?.facts ?? {});
  const stated = rows.filter(([name]) => recording?.facts[name] !== undefined);
  return (
    <section class="measurements" aria-label="Measurements">
      <h4 class="label">
        {recording?.replayOf ? 'Measured when it was recorded' : 'Measured on your connections'}
        {recording?.loopback && <span class="where">loopback</span>}
        {recording && <Stamp replayOf={recording.replayOf} />}
      </h4>
      {recording && stated.length > 0 ? (
        <dl>
          {stated.map(([name, { label }]) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd>{formatValue(name, recording.facts[name])}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p class="pane-empty">Your own numbers appear here.</p>
      )}
    </section>
  );
}
