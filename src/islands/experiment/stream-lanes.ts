import type { WireMark } from './wire-marks.ts';

/** From when to when something of an HTTP/2 stream crossed, on the server's clock. */
export interface StreamSpan {
  readonly connectionId: number;
  readonly streamId: number;
  readonly fromMs: number;
  toMs: number;
}

/** By connection and stream. */
export type StreamSpans = Map<string, StreamSpan>;

/** The server's side of the diagram: as many lines as streams were open at a time, at least one. */
export interface StreamLanes {
  /** What stands at the line of each lane: `1·s3`, or empty over HTTP/1.1. */
  readonly labels: readonly string[];
  /** The lane of each stream. */
  readonly places: ReadonlyMap<string, number>;
  /** Changes with the lane of any stream. */
  readonly key: string;
}

type Place = Pick<WireMark, 'connectionId' | 'streamId'>;

/** 0 for whatever belongs to no stream. */
export function laneOf({ places }: StreamLanes, place: Place | undefined): number {
  return place ? (places.get(keyOf(place)) ?? 0) : 0;
}

export function noteStream(streams: StreamSpans, mark: WireMark): void {
  const { connectionId, streamId, atMs } = mark;
  if (streamId === null) return;
  const known = streams.get(keyOf(mark));
  if (known) known.toMs = Math.max(known.toMs, atMs);
  else streams.set(keyOf(mark), { connectionId, streamId, fromMs: atMs, toMs: atMs });
}

/**
 * Streams that follow one another share a line, as the requests of a connection
 * do; a stream that begins while another is open gets a line of its own.
 */
export function toLanes(streams: StreamSpans): StreamLanes {
  const lanes: StreamSpan[][] = [];
  const places = new Map<string, number>();
  for (const stream of [...streams.values()].sort((a, b) => a.fromMs - b.fromMs)) {
    const free = lanes.findIndex((lane) => (lane.at(-1)?.toMs ?? 0) < stream.fromMs);
    const lane = free < 0 ? lanes.push([]) - 1 : free;
    lanes[lane]?.push(stream);
    places.set(keyOf(stream), lane);
  }
  return {
    labels: lanes.length === 0 ? [''] : lanes.map(labelOf),
    places,
    key: lanes.length < 2 ? '' : [...places].join(' '),
  };
}

/** `1·s3` for one stream, `1·s3–s9` for several of one connection, else how many there are. */
function labelOf(lane: readonly StreamSpan[]): string {
  const [first] = lane;
  const last = lane.at(-1);
  if (!first || !last) return '';
  const name = `${first.connectionId}·s${first.streamId}`;
  if (lane.length === 1) return name;
  const isOneConnection = lane.every(({ connectionId }) => connectionId === first.connectionId);
  return isOneConnection ? `${name}–s${last.streamId}` : `${lane.length} streams`;
}

function keyOf({ connectionId, streamId }: Place): string {
  return `${connectionId}.${streamId}`;
}
