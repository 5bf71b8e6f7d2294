import { TRANSPORTS } from '#contract/transports.ts';
import type { Recording, TimedEvent } from './recording.ts';
import { noteStream, type StreamLanes, type StreamSpans, toLanes } from './stream-lanes.ts';
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
  /** The lines of the server. */
  lanes: StreamLanes;
  /** What the time axis has to hold. */
  spanMs: number;
}

/** Room the axis keeps for the waits that nobody can foresee. */
const RECONNECT_ALLOWANCE_MS = 1_200;
/** A request told together with its answer: the browser made it by itself. */
const UNSEEN_MS = 0.5;
/** Tokens this close came in one read. */
const TOGETHER_MS = 0.05;

/** The arrows of a recording so far. A frame adds what came since the last one, however long the run. */
interface Drawing {
  arrows: Arrow[];
  /** How much of the log is drawn. */
  events: number;
  requests: number;
  responses: number;
  /** Arrows whose bytes the feed has not brought yet. */
  unmarked: { arrow: Arrow; find: () => WireMark | undefined }[];
  streams: StreamSpans;
}

const drawings = new WeakMap<Recording, Drawing>();

/** What the browser saw, as arrows and gaps. Several tokens of one reply share an arrow. */
export function toSequence(recording: Recording, nowMs: number): Sequence {
  const drawing = drawings.get(recording) ?? {
    arrows: [],
    events: 0,
    requests: 0,
    responses: 0,
    unmarked: [],
    streams: new Map(),
  };
  drawings.set(recording, drawing);
  for (const timed of recording.log.slice(drawing.events)) draw(drawing, timed, recording);
  drawing.events = recording.log.length;
  drawing.unmarked = drawing.unmarked.filter(({ arrow, find }) => {
    const server = find();
    if (server) {
      arrow.server = server;
      if (arrow.kind !== 'text') correct(arrow, server);
      noteStream(drawing.streams, server);
    }
    return !server;
  });
  const shades = recording.cuts.map(({ atMs, reason, backAtMs }) => ({
    fromMs: atMs,
    toMs: backAtMs ?? nowMs,
    title: 'connection cut',
    detail: reason,
  }));
  const lanes = toLanes(drawing.streams);
  return { arrows: drawing.arrows, shades, lanes, spanMs: spanOf(recording, nowMs) };
}

function draw(drawing: Drawing, { atMs, event }: TimedEvent, { setup, marks }: Recording): void {
  const { arrows } = drawing;
  const last = arrows.at(-1);
  const add = (arrow: Arrow, find: () => WireMark | undefined) => {
    arrows.push(arrow);
    drawing.unmarked.push({ arrow, find });
  };
  if (event.type === 'request') {
    const path = event.target.split('?')[0] ?? event.target;
    const label = event.note ? `${event.method} · ${event.note}` : `${event.method} ${path}`;
    const nth = drawing.requests++;
    add({ atMs, kind: 'request', label }, () => marks.requests[nth]);
  } else if (event.type === 'response') {
    if (last?.kind === 'request' && atMs - last.atMs < UNSEEN_MS) last.unseen = true;
    const label = `${event.status} ${event.mediaType}`.trim();
    const nth = drawing.responses++;
    add({ atMs, kind: 'response', label }, () => marks.responses[nth]);
  } else if (event.type === 'delta') {
    const { index } = event;
    const label = index === undefined ? {} : { label: `id ${index}` };
    if (last?.kind === 'text' && atMs - last.atMs < TOGETHER_MS) {
      Object.assign(last, label);
    } else if (TRANSPORTS[setup.transport].family === 'polling') {
      // A poll's tokens carry no index; they crossed with the head of their reply.
      const nth = drawing.responses - 1;
      add({ atMs, kind: 'text', ...label }, () => marks.responses[nth]);
    } else if (index === undefined) {
      arrows.push({ atMs, kind: 'text' });
    } else {
      add({ atMs, kind: 'text', ...label }, () => marks.tokens.get(index));
    }
  } else if (event.type === 'end') {
    arrows.push({ atMs, kind: 'end', label: 'end' });
  }
}

/** Over HTTP/2 a WebSocket is opened by CONNECT and 200; no API tells the page (RFC 8441 §5). */
function correct(arrow: Arrow, { said }: WireMark): void {
  if (said !== undefined && arrow.label) arrow.label = arrow.label.replace(/^\w+/, said);
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
