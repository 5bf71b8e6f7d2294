import type { TransportEvent } from '../../transports/transport.ts';
import type { ExperimentModel } from './model.ts';

/** Rows drawn at once; what came before is counted, and in the table. */
const ROWS_MAX = 400;

/** What the browser saw, line by line, in the order it saw it. */
export function EventLog({ model }: { model: ExperimentModel }) {
  void model.version.value;
  const recording = model.recording.value;
  if (!recording) return <p class="pane-empty">Nothing has happened yet.</p>;
  const hidden = Math.max(0, recording.log.length - ROWS_MAX);
  return (
    <ol class="event-log">
      {hidden + recording.notKept > 0 && (
        <li class="quiet">
          {hidden} earlier lines are in the table
          {recording.notKept > 0 && `, ${recording.notKept} later ones were not kept`}
        </li>
      )}
      {recording.log.slice(-ROWS_MAX).map(({ atMs, event }, i) => (
        <li key={hidden + i} class={event.type}>
          <time>{(atMs / 1000).toFixed(3)}</time>
          <span>{describeEvent(event)}</span>
        </li>
      ))}
      {recording.failure && <li class="failure">{recording.failure}</li>}
    </ol>
  );
}

/** One line for one event; also a cell of the table twin. */
export function describeEvent(event: TransportEvent): string {
  switch (event.type) {
    case 'request':
      return `${event.method} ${event.target}${event.note ? ` · ${event.note}` : ''}`;
    case 'response':
      return `${event.status} ${event.mediaType}`;
    case 'read':
      return `read of ${event.sizeBytes} B`;
    case 'message':
      return `message of ${event.sizeBytes} B`;
    case 'delta':
      return `${event.index === undefined ? '' : `${event.index} `}${JSON.stringify(event.text)}`;
    case 'cut':
      return `connection lost: ${event.reason}${event.retryInMs === null ? '' : ` Back in ${Math.round(event.retryInMs)} ms.`}`;
    case 'end':
      return event.stopped ? 'end, stopped on request' : 'end';
  }
}
