import type { ProcedureRecording } from './recording.ts';

/** What a screen reader hears while the procedure lasts. */
export function progressOf(recording: ProcedureRecording, elapsedMs: number): string {
  return `${amountOf(recording)}, ${Math.round(elapsedMs / 1000)} s`;
}

/** What a screen reader hears when it is over. */
export function summaryOf(recording: ProcedureRecording): string {
  const { ending, failure, endedAtMs = 0 } = recording;
  const amount = `${amountOf(recording)} in ${(endedAtMs / 1000).toFixed(1)} s`;
  if (ending === 'error') return `Failed after ${amount}. ${failure ?? ''}`;
  if (ending === 'timed-out') return `Ended by its time limit: ${amount}.`;
  return `${ending === 'end' ? 'Ended' : 'Stopped'}: ${amount}.`;
}

function amountOf({ lanes }: ProcedureRecording): string {
  const arrivals = lanes.reduce(
    (sum, { events, notKept }) =>
      sum + notKept + events.filter(({ event }) => event.type === 'data').length,
    0,
  );
  return `${lanes.length} lanes, ${arrivals} arrivals`;
}
