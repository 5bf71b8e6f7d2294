import { shortPlaceOf } from '../inspector/places.ts';
import { toCapture } from './capture.ts';
import { describeEvent } from './event-log.tsx';
import type { ExperimentModel } from './model.ts';
import type { Recording } from './recording.ts';
import { RunTable } from './run-table.tsx';
import { saveAsFile } from './save.ts';
import { marksOfLog } from './wire-marks.ts';

/** The diagram's twin: every event of a finished run. */
export function EventTable({ model }: { model: ExperimentModel }) {
  void model.version.value;
  const recording = model.recording.value;
  if (!recording || model.running.value) return null;
  const streams = streamsOf(recording);
  return (
    <RunTable
      summary="The same as a table"
      name="Every event of the run"
      columns={['After', 'What', ...(streams ? ['Stream'] : []), 'Detail']}
      rowsOf={() =>
        recording.log.map(({ atMs, event }, i) => [
          `${atMs.toFixed(1)} ms`,
          event.type,
          ...(streams ? [streams[i] ?? ''] : []),
          describeEvent(event),
        ])
      }
      onSave={recording.replayOf ? undefined : () => save(recording)}
    />
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
