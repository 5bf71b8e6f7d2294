import type { HeaderField } from '#contract/wire-record.ts';
import { type Direction, dissectConnection } from './connection.ts';
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
  if (!streamId) return piecesIn(dissectConnection(records).outbound, records, 'chunk', isInChunk);
  const own = records.flatMap((record) =>
    record.streamId === streamId ? [{ ...record, streamId }] : [],
  );
  const spans = dissectStreams(own).get(streamId)?.outbound ?? [];
  const dataFrames = new Set(
    spans
      .filter(({ kind, value }) => kind === 'http2-type' && value === 'DATA')
      .map(({ within }) => within.http2Frame),
  );
  return piecesIn(spans, own, 'http2Frame', ({ http2Frame }) => dataFrames.has(http2Frame));
}

const isInChunk = ({ chunk }: Units) => chunk !== undefined;

function piecesIn(
  spans: readonly Span[],
  records: readonly WirePiece[],
  unit: 'chunk' | 'http2Frame',
  isPiece: (within: Units) => boolean,
): Pieces {
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
