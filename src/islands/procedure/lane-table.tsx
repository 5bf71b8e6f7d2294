import { RunTable } from '../experiment/run-table.tsx';
import { saveAsFile } from '../experiment/save.ts';
import { toProcedureCapture } from './capture.ts';
import { laneNames, zeroOf } from './lanes.ts';
import type { ProcedureModel } from './model.ts';
import type { ProcedureRecording, TimedLaneEvent } from './recording.ts';

/** The chart's twin: every event of every lane, in time. */
export function LaneTable({ model }: { model: ProcedureModel }) {
  void model.version.value;
  const recording = model.recording.value;
  if (!recording || model.running.value) return null;
  return (
    <RunTable
      summary="What happened, as a table"
      name="Every event of every lane"
      columns={['After', 'Lane', 'What', 'Detail']}
      rowsOf={() =>
        rowsOf(recording).map(({ label, atMs, event }) => [
          `${atMs.toFixed(1)} ms`,
          label,
          event.type,
          detailOf(event),
        ])
      }
      onSave={recording.replayOf ? undefined : () => save(recording)}
    />
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
