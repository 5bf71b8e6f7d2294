import type { RunState } from '#contract/run-state.ts';
import type { TransportEvent } from '../../transports/transport.ts';
import type { WireFeedEvent } from '../../transports/wire-feed.ts';
import { WireStore } from '../inspector/wire-store.ts';
import type { ProbeInput } from './probes.ts';
import type { RunSetup } from './setup.ts';
import type { ReplayOf } from './stamp.tsx';
import { mark, newWireMarks, type WireMarks } from './wire-marks.ts';

/** One thing the browser saw, in ms since the run began, on the browser's clock. */
export interface TimedEvent {
  atMs: number;
  event: TransportEvent;
}

export type Ending = ProbeInput['ending'];

/**
 * What one run looked like from the browser. It grows in place while the run
 * lasts; a view draws it anew when the model's `version` moves.
 */
export interface Recording {
  run: string;
  setup: RunSetup;
  /** Wall-clock start, for the stamp. */
  startedAt: Date;
  log: TimedEvent[];
  /** Events beyond the log's bound: counted, not kept. */
  notKept: number;
  deltas: { atMs: number; text: string; index?: number }[];
  /** Between two arrivals of text, in ms; sorted as they come, so that no frame has to. */
  gaps: number[];
  /** Every index that came; those that came again are counted. */
  indices: Set<number>;
  doubled: number;
  highestIndex: number;
  cuts: { atMs: number; reason: string; backAtMs?: number }[];
  requests: number;
  reads: number;
  readBytes: number;
  messages: number;
  messageBytes: number;
  endedAtMs?: number;
  ending: Ending;
  /** The sentence of a run that failed. */
  failure?: string;
  /** What the server said of the run after it had ended. */
  server?: RunState;
  /** `nextHopProtocol` of Resource Timing: `h2`, `http/1.1`. A WebSocket has none. */
  protocol?: string;
  /** The bytes themselves, from the tap; empty until the feed brings some. */
  wire: WireStore;
  marks: WireMarks;
  /** The feed as it came, for saving the run. */
  wireLog: WireFeedEvent[];
  /** Set where this is the replay of an earlier run. */
  replayOf?: ReplayOf;
}

/** What the inspector shows of a run. */
export type Inspected = Pick<Recording, 'wire' | 'log' | 'deltas'>;

/** Room for 2,000 tokens with a read and a message each. */
const LOG_MAX = 6_500;

export function newRecording(run: string, setup: RunSetup, startedAt: Date): Recording {
  return {
    run,
    setup,
    startedAt,
    log: [],
    notKept: 0,
    deltas: [],
    gaps: [],
    indices: new Set(),
    doubled: 0,
    highestIndex: 0,
    cuts: [],
    requests: 0,
    reads: 0,
    readBytes: 0,
    messages: 0,
    messageBytes: 0,
    ending: 'running',
    wire: new WireStore(),
    marks: newWireMarks(),
    wireLog: [],
  };
}

/** Adds what the tap saw. */
export function recordWire(recording: Recording, event: WireFeedEvent): void {
  recording.wire.add(event);
  if (recording.wireLog.length < LOG_MAX) recording.wireLog.push(event);
  if (event.type === 'record') mark(recording.marks, event);
}

/** Adds what the transport reported at `atMs`. */
export function record(recording: Recording, atMs: number, event: TransportEvent): void {
  if (recording.log.length < LOG_MAX) recording.log.push({ atMs, event });
  else recording.notKept += 1;

  switch (event.type) {
    case 'request':
      recording.requests += 1;
      break;
    case 'response':
      endCut(recording, atMs);
      break;
    case 'read':
      recording.reads += 1;
      recording.readBytes += event.sizeBytes;
      break;
    case 'message':
      recording.messages += 1;
      recording.messageBytes += event.sizeBytes;
      break;
    case 'delta':
      recordDelta(recording, atMs, event);
      break;
    case 'cut':
      endCut(recording, atMs);
      recording.cuts.push({ atMs, reason: event.reason });
      break;
    case 'end':
      finish(recording, atMs, event.stopped ? 'stopped' : 'end');
      break;
  }
}

function recordDelta(
  recording: Recording,
  atMs: number,
  { text, index }: { text: string; index?: number },
): void {
  const { deltas, gaps, indices } = recording;
  const last = deltas.at(-1);
  if (last) insertSorted(gaps, atMs - last.atMs);
  deltas.push({ atMs, text, ...(index !== undefined && { index }) });
  if (index === undefined) return;
  if (indices.has(index)) recording.doubled += 1;
  indices.add(index);
  recording.highestIndex = Math.max(recording.highestIndex, index);
}

function insertSorted(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

export function finish(recording: Recording, atMs: number, ending: Ending): void {
  if (recording.ending !== 'running') return;
  recording.ending = ending;
  recording.endedAtMs = atMs;
  endCut(recording, atMs);
}

function endCut(recording: Recording, atMs: number): void {
  const cut = recording.cuts.at(-1);
  if (cut && cut.backAtMs === undefined) cut.backAtMs = atMs;
}

export function toProbeInput(recording: Recording): ProbeInput {
  const { setup, deltas, reads, requests, cuts, ending, server } = recording;
  return {
    tokens: setup.tokens,
    intervalMs: setup.intervalMs,
    indices: deltas.flatMap(({ index }) => (index === undefined ? [] : [index])),
    arrivalsMs: deltas.map(({ atMs }) => atMs),
    reads,
    requests,
    cuts: cuts.length,
    ending,
    ...(server && { server }),
  };
}
