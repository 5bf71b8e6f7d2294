import type { Span } from '../dissect/span.ts';
import { CLOSE_SENTENCES } from '../islands/inspector/close-sentences.ts';
import { dividerText, shortPlaceOf } from '../islands/inspector/places.ts';
import { spanText, type TextPiece, textPieces } from '../islands/inspector/span-text.ts';
import { isInFrame, type Row, type WireStore } from '../islands/inspector/wire-store.ts';

/** One line of a transcript that does not move. */
export interface PrintedRow {
  /** Towards the server, towards the browser, something that is not bytes, or a word of ours. */
  kind: 'inbound' | 'outbound' | 'event' | 'note';
  spans: PrintedSpan[];
  /** Connection and stream, over HTTP/2: `1·s3`. */
  place?: string;
  /** It shows what an HTTP/2 frame carries. */
  isInFrame?: true;
}

export interface PrintedSpan {
  text: string;
  kind: string;
  lit: boolean;
  /** Name, colon and value of a field that is one span. */
  pieces?: TextPiece[];
  /** What it is, where it is bytes. */
  span?: Span;
}

/** @param lit the span to point out, by identity */
export function printRow(row: Row, lit?: object): PrintedRow {
  if (row.kind === 'close') {
    return {
      kind: 'event',
      spans: [{ text: CLOSE_SENTENCES[row.close.how], kind: 'text', lit: false }],
    };
  }
  if (row.kind === 'not-kept') {
    const text = `${row.sizeBytes} B ${row.direction} not kept`;
    return { kind: 'event', spans: [{ text, kind: 'text', lit: false }] };
  }
  if (row.kind === 'divider') {
    return { kind: 'note', spans: [{ text: dividerText(row, false), kind: 'text', lit: false }] };
  }
  const { lane, first, last } = row;
  return {
    kind: lane.direction,
    spans: lane.spans.slice(first, last + 1).map((span) => {
      const text = spanText(span, lane.bytes);
      const pieces = textPieces(span, text);
      const isField = pieces.length > 1;
      return { text, kind: span.kind, lit: span === lit, span, ...(isField && { pieces }) };
    }),
    ...(isInFrame(row) && { isInFrame: true as const }),
    ...(lane.streamId !== null && { place: shortPlaceOf(lane) }),
  };
}

/** The nth span of a kind (1-based) with its row, in the order of the wire; undefined where there is none. */
export function findSpan(store: WireStore, kind: string, nth: number, holding = '') {
  let seen = 0;
  for (const [at, row] of store.rows.entries()) {
    if (row.kind !== 'spans') continue;
    for (let index = row.first; index <= row.last; index++) {
      const span = row.lane.spans[index];
      if (span?.kind !== kind || !spanText(span, row.lane.bytes).includes(holding)) continue;
      seen += 1;
      if (seen === nth) return { at, span, lane: row.lane };
    }
  }
  return undefined;
}

/** Which lines of a capture a figure shows. */
export interface Excerpt {
  /** The first line holds this text. */
  from: string;
  /** Which of the lines that hold it, 1-based. */
  nth: number;
  /** How many lines before that one the excerpt begins. */
  before?: number;
  rows: number;
  /** Header fields to show; the others are counted. Empty: all of them. */
  fields: readonly string[];
}

/** Lines of a capture, its heads cut down to the fields that matter. Empty where nothing holds the text. */
export function excerptOf(
  store: WireStore,
  { from, nth, before = 0, rows, fields }: Excerpt,
): PrintedRow[] {
  const all = store.rows.map((row) => printRow(row));
  let seen = 0;
  const found = all.findIndex((row) => textOf(row).includes(from) && ++seen === nth);
  if (found < 0) return [];
  const start = Math.max(0, startOfFrame(store.rows, found) - before);

  const shown: PrintedRow[] = [];
  let left = 0;
  for (const row of all.slice(start)) {
    if (isOtherField(row, fields)) {
      left += 1;
      continue;
    }
    if (left > 0) shown.push(leftOut(left));
    left = 0;
    if (shown.length >= rows) break;
    shown.push(row);
  }
  return shown;
}

/** What an HTTP/2 frame carries is shown under the frame's header. */
function startOfFrame(rows: readonly Row[], found: number): number {
  let start = found;
  for (let row = rows[start]; row && isInFrame(row); row = rows[start]) start--;
  return start;
}

function textOf({ spans }: PrintedRow): string {
  return spans.map(({ text }) => text).join('');
}

/** Field names are spelled in lower case over HTTP/2 (RFC 9113 §8.2); a pseudo-header is the start line. */
function isOtherField({ spans: [first] }: PrintedRow, fields: readonly string[]): boolean {
  const name = first?.pieces?.[0] ?? first;
  if (fields.length === 0 || name?.kind !== 'field-name' || name.text.startsWith(':')) return false;
  return !fields.some((wanted) => wanted.toLowerCase() === name.text.toLowerCase());
}

function leftOut(count: number): PrintedRow {
  const text = `${count} more ${count === 1 ? 'field' : 'fields'}`;
  return { kind: 'note', spans: [{ text, kind: 'text', lit: false }] };
}
