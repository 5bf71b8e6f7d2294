import type { LaneEvent } from '../../transports/procedures/procedure.ts';
import type { LaneRecord } from './recording.ts';

/** A stretch of a lane: waiting for an answer, open, or open and silent for longer than expected. */
export interface Bar {
  kind: 'waiting' | 'open' | 'silent';
  fromMs: number;
  toMs: number;
}

export interface Mark {
  kind: Exclude<LaneEvent['type'], 'data'>;
  atMs: number;
  label: string;
}

export interface LanePicture {
  bars: Bar[];
  /** When data arrived. */
  ticksMs: number[];
  marks: Mark[];
}

/** How many times the expected gap counts as a silence. */
const SILENCE_FACTOR = 3;

/** What happened on a lane, as the chart draws it. @param nowMs how far an unfinished lane reaches */
export function toLanePicture({ events, everyMs }: LaneRecord, nowMs: number): LanePicture {
  const picture: LanePicture = { bars: [], ticksMs: [], marks: [] };
  let phase: { kind: 'waiting' | 'open'; fromMs: number } | undefined;
  /** When data last came since the lane was opened; before the first there is nothing to miss. */
  let lastDataMs: number | undefined;

  /** Ends the phase that lasts, and shades what was silent in its last part. */
  function leave(atMs: number) {
    if (!phase) return;
    picture.bars.push({ ...phase, toMs: atMs });
    if (phase.kind === 'open') shadeSilence(atMs);
    lastDataMs = undefined;
    phase = undefined;
  }
  function enter(kind: 'waiting' | 'open', atMs: number) {
    leave(atMs);
    phase = { kind, fromMs: atMs };
  }
  function shadeSilence(atMs: number) {
    if (everyMs === undefined || lastDataMs === undefined) return;
    if (atMs - lastDataMs < everyMs * SILENCE_FACTOR) return;
    picture.bars.push({ kind: 'silent', fromMs: lastDataMs, toMs: atMs });
  }

  for (const { atMs, event } of events) {
    if (event.type === 'data') {
      // What arrives has been answered, whether or not somebody said so.
      if (phase?.kind === 'waiting') enter('open', atMs);
      shadeSilence(atMs);
      lastDataMs = atMs;
      picture.ticksMs.push(atMs);
      continue;
    }
    picture.marks.push({ kind: event.type, atMs, label: event.what });
    if (event.type === 'asked') enter('waiting', atMs);
    else if (event.type === 'answered') enter('open', atMs);
    else if (event.type !== 'note') leave(atMs);
  }
  leave(nowMs);
  // A shade lies on the bar that it belongs to.
  picture.bars.sort((a, b) => Number(a.kind === 'silent') - Number(b.kind === 'silent'));
  return picture;
}

/** What the lane does at the moment, in words: for the chart's description. */
export function standingOf({ events }: LaneRecord): string {
  const last = events.findLast(({ event }) => event.type !== 'note');
  const arrivals = events.filter(({ event }) => event.type === 'data').length;
  const words: Record<LaneEvent['type'], string> = {
    asked: 'waits',
    answered: 'open',
    data: 'open',
    note: '',
    ended: 'ended',
    failed: 'failed',
    closed: 'closed',
  };
  const standing = last ? words[last.event.type] : 'quiet';
  return arrivals > 0 ? `${standing}, ${arrivals} arrivals` : standing;
}

/** Where the lane's own time begins, in ms since the procedure did. */
export function zeroOf({ atMs, fromZero }: Pick<LaneRecord, 'atMs' | 'fromZero'>): number {
  return fromZero ? atMs : 0;
}

/** How far the lanes reach, each counted from where its time begins. @param nowMs what a lane that lasts has reached */
export function reachMs(lanes: readonly LaneRecord[], nowMs: number): number {
  if (lanes.length === 0 || lanes.some(({ fromZero }) => !fromZero)) return nowMs;
  return Math.max(
    ...lanes.map((lane) => {
      const last = lane.events.findLast(({ event }) => event.type !== 'note');
      const isOver = last && ['ended', 'closed', 'failed'].includes(last.event.type);
      return (isOver ? (lane.events.at(-1)?.atMs ?? nowMs) : nowMs) - zeroOf(lane);
    }),
  );
}

/** Grows in steps, so that the picture does not creep while it is drawn. */
export function axisSpanMs(endedAtMs: number | undefined, nowMs: number): number {
  if (endedAtMs !== undefined) return Math.max(endedAtMs * 1.03, 20);
  let span = 2_000;
  while (span < nowMs * 1.03) span *= 1.5;
  return span;
}

/** The lanes' labels, with the origin where HTTP/2 is in play: two lanes may differ in that alone. */
export function laneNames(lanes: readonly LaneRecord[]): string[] {
  const hasH2 = lanes.some(({ origin }) => origin === 'h2');
  return lanes.map(({ label, origin }) => (hasH2 ? `${label} ${origin}` : label));
}

/** A lane in one line: for readers without a chart. */
export interface LaneSummary {
  asked: string;
  answered: string;
  arrivals: number;
  ended: string;
}

export function toLaneSummary(lane: LaneRecord): LaneSummary {
  const { events } = lane;
  const first = (...types: LaneEvent['type'][]) => {
    const found = events.find(({ event }) => types.includes(event.type));
    if (!found) return '–';
    const what = 'what' in found.event ? found.event.what : undefined;
    return [what, `${Math.round(found.atMs - zeroOf(lane))} ms`].filter(Boolean).join(', ');
  };
  return {
    asked: first('asked'),
    answered: first('answered'),
    arrivals: events.filter(({ event }) => event.type === 'data').length,
    ended: first('ended', 'closed', 'failed'),
  };
}
