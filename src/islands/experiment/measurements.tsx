import type { ComponentChildren } from 'preact';
import { measure } from './measure.ts';
import type { ExperimentModel } from './model.ts';
import type { Recording } from './recording.ts';
import { Stamp } from './stamp.tsx';
import { formatMs, stopWords } from './verdict.ts';

/** Numbers of this run, measured by this browser. */
export function MeasurementGrid({ model }: { model: ExperimentModel }) {
  void model.version.value;
  const recording = model.recording.value;
  const cells = recording ? cellsOf(recording) : [];
  return (
    <div class="measurements">
      <h4 class="label">
        {recording?.replayOf ? 'Measured when it was recorded' : 'Measured on your connection'}
        {recording && <Stamp replayOf={recording.replayOf} />}
      </h4>
      {cells.length === 0 ? (
        <p class="pane-empty">Your own numbers appear here.</p>
      ) : (
        <>
          <dl>
            {cells.map(({ term, value }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <ServerView recording={recording} />
        </>
      )}
    </div>
  );
}

function cellsOf(recording: Recording): { term: string; value: ComponentChildren }[] {
  const { requests, reads, messages, received, cuts, ...times } = measure(recording);
  const quantiles = `n = ${times.gaps}`;
  const cells: ({ term: string; value: ComponentChildren } | false | undefined)[] = [
    { term: 'first text', value: ms(times.firstMs) },
    { term: `gap, median (${quantiles})`, value: ms(times.gapMedianMs) },
    { term: `gap, p99 (${quantiles})`, value: ms(times.gapP99Ms) },
    { term: requests === 1 ? 'request' : 'requests', value: requests },
    reads > 0 && { term: 'reads', value: reads },
    messages > 0 && { term: 'messages', value: messages },
    { term: 'pieces of text', value: received },
    times.lost !== undefined && {
      term: 'lost / doubled',
      value: `${times.lost} / ${times.doubled}`,
    },
    cuts > 0 && { term: 'blind time', value: ms(times.blindMs) },
    cuts > 0 && { term: cuts === 1 ? 'cut' : 'cuts', value: cuts },
    protocolCell(recording),
  ];
  return cells.filter((cell) => cell !== false && cell !== undefined);
}

/** A WebSocket has no entry in Resource Timing: there the server's word counts. */
function protocolCell({ protocol, server }: Recording) {
  if (protocol) return { term: 'protocol, by Resource Timing', value: protocol };
  if (!server?.httpVersion) return undefined;
  const value = server.httpVersion === '2.0' ? 'h2' : `http/${server.httpVersion}`;
  return { term: 'protocol, says the server', value };
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : formatMs(value);
}

/** What the server says of the same run; its clock and ours are never subtracted. */
function ServerView({ recording }: { recording: Recording | undefined }) {
  const server = recording?.server;
  if (!recording || !server) return null;
  const stop = server.clientStop;
  const left = stop && (
    <>
      , and saw you leave by <strong>{stopWords(stop)}</strong> after token {stop.afterToken}
    </>
  );
  return (
    <p class="server-view">
      The server produced <strong>{server.tokensProduced}</strong> tokens, calls the run{' '}
      <strong>{server.state}</strong>
      {left}.
    </p>
  );
}
