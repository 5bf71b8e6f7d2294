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

/** Grows in steps, so that the picture does not creep while it is drawn. */
export function axisSpanMs(endedAtMs: number | undefined, nowMs: number): number {
  if (endedAtMs !== undefined) return Math.max(endedAtMs * 1.03, 20);
  let span = 2_000;
  while (span < nowMs * 1.03) span *= 1.5;
  return span;
}

/** A lane in one line: for readers without a chart. */
export interface LaneSummary {
  label: string;
  asked: string;
  answered: string;
  arrivals: number;
  ended: string;
}

export function toLaneSummary({ label, events }: LaneRecord): LaneSummary {
  const first = (...types: LaneEvent['type'][]) => {
    const found = events.find(({ event }) => types.includes(event.type));
    if (!found) return '–';
    const what = 'what' in found.event ? found.event.what : undefined;
    return [what, `${Math.round(found.atMs)} ms`].filter(Boolean).join(', ');
  };
  return {
    label,
    asked: first('asked'),
    answered: first('answered'),
    arrivals: events.filter(({ event }) => event.type === 'data').length,
    ended: first('ended', 'closed', 'failed'),
  };
}
