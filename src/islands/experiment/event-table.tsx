import { useState } from 'preact/hooks';
import { describeEvent } from './event-log.tsx';
import type { ExperimentModel } from './model.ts';

/** The diagram's twin for those who read rather than look: every event of a finished run. */
export function EventTable({ model }: { model: ExperimentModel }) {
  const [open, setOpen] = useState(false);
  void model.version.value;
  const recording = model.recording.value;
  if (!recording || model.running.value) return null;
  return (
    <details class="event-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The same as a table</summary>
      {open && (
        <section class="table-scroll" tabIndex={0} aria-label="Every event of the run">
          <table>
            <thead>
              <tr>
                <th scope="col">After</th>
                <th scope="col">What</th>
                <th scope="col">Detail</th>
              </tr>
            </thead>
            <tbody>
              {recording.log.map(({ atMs, event }, i) => (
                <tr key={`${i}`}>
                  <td>{atMs.toFixed(1)} ms</td>
                  <td>{event.type}</td>
                  <td>{describeEvent(event)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
