import type { Fact } from '../../procedures/definition.ts';
import type { ProcedureName } from '../../procedures/index.ts';
import type { OptionValues } from '../../procedures/options.ts';
import type { WireFeedEvent } from '../../transports/wire-feed.ts';
import { playSteps, type Step } from '../experiment/replay.ts';
import {
  endRecording,
  type LaneRecord,
  newProcedureRecording,
  type ProcedureRecording,
  takeEvent,
} from './recording.ts';

/** A recorded procedure as it is kept in content/captures/ and saved by the panel. */
export interface ProcedureCapture {
  /** ISO 8601. */
  recordedAt: string;
  /** Of the live server, and of the browser's user agent. */
  node: string;
  browser: string;
  procedure: ProcedureName;
  options: OptionValues;
  loopback: boolean;
  ending: ProcedureRecording['ending'];
  endedAtMs: number;
  failure?: string;
  facts: Record<string, Fact>;
  /** What the browser saw, on its clock. */
  lanes: LaneRecord[];
  /** What the tap saw of each run, on the server's clock. */
  runs: { run: string; label: string; atMs: number; wire: WireFeedEvent[] }[];
}

/** @param at where it was recorded; the panel does not know the server's Node, the recorder does */
export function toProcedureCapture(
  recording: ProcedureRecording,
  at: { node: string; browser: string },
): ProcedureCapture {
  const {
    startedAt,
    procedure,
    options,
    loopback,
    ending,
    endedAtMs,
    failure,
    facts,
    lanes,
    runs,
  } = recording;
  return {
    recordedAt: startedAt.toISOString(),
    ...at,
    procedure,
    options,
    loopback,
    ending,
    endedAtMs: endedAtMs ?? 0,
    ...(failure && { failure }),
    facts,
    lanes,
    runs: runs.map(({ run, label, atMs, wireLog }) => ({ run, label, atMs, wire: wireLog })),
  };
}

/** An empty recording that a capture can be played into. */
export function toReplay(capture: ProcedureCapture): ProcedureRecording {
  const { procedure, options, loopback, node, browser } = capture;
  const recordedAt = new Date(capture.recordedAt);
  const recording = newProcedureRecording(procedure, options, recordedAt, loopback);
  recording.replayOf = { recordedAt, node, browser };
  for (const { run, label, atMs } of capture.runs) {
    takeEvent(recording, atMs, { type: 'run', run, label });
  }
  return recording;
}

/**
 * Plays a capture lane by lane as it happened. The facts come at the end, where
 * they are whole.
 *
 * @param onStep called after every change of the recording
 * @param signal ends the replay where it stands
 */
export async function replayProcedure(
  capture: ProcedureCapture,
  recording: ProcedureRecording,
  onStep: () => void,
  signal: AbortSignal,
): Promise<void> {
  const stoppedAtMs = await playSteps(stepsOf(capture), recording, onStep, signal);
  if (stoppedAtMs === undefined) settle(recording, capture);
  else endRecording(recording, stoppedAtMs, 'stopped');
}

/** The whole capture at once: for pictures that do not move. */
export function replayedProcedure(capture: ProcedureCapture): ProcedureRecording {
  const recording = toReplay(capture);
  for (const { apply } of stepsOf(capture)) apply(recording);
  settle(recording, capture);
  return recording;
}

function settle(recording: ProcedureRecording, capture: ProcedureCapture): void {
  const { endedAtMs, ending, failure, facts } = capture;
  Object.assign(recording.facts, facts);
  if (failure) recording.failure = failure;
  endRecording(recording, endedAtMs, ending);
}

function stepsOf({ lanes, runs }: ProcedureCapture): Step<ProcedureRecording>[] {
  const madeAtMs = makingTimes(lanes);
  const made = lanes.map(({ atMs, events: _, notKept: __, ...setup }, lane) => ({
    atMs: madeAtMs[lane] ?? atMs,
    apply: (recording: ProcedureRecording) =>
      takeEvent(recording, atMs, { type: 'lane', lane, ...setup }),
  }));
  const happened = lanes.flatMap(({ events }, lane) =>
    events.map(({ atMs, event }) => ({
      atMs,
      apply: (recording: ProcedureRecording) =>
        takeEvent(recording, atMs, { type: 'lane-event', lane, event }),
    })),
  );
  const crossed = runs.flatMap(({ run, atMs: beganAtMs, wire }) => {
    let lastMs = beganAtMs;
    return wire.map((event) => {
      // A place in the replay, no measurement: the server counts from the run's first request.
      // What was not kept has no time of its own: it crossed after what stands before it.
      if ('atMs' in event) lastMs = beganAtMs + event.atMs;
      return {
        atMs: lastMs,
        apply: (recording: ProcedureRecording) =>
          takeEvent(recording, lastMs, { type: 'wire', run, event }),
      };
    });
  });
  return [...made, ...happened, ...crossed].sort((a, b) => a.atMs - b.atMs);
}

/**
 * When each lane is to be made: before the first of its events, which may have become
 * known late. Lanes keep their numbers because they are made in their order.
 */
function makingTimes(lanes: readonly LaneRecord[]): number[] {
  const times: number[] = [];
  let nextAtMs = Number.POSITIVE_INFINITY;
  for (const { atMs, events } of lanes.toReversed()) {
    nextAtMs = Math.min(nextAtMs, atMs, ...events.map((event) => event.atMs));
    times.unshift(nextAtMs);
  }
  return times;
}
