import type { WireClose, WireDirection } from '#contract/wire-record.ts';
import {
  type ConnectionDissector,
  createConnectionDissector,
  type Dissections,
} from '../../dissect/connection.ts';
import { createStreamDissector } from '../../dissect/http2-stream.ts';
import type { Span } from '../../dissect/span.ts';
import type { WireFeedEvent } from '../../transports/wire-feed.ts';

/** One read or write, or one HTTP/2 frame, as a range of the bytes of its lane. */
export interface LaneRecord {
  seq: number;
  atMs: number;
  start: number;
  end: number;
}

/** One direction of one connection; over HTTP/2, of one of its streams. */
export interface Lane {
  connectionId: number;
  /** 0 for the HTTP/2 connection itself; null over HTTP/1.1. */
  streamId: number | null;
  direction: WireDirection;
  records: LaneRecord[];
  /** Grows in place; only the first `size` bytes count. */
  bytes: Uint8Array;
  size: number;
  /** How many of its first bytes crossed before the run began. */
  earlierBytes: number;
  spans: Span[];
  /** The bytes that are no span yet. */
  tail: Span | undefined;
}

/** A line of the transcript: spans of one lane, or something that is not bytes. */
export type Row =
  | { kind: 'spans'; lane: Lane; first: number; last: number }
  /** What follows crossed before the run began, or is the run's own again. */
  | { kind: 'divider'; connectionId: number; isEarlier: boolean }
  | { kind: 'close'; close: WireClose }
  | { kind: 'not-kept'; sizeBytes: number; direction: WireDirection };

/** Where a span is: the handle that every view selects by. */
export interface SpanRef {
  lane: Lane;
  index: number;
  /** Only the pointer rests here; when it leaves, `instead` is lit again. */
  hovered?: { instead: SpanRef | undefined };
}

/** The line of a head or a chunk is over; the transcript starts another. */
const LAST_OF_ROW = new Set(['head-line-end', 'head-end', 'crlf', 'preface']);
/** Of these each has a line of its own. */
const FIRST_OF_ROW = new Set(['http2-setting', 'header-field', 'secret-field', 'table-size']);
/** A body without line ends still gets lines. */
const ROW_SPANS_MAX = 40;

/** The two directions of a connection or stream, and what reads them. */
interface Dissector {
  connectionId: number;
  dissector: ConnectionDissector;
  lanes: Lane[];
}

/** What crossed the wire of one run, dissected as it comes. It grows in place. */
export class WireStore {
  readonly lanes: Lane[] = [];
  readonly rows: Row[] = [];
  readonly closes: WireClose[] = [];
  /** Records in the order of the wire, over all lanes. */
  records = 0;
  /** By connection, and by stream over HTTP/2. */
  readonly #dissectors = new Map<string, Dissector>();
  /** Whether the last record was one from before the run. */
  #isEarlier = false;

  add(event: WireFeedEvent): void {
    switch (event.type) {
      case 'record':
        this.#record(event);
        break;
      case 'close':
        this.closes.push(event);
        for (const { connectionId, lanes, dissector } of this.#dissectors.values()) {
          if (connectionId === event.connectionId) this.#take(lanes, dissector.end());
        }
        this.rows.push({ kind: 'close', close: event });
        break;
      case 'not-kept':
        this.rows.push({ kind: 'not-kept', ...event });
        break;
    }
  }

  #record(record: Extract<WireFeedEvent, { type: 'record' }>): void {
    const { connectionId, direction, seq, atMs, fields, earlier = false } = record;
    const { dissector, lanes } = this.#dissectorOf(record);
    const lane = this.#laneOf(lanes, record);
    const bytes = Uint8Array.from(atob(record.bytes), (character) => character.charCodeAt(0));
    const start = lane.size;
    append(lane, bytes);
    if (earlier) lane.earlierBytes = lane.size;
    lane.records.push({ seq, atMs, start, end: lane.size });
    this.records += 1;
    if (earlier !== this.#isEarlier) {
      this.#isEarlier = earlier;
      this.rows.push({ kind: 'divider', connectionId, isEarlier: earlier });
    }
    this.#take(lanes, dissector.feed(direction, bytes, fields));
  }

  #dissectorOf({ connectionId, streamId }: Pick<Lane, 'connectionId' | 'streamId'>): Dissector {
    const key = `${connectionId}.${streamId ?? ''}`;
    const known = this.#dissectors.get(key);
    if (known) return known;
    const dissector =
      streamId === null ? createConnectionDissector() : createStreamDissector(streamId);
    const added = { connectionId, dissector, lanes: [] };
    this.#dissectors.set(key, added);
    return added;
  }

  #laneOf(
    lanes: Lane[],
    { connectionId, streamId, direction }: Pick<Lane, 'connectionId' | 'streamId' | 'direction'>,
  ): Lane {
    const known = lanes.find((lane) => lane.direction === direction);
    if (known) return known;
    const lane: Lane = {
      connectionId,
      streamId,
      direction,
      records: [],
      bytes: new Uint8Array(1024),
      size: 0,
      earlierBytes: 0,
      spans: [],
      tail: undefined,
    };
    lanes.push(lane);
    this.lanes.push(lane);
    return lane;
  }

  /** Bytes of one direction may settle spans of the other: a 101 ends the head of both. */
  #take(lanes: readonly Lane[], dissections: Dissections): void {
    for (const lane of lanes) {
      const { spans, tail } = dissections[lane.direction];
      for (const span of spans) this.#toRow(lane, lane.spans.push(span) - 1);
      lane.tail = tail;
    }
  }

  #toRow(lane: Lane, index: number): void {
    const open = this.rows.at(-1);
    if (open?.kind === 'spans' && open.lane === lane && belongsTo(lane, open, index)) {
      open.last = index;
    } else {
      this.rows.push({ kind: 'spans', lane, first: index, last: index });
    }
  }
}

function belongsTo(lane: Lane, row: { first: number; last: number }, index: number): boolean {
  const before = lane.spans[row.last];
  const span = lane.spans[index];
  if (!before || !span || LAST_OF_ROW.has(before.kind) || FIRST_OF_ROW.has(span.kind)) return false;
  if (row.last - row.first >= ROW_SPANS_MAX) return false;
  if (before.within.exchange !== span.within.exchange) return false;
  // Outside of chunks an event or a line is what ends a row; a frame always does.
  if (before.within.frame !== span.within.frame) return false;
  if (before.within.http2Frame !== span.within.http2Frame) return false;
  // The header of a frame stands above its content.
  if (isOfFrame(before) !== isOfFrame(span)) return false;
  if (span.within.chunk !== undefined || span.within.http2Frame !== undefined) return true;
  return before.within.event === span.within.event && before.within.line === span.within.line;
}

/** Whether it belongs to the HTTP/2 frame itself, not to what that carries. */
function isOfFrame({ kind }: Span): boolean {
  return kind.startsWith('http2-');
}

function append(lane: Lane, bytes: Uint8Array): void {
  if (lane.size + bytes.length > lane.bytes.length) {
    const grown = new Uint8Array(Math.max(lane.bytes.length * 2, lane.size + bytes.length));
    grown.set(lane.bytes.subarray(0, lane.size));
    lane.bytes = grown;
  }
  lane.bytes.set(bytes, lane.size);
  lane.size += bytes.length;
}

/** The record in which a byte crossed the wire. */
export function recordAt(lane: Lane, offset: number): LaneRecord | undefined {
  let low = 0;
  let high = lane.records.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane.records[middle] as LaneRecord).end <= offset) low = middle + 1;
    else high = middle;
  }
  return lane.records[low];
}

/** Whether a row shows what an HTTP/2 frame carries: then the frame's header stands above it. */
export function isInFrame(row: Row): boolean {
  if (row.kind !== 'spans') return false;
  const frameOf = (index: number) => row.lane.spans[index]?.within.http2Frame;
  return frameOf(row.first) !== undefined && frameOf(row.first) === frameOf(row.first - 1);
}

/** The lane that a learner looks for first: the answer, not what keeps the connection going. */
export function mainLane({ lanes }: WireStore): Lane | undefined {
  const outbound = lanes.filter(({ direction }) => direction === 'outbound');
  return outbound.find(({ streamId }) => streamId !== 0) ?? outbound[0];
}

/** The first span of a record; undefined while its bytes are no span yet. */
export function spanOfRecord(
  { lanes }: WireStore,
  record: Pick<Lane, 'connectionId' | 'streamId' | 'direction'> & { seq: number },
): SpanRef | undefined {
  const lane = lanes.find(
    ({ connectionId, streamId, direction }) =>
      connectionId === record.connectionId &&
      streamId === record.streamId &&
      direction === record.direction,
  );
  const start = lane?.records.find(({ seq }) => seq === record.seq)?.start;
  if (!lane || start === undefined) return undefined;
  const index = lane.spans.findIndex(({ end }) => end > start);
  return index < 0 ? undefined : { lane, index };
}
