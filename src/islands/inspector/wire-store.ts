import type { WireClose, WireDirection } from '#contract/wire-record.ts';
import {
  type ConnectionDissector,
  createConnectionDissector,
  type Dissections,
} from '../../dissect/connection.ts';
import type { Span } from '../../dissect/span.ts';
import type { WireFeedEvent } from '../../transports/wire-feed.ts';

/** One read or write, as a range of the bytes of its lane. */
export interface LaneRecord {
  seq: number;
  atMs: number;
  start: number;
  end: number;
}

/** One direction of one connection. */
export interface Lane {
  connectionId: number;
  direction: WireDirection;
  records: LaneRecord[];
  /** Grows in place; only the first `size` bytes count. */
  bytes: Uint8Array;
  size: number;
  spans: Span[];
  /** The bytes that are no span yet. */
  tail: Span | undefined;
}

/** A line of the transcript: spans of one lane, or something that is not bytes. */
export type Row =
  | { kind: 'spans'; lane: Lane; first: number; last: number }
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
const LAST_OF_ROW = new Set(['head-line-end', 'head-end', 'crlf']);
/** A body without line ends still gets lines. */
const ROW_SPANS_MAX = 40;

/** What crossed the wire of one run, dissected as it comes. It grows in place. */
export class WireStore {
  readonly lanes: Lane[] = [];
  readonly rows: Row[] = [];
  readonly closes: WireClose[] = [];
  /** Records in the order of the wire, over all lanes. */
  records = 0;
  readonly #dissectors = new Map<number, ConnectionDissector>();

  add(event: WireFeedEvent): void {
    switch (event.type) {
      case 'record':
        this.#record(event);
        break;
      case 'close':
        this.closes.push(event);
        this.#take(event.connectionId, this.#dissectors.get(event.connectionId)?.end());
        this.rows.push({ kind: 'close', close: event });
        break;
      case 'not-kept':
        this.rows.push({ kind: 'not-kept', ...event });
        break;
    }
  }

  #record(record: Extract<WireFeedEvent, { type: 'record' }>): void {
    const { connectionId, direction, seq, atMs } = record;
    const lane = this.#laneOf(connectionId, direction);
    const bytes = Uint8Array.from(atob(record.bytes), (character) => character.charCodeAt(0));
    const start = lane.size;
    append(lane, bytes);
    lane.records.push({ seq, atMs, start, end: lane.size });
    this.records += 1;
    this.#take(connectionId, this.#dissectors.get(connectionId)?.feed(direction, bytes));
  }

  #laneOf(connectionId: number, direction: WireDirection): Lane {
    const known = this.lanes.find(
      (lane) => lane.connectionId === connectionId && lane.direction === direction,
    );
    if (known) return known;
    if (!this.#dissectors.has(connectionId)) {
      this.#dissectors.set(connectionId, createConnectionDissector());
    }
    const lane: Lane = {
      connectionId,
      direction,
      records: [],
      bytes: new Uint8Array(1024),
      size: 0,
      spans: [],
      tail: undefined,
    };
    this.lanes.push(lane);
    return lane;
  }

  /** Bytes of one direction may settle spans of the other: a 101 ends the head of both. */
  #take(connectionId: number, dissections: Dissections | undefined): void {
    for (const lane of this.lanes) {
      if (lane.connectionId !== connectionId || !dissections) continue;
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
  if (!before || !span || LAST_OF_ROW.has(before.kind)) return false;
  if (row.last - row.first >= ROW_SPANS_MAX) return false;
  if (before.within.exchange !== span.within.exchange) return false;
  // Outside of chunks an event or a line is what ends a row; a frame always does.
  if (before.within.frame !== span.within.frame) return false;
  if (span.within.chunk !== undefined) return true;
  return before.within.event === span.within.event && before.within.line === span.within.line;
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

/** The first span of a record; undefined while its bytes are no span yet. */
export function spanOfRecord(
  { lanes }: WireStore,
  record: { seq: number; connectionId: number; direction: WireDirection },
): SpanRef | undefined {
  const lane = lanes.find(
    ({ connectionId, direction }) =>
      connectionId === record.connectionId && direction === record.direction,
  );
  const start = lane?.records.find(({ seq }) => seq === record.seq)?.start;
  if (!lane || start === undefined) return undefined;
  const index = lane.spans.findIndex(({ end }) => end > start);
  return index < 0 ? undefined : { lane, index };
}
