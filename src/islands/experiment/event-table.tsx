import { useState } from 'preact/hooks';
import { shortPlaceOf } from '../inspector/places.ts';
import { toCapture } from './capture.ts';
import { describeEvent } from './event-log.tsx';
import type { ExperimentModel } from './model.ts';
import type { Recording } from './recording.ts';
import { saveAsFile } from './save.ts';
import { marksOfLog } from './wire-marks.ts';

/** The diagram's twin for those who read rather than look: every event of a finished run. */
export function EventTable({ model }: { model: ExperimentModel }) {
  const [open, setOpen] = useState(false);
  void model.version.value;
  const recording = model.recording.value;
  if (!recording || model.running.value) return null;
  const streams = open ? streamsOf(recording) : undefined;
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
                  {streams && <th scope="col">Stream</th>}
                  <th scope="col">Detail</th>
                </tr>
              </thead>
              <tbody>
                {recording.log.map(({ atMs, event }, i) => (
                  <tr key={`${i}`}>
                    <td>{atMs.toFixed(1)} ms</td>
                    <td>{event.type}</td>
                    {streams && <td>{streams[i]}</td>}
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

/** Connection and stream of each event, `1·s3`, as far as the tap says; undefined over HTTP/1.1. */
function streamsOf({ log, marks }: Recording): string[] | undefined {
  const [any] = marks.requests;
  if (!any || any.streamId === null) return undefined;
  return marksOfLog(log, marks).map((mark) => (mark ? shortPlaceOf(mark) : ''));
}

/** The run as a file: what the browser saw and what the tap saw. */
function save(recording: Recording): void {
  const capture = toCapture(recording, { node: '', browser: navigator.userAgent });
  saveAsFile(`${recording.setup.transport}-${recording.run.slice(0, 8)}.json`, capture);
}
