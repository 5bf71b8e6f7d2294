import type { Fact } from '../../procedures/definition.ts';
import type { ProcedureName } from '../../procedures/index.ts';
import type { OptionValues } from '../../procedures/options.ts';
import type {
  LaneEvent,
  LaneSetup,
  ProcedureEvent,
} from '../../transports/procedures/procedure.ts';
import type { ProcedureEnding } from '../../transports/procedures/run-procedure.ts';
import type { WireFeedEvent } from '../../transports/wire-feed.ts';
import type { Inspected } from '../experiment/recording.ts';
import type { ReplayOf } from '../experiment/stamp.tsx';
import { WireStore } from '../inspector/wire-store.ts';

/** One thing that happened on a lane, in ms since the procedure began, on the browser's clock. */
export interface TimedLaneEvent {
  atMs: number;
  event: LaneEvent;
}

export interface LaneRecord extends LaneSetup {
  label: string;
  atMs: number;
  events: TimedLaneEvent[];
  /** Events beyond the bound: counted, not kept. */
  notKept: number;
}

/** A run of the procedure, with its bytes. */
export interface TappedRun extends Inspected {
  run: string;
  label: string;
  /** When its id was made. */
  atMs: number;
  /** The feed as it came, for saving. */
  wireLog: WireFeedEvent[];
}

/** What one press of Run looked like. It grows in place; a view draws it anew when `version` moves. */
export interface ProcedureRecording {
  procedure: ProcedureName;
  options: OptionValues;
  /** Wall-clock start, for the stamp. */
  startedAt: Date;
  /** Whether nothing left this machine. */
  loopback: boolean;
  lanes: LaneRecord[];
  facts: Record<string, Fact>;
  runs: TappedRun[];
  ending: 'running' | 'error' | ProcedureEnding;
  endedAtMs?: number;
  /** The sentence of a procedure that failed. */
  failure?: string;
  /** Set where this is the replay of an earlier run. */
  replayOf?: ReplayOf;
}

/** Room for the longest stream of the course. */
const EVENTS_PER_LANE_MAX = 2_500;
const LANES_MAX = 40;
const WIRE_EVENTS_PER_RUN_MAX = 6_500;

export function newProcedureRecording(
  procedure: ProcedureName,
  options: OptionValues,
  startedAt: Date,
  loopback: boolean,
): ProcedureRecording {
  return {
    procedure,
    options,
    startedAt,
    loopback,
    lanes: [],
    facts: {},
    runs: [],
    ending: 'running',
  };
}

/** Adds what the runner reported at `atMs`. */
export function takeEvent(
  recording: ProcedureRecording,
  atMs: number,
  event: ProcedureEvent,
): void {
  switch (event.type) {
    case 'run':
      recording.runs.push(newTappedRun(event.run, event.label, atMs));
      break;
    case 'lane': {
      const { type: _, lane: __, ...setup } = event;
      if (recording.lanes.length < LANES_MAX) {
        recording.lanes.push({ ...setup, atMs, events: [], notKept: 0 });
      }
      break;
    }
    case 'lane-event': {
      const lane = recording.lanes[event.lane];
      if (!lane) break;
      const happenedAtMs = Math.max(0, atMs - (event.agoMs ?? 0));
      if (lane.events.length < EVENTS_PER_LANE_MAX) {
        insertInTime(lane.events, { atMs: happenedAtMs, event: event.event });
      } else lane.notKept += 1;
      break;
    }
    case 'fact':
      recording.facts[event.name] = event.value;
      break;
    case 'wire':
      takeWire(recording, event.run, event.event);
      break;
  }
}

/** What is told late stands where it happened. */
function insertInTime(events: TimedLaneEvent[], timed: TimedLaneEvent): void {
  const before = events.findLastIndex(({ atMs }) => atMs <= timed.atMs);
  events.splice(before + 1, 0, timed);
}

function takeWire({ runs }: ProcedureRecording, run: string, event: WireFeedEvent): void {
  const tapped = runs.find((each) => each.run === run);
  if (!tapped) return;
  tapped.wire.add(event);
  if (tapped.wireLog.length < WIRE_EVENTS_PER_RUN_MAX) tapped.wireLog.push(event);
}

export function endRecording(
  recording: ProcedureRecording,
  atMs: number,
  ending: ProcedureRecording['ending'],
): void {
  if (recording.ending !== 'running') return;
  recording.ending = ending;
  recording.endedAtMs = atMs;
}

function newTappedRun(run: string, label: string, atMs: number): TappedRun {
  return { run, label, atMs, wire: new WireStore(), wireLog: [], log: [], deltas: [] };
}
