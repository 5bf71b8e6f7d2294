import type { LaneRecord } from './recording.ts';

/** Bytes so far at a moment, in ms since the line's beginning. */
export interface CurvePoint {
  atMs: number;
  sumBytes: number;
}

export interface CurveLine {
  label: string;
  family: LaneRecord['family'];
  by: 'page' | 'server';
  points: CurvePoint[];
  /** When it failed; such a line has come to nothing. */
  failed?: { atMs: number; what: string };
}

export interface CurvePicture {
  title: string;
  lines: CurveLine[];
}

/**
 * The lanes that are drawn as lines, chart by chart. Each begins at its own `asked`,
 * or at its `note` where what went before is not to count, so that things that were
 * done one after the other lie upon each other.
 */
export function toCurvePictures(lanes: readonly LaneRecord[]): CurvePicture[] {
  const pictures = new Map<string, CurvePicture>();
  for (const lane of lanes) {
    if (!lane.curve) continue;
    const { chart: title } = lane.curve;
    const picture = pictures.get(title) ?? { title, lines: [] };
    pictures.set(title, picture);
    picture.lines.push(toLine(lane, lane.curve.by));
  }
  return [...pictures.values()];
}

function toLine({ label, family, events }: LaneRecord, by: CurveLine['by']): CurveLine {
  const line: CurveLine = { label, family, by, points: [] };
  const beginning =
    events.find(({ event }) => event.type === 'note') ??
    events.find(({ event }) => event.type === 'asked');
  if (!beginning) return line;
  const since = (atMs: number) => Math.max(0, atMs - beginning.atMs);
  let sumBytes = 0;
  line.points.push({ atMs: 0, sumBytes });
  for (const { atMs, event } of events) {
    if (event.type === 'data') {
      sumBytes += event.sizeBytes ?? 0;
      line.points.push({ atMs: since(atMs), sumBytes });
    } else if (event.type === 'failed') {
      line.failed = { atMs: since(atMs), what: event.what };
    }
  }
  return line;
}

/** How far the axes reach: the same for every chart, so that they can be held against each other. */
export function curveSpan(pictures: readonly CurvePicture[]): { ms: number; bytes: number } {
  const points = pictures.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  return {
    ms: Math.max(100, ...points.map(({ atMs }) => atMs)),
    bytes: Math.max(1, ...points.map(({ sumBytes }) => sumBytes)),
  };
}

/** When the line came to the top; undefined while it has not, or where it failed. */
export function fullAtMs({ points }: CurveLine, topBytes: number): number | undefined {
  return points.find(({ sumBytes }) => sumBytes >= topBytes)?.atMs;
}
