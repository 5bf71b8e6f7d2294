import { useState } from 'preact/hooks';
import { saveAsFile } from '../experiment/save.ts';
import { toProcedureCapture } from './capture.ts';
import { laneNames, zeroOf } from './lanes.ts';
import type { ProcedureModel } from './model.ts';
import type { ProcedureRecording, TimedLaneEvent } from './recording.ts';

/** The chart's twin for those who read rather than look: every event of every lane, in time. */
export function LaneTable({ model }: { model: ProcedureModel }) {
  const [open, setOpen] = useState(false);
  void model.version.value;
  const recording = model.recording.value;
  if (!recording || model.running.value) return null;
  return (
    <div class="after-run">
      <details class="event-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>What happened, as a table</summary>
        {open && (
          <section class="table-scroll" tabIndex={0} aria-label="Every event of every lane">
            <table>
              <thead>
                <tr>
                  <th scope="col">After</th>
                  <th scope="col">Lane</th>
                  <th scope="col">What</th>
                  <th scope="col">Detail</th>
                </tr>
              </thead>
              <tbody>
                {rowsOf(recording).map(({ label, atMs, event }, i) => (
                  <tr key={`${i}`}>
                    <td>{atMs.toFixed(1)} ms</td>
                    <td>{label}</td>
                    <td>{event.type}</td>
                    <td>{detailOf(event)}</td>
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

/** Everything that happened, in the order of time; each moment counted as the lane is drawn. */
export function rowsOf({ lanes }: ProcedureRecording): ({ label: string } & TimedLaneEvent)[] {
  const names = laneNames(lanes);
  return lanes
    .flatMap((lane, i) =>
      lane.events.map((timed) => ({ label: names[i] ?? '', zeroMs: zeroOf(lane), ...timed })),
    )
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ zeroMs, atMs, ...row }) => ({ ...row, atMs: atMs - zeroMs }));
}

export function detailOf(event: TimedLaneEvent['event']): string {
  if (event.type !== 'data') return event.what;
  const size = event.sizeBytes === undefined ? '' : `${event.sizeBytes} B`;
  return [event.what, size].filter(Boolean).join(', ');
}

function save(recording: ProcedureRecording): void {
  const capture = toProcedureCapture(recording, { node: '', browser: navigator.userAgent });
  saveAsFile(`${recording.procedure}.json`, capture);
}
