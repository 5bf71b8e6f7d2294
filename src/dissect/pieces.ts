import type { HeaderField } from '#contract/wire-record.ts';
import { type Direction, dissectConnection } from './connection.ts';
import { DATA, END_STREAM, HEADERS } from './http2-names.ts';
import { dissectStreams } from './http2-stream.ts';
import { type Span, tally, type Units } from './span.ts';

/** One record as the tap tells it. */
export interface WirePiece {
  readonly direction: Direction;
  readonly bytes: Uint8Array;
  /** Null over HTTP/1.1. */
  readonly streamId: number | null;
  readonly fields?: readonly HeaderField[] | undefined;
}

/** How the content of one answer was cut on the wire, and what the cutting cost. */
export interface Pieces {
  readonly as: 'chunks' | 'DATA frames';
  /** Pieces that carry content. */
  readonly count: number;
  /** Around those: sizes and line ends, or frame headers. */
  readonly framingBytes: number;
  /** What says that there are no more: the last chunk, or an empty DATA frame. */
  readonly endBytes: number;
  /** Whether it was said. */
  readonly isEnded: boolean;
  readonly content: Uint8Array;
  /** The answer's Transfer-Encoding; undefined where it has none. */
  readonly transferCoding: string | undefined;
}

/**
 * Reads the pieces off the wire of a run that asked once: its chunks (RFC 9112
 * §7.1), or the DATA frames of its stream (RFC 9113 §6.1).
 */
export function piecesOf(records: readonly WirePiece[]): Pieces {
  const streamId = records.find((record) => record.streamId)?.streamId;
  if (!streamId) {
    const { outbound } = dissectConnection(records);
    const isEnded = outbound.some(
      ({ kind, label }) => kind === 'chunk-size' && label === LAST_CHUNK,
    );
    return { ...piecesIn(outbound, records, 'chunk', isInChunk), isEnded };
  }
  const own = records.flatMap((record) =>
    record.streamId === streamId ? [{ ...record, streamId }] : [],
  );
  const spans = dissectStreams(own).get(streamId)?.outbound ?? [];
  const dataFrames = new Set(
    spans
      .filter(({ kind, value }) => kind === 'http2-type' && value === 'DATA')
      .map(({ within }) => within.http2Frame),
  );
  const isInData = ({ http2Frame }: Units) => dataFrames.has(http2Frame);
  const isEnded = own.some(({ direction, bytes }) => direction === 'outbound' && endsStream(bytes));
  return { ...piecesIn(spans, own, 'http2Frame', isInData), isEnded };
}

/** As src/dissect/chunked-coding.ts labels it. */
const LAST_CHUNK = 'last chunk';

const isInChunk = ({ chunk }: Units) => chunk !== undefined;

function piecesIn(
  spans: readonly Span[],
  records: readonly WirePiece[],
  unit: 'chunk' | 'http2Frame',
  isPiece: (within: Units) => boolean,
): Omit<Pieces, 'isEnded'> {
  const units = Map.groupBy(
    spans.filter(({ within }) => isPiece(within)),
    ({ within }) => within[unit],
  );
  const parts = [...units.values()].map(tally);
  const full = parts.filter(({ payload }) => payload > 0);
  const empty = parts.filter(({ payload }) => payload === 0);
  const sum = (list: typeof parts) => list.reduce((bytes, { framing }) => bytes + framing, 0);
  const content = spans.filter((span) => isPiece(span.within) && tally([span]).payload > 0);
  return {
    as: unit === 'chunk' ? 'chunks' : 'DATA frames',
    count: full.length,
    framingBytes: sum(full),
    endBytes: sum(empty),
    content: cutOut(content, joined(records)),
    transferCoding: transferCodingIn(spans),
  };
}

/** What one direction of a connection, or of a stream, consists of. */
function joined(records: readonly WirePiece[]): Uint8Array {
  const own = records.filter(({ direction }) => direction === 'outbound');
  const whole = new Uint8Array(own.reduce((size, { bytes }) => size + bytes.length, 0));
  let at = 0;
  for (const { bytes } of own) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

function cutOut(spans: readonly Span[], whole: Uint8Array): Uint8Array {
  return Uint8Array.from(spans.flatMap(({ start, end }) => [...whole.subarray(start, end)]));
}

/** A field is two spans in a head of HTTP/1.1, and one in a field block. */
function transferCodingIn(spans: readonly Span[]): string | undefined {
  for (const { kind, label, value = '' } of spans) {
    const [, coding] = /^transfer-encoding: (.*)$/i.exec(value) ?? [];
    if (kind === 'header-field' && coding) return coding;
    if (kind === 'field-value' && /^transfer-encoding /i.test(label)) return value;
  }
  return undefined;
}

/** END_STREAM, on the frame types that have it (RFC 9113 §6.1, §6.2). */
function endsStream(frame: Uint8Array): boolean {
  const [, , , type = 0, flags = 0] = frame;
  return (type === DATA || type === HEADERS) && (flags & END_STREAM) !== 0;
}
