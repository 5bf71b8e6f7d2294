import { useState } from 'preact/hooks';
import { toCapture } from './capture.ts';
import { describeEvent } from './event-log.tsx';
import type { ExperimentModel } from './model.ts';
import type { Recording } from './recording.ts';
import { saveAsFile } from './save.ts';

/** The diagram's twin for those who read rather than look: every event of a finished run. */
export function EventTable({ model }: { model: ExperimentModel }) {
  const [open, setOpen] = useState(false);
  void model.version.value;
  const recording = model.recording.value;
  if (!recording || model.running.value) return null;
  return (
    <div class="after-run">
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
      {!recording.replayOf && (
        <button type="button" class="save" onClick={() => save(recording)}>
          Save this run
        </button>
      )}
    </div>
  );
}

/** The run as a file: what the browser saw and what the tap saw. */
function save(recording: Recording): void {
  const capture = toCapture(recording, { node: '', browser: navigator.userAgent });
  saveAsFile(`${recording.setup.transport}-${recording.run.slice(0, 8)}.json`, capture);
}
