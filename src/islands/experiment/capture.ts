import type { RunState } from '#contract/run-state.ts';
import type { WireFeedEvent } from '../../transports/wire-feed.ts';
import {
  finish,
  newRecording,
  type Recording,
  record,
  recordWire,
  type TimedEvent,
} from './recording.ts';
import { playSteps, type Step } from './replay.ts';
import type { RunSetup } from './setup.ts';

/** A recorded run as it is kept in content/captures/ and saved by the panel. */
export interface Capture {
  /** ISO 8601. */
  recordedAt: string;
  /** Of the live server, and of the browser's user agent. */
  node: string;
  browser: string;
  setup: RunSetup;
  run: string;
  ending: Recording['ending'];
  endedAtMs: number;
  failure?: string;
  server?: RunState;
  protocol?: string;
  /** What the browser saw, on its clock. */
  client: TimedEvent[];
  /** What the tap saw, on the server's clock. */
  wire: WireFeedEvent[];
}

/** @param at where it was recorded; the panel does not know the server's Node, the recorder does */
export function toCapture(recording: Recording, at: { node: string; browser: string }): Capture {
  const { startedAt, setup, run, ending, endedAtMs, failure, server, protocol, log, wireLog } =
    recording;
  return {
    recordedAt: startedAt.toISOString(),
    ...at,
    setup,
    run,
    ending,
    endedAtMs: endedAtMs ?? 0,
    ...(failure && { failure }),
    ...(server && { server }),
    ...(protocol && { protocol }),
    client: log,
    wire: wireLog,
  };
}

/**
 * Plays a capture as it happened: what the browser saw on its clock, what the
 * tap saw on the server's, both from zero.
 *
 * @param onStep called after every change of the recording
 * @param signal ends the replay where it stands
 */
export async function replay(
  capture: Capture,
  recording: Recording,
  onStep: () => void,
  signal: AbortSignal,
): Promise<void> {
  const stoppedAtMs = await playSteps(stepsOf(capture), recording, onStep, signal);
  if (stoppedAtMs === undefined) settle(recording, capture);
  else finish(recording, stoppedAtMs, 'aborted');
}

/** The whole capture at once: for pictures that do not move. */
export function replayed(capture: Capture): Recording {
  const recording = newRecording(capture.run, capture.setup, new Date(capture.recordedAt));
  for (const { apply } of stepsOf(capture)) apply(recording);
  settle(recording, capture);
  return recording;
}

/** What became of the run in the end. */
function settle(
  recording: Recording,
  { endedAtMs, ending, failure, server, protocol }: Capture,
): void {
  finish(recording, endedAtMs, ending);
  if (failure) recording.failure = failure;
  if (server) recording.server = server;
  if (protocol) recording.protocol = protocol;
}

function stepsOf({ client, wire }: Capture): Step<Recording>[] {
  let lastMs = 0;
  const steps: Step<Recording>[] = [
    ...client.map(({ atMs, event }) => ({
      atMs,
      apply: (recording: Recording) => record(recording, atMs, event),
    })),
    ...wire.map((event) => {
      // What was not kept has no time of its own: it crossed after what stands before it.
      if ('atMs' in event) lastMs = event.atMs;
      return { atMs: lastMs, apply: (recording: Recording) => recordWire(recording, event) };
    }),
  ];
  return steps.sort((a, b) => a.atMs - b.atMs);
}
