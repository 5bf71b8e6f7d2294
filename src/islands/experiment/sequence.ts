import type { Recording } from './recording.ts';
import type { WireMark } from './wire-marks.ts';

/** One arrow of the live diagram, placed on the browser's clock. */
export interface Arrow {
  atMs: number;
  kind: 'request' | 'response' | 'text' | 'end';
  /** Above the browser's line, or under the server's. */
  label?: string;
  /** A request that the browser made by itself: the page learns of it only with the answer. */
  unseen?: true;
  /** Where the same thing stands on the server's line, on the server's clock. */
  server?: WireMark;
}

export interface Shade {
  fromMs: number;
  toMs: number;
  title: string;
  detail: string;
}

export interface Sequence {
  arrows: Arrow[];
  shades: Shade[];
  /** What the time axis has to hold. */
  spanMs: number;
}

/** Room the axis keeps for the waits that nobody can foresee. */
const RECONNECT_ALLOWANCE_MS = 1_200;

/** What the browser saw, as arrows and gaps. Several tokens of one reply share an arrow. */
export function toSequence(recording: Recording, nowMs: number): Sequence {
  const arrows: Arrow[] = [];
  const { marks } = recording;
  const counts = { request: 0, response: 0 };
  for (const [i, { atMs, event }] of recording.log.entries()) {
    if (event.type === 'request') {
      const path = event.target.split('?')[0] ?? event.target;
      const answer = recording.log[i + 1];
      const unseen = answer?.event.type === 'response' && answer.atMs - atMs < 0.5;
      arrows.push({
        atMs,
        kind: 'request',
        label: event.note ? `${event.method} · ${event.note}` : `${event.method} ${path}`,
        ...(unseen && { unseen }),
        ...at(marks.requests[counts.request++]),
      });
    } else if (event.type === 'response') {
      const label = `${event.status} ${event.mediaType}`.trim();
      arrows.push({ atMs, kind: 'response', label, ...at(marks.responses[counts.response++]) });
    } else if (event.type === 'delta') {
      const last = arrows.at(-1);
      const label = event.index === undefined ? undefined : `id ${event.index}`;
      if (last?.kind === 'text' && atMs - last.atMs < 0.05) {
        if (label) last.label = label;
      } else {
        const mark = event.index === undefined ? undefined : marks.tokens.get(event.index);
        arrows.push({ atMs, kind: 'text', ...(label && { label }), ...at(mark) });
      }
    } else if (event.type === 'end') {
      arrows.push({ atMs, kind: 'end', label: 'end' });
    }
  }
  const shades = recording.cuts.map(({ atMs, reason, backAtMs }) => ({
    fromMs: atMs,
    toMs: backAtMs ?? nowMs,
    title: 'connection cut',
    detail: reason,
  }));
  return { arrows, shades, spanMs: spanOf(recording, nowMs) };
}

function at(server: WireMark | undefined): { server?: WireMark } {
  return server ? { server } : {};
}

/** Grows in steps, so that the picture does not creep while it is drawn. */
function spanOf({ setup, endedAtMs, cuts }: Recording, nowMs: number): number {
  if (endedAtMs !== undefined) return Math.max(endedAtMs * 1.02, 20);
  let span = setup.tokens * setup.intervalMs + 250;
  if (setup.faults || cuts.length > 0) span += RECONNECT_ALLOWANCE_MS;
  while (span < nowMs * 1.03) span *= 1.25;
  return span;
}

/** A round number of ms for the axis, so that ticks stand at least `minPx` apart. */
export function tickStepMs(spanMs: number, widthPx: number, minPx: number): number {
  const least = (spanMs / widthPx) * minPx;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((factor) => factor * magnitude >= least) ?? 10;
  return step * magnitude;
}

export interface Label {
  x: number;
  width: number;
  text: string;
}

/**
 * Keeps the labels that touch no other and fit the picture: earlier lists go
 * first, so that what matters more is never hidden by what matters less.
 */
export function placeLabels(lists: Label[][], pictureWidth: number): Label[] {
  const placed: Label[] = [];
  for (const label of lists.flat()) {
    const x = Math.min(label.x, pictureWidth - label.width);
    const free = placed.every((other) => x >= other.x + other.width || x + label.width <= other.x);
    if (free && x >= 0) placed.push({ ...label, x });
  }
  return placed;
}
