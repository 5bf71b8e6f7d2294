import type { HeaderField } from '#contract/wire-record.ts';
import {
  type ConnectionDissector,
  type Direction,
  type Dissections,
  dissectorOf,
} from './connection.ts';
import type { Fields } from './http1-fields.ts';
import { http2Frames } from './http2-frame.ts';
import type { Span } from './span.ts';

/** What the two directions of a stream have to tell each other. */
export interface Http2Stream {
  /** 0 is the connection itself (RFC 9113 §5.1.1). */
  readonly id: number;
  /** What the field section that is being fed decodes to, where the feed says it. */
  decoded: readonly HeaderField[] | undefined;
  request: Fields | undefined;
  /** Of the final response; interim ones answer nothing (RFC 9113 §8.1). */
  response: Fields | undefined;
}

/**
 * Labels every byte of one stream of an HTTP/2 connection; of the connection
 * itself for stream 0. One record is one frame, and what a field section decodes
 * to comes with the record that ends it: only the whole connection's history can
 * tell (RFC 7541 §2.2).
 *
 * Streams have nothing to tell each other, so each has a dissector of its own.
 */
export function createStreamDissector(streamId: number): ConnectionDissector {
  const stream: Http2Stream = {
    id: streamId,
    decoded: undefined,
    request: undefined,
    response: undefined,
  };
  const dissector = dissectorOf(
    {
      inbound: (layer) => http2Frames(layer, stream, 'inbound'),
      outbound: (layer) => http2Frames(layer, stream, 'outbound'),
    },
    () => stream.request !== undefined && stream.response === undefined,
  );
  return {
    ...dissector,
    feed(direction, bytes, decoded) {
      stream.decoded = decoded;
      const dissections = dissector.feed(direction, bytes);
      stream.decoded = undefined;
      return dissections;
    },
  };
}

/** One record of a stream. */
export interface StreamRecord {
  readonly streamId: number;
  readonly direction: Direction;
  readonly bytes: Uint8Array;
  readonly fields?: readonly HeaderField[] | undefined;
}

/** All streams of a recorded connection at once, by stream identifier. */
export function dissectStreams(
  records: Iterable<StreamRecord>,
): Map<number, Record<Direction, Span[]>> {
  const dissectors = new Map<number, ConnectionDissector>();
  const streams = new Map<number, Record<Direction, Span[]>>();
  for (const { streamId, direction, bytes, fields } of records) {
    const dissector = dissectors.get(streamId) ?? createStreamDissector(streamId);
    dissectors.set(streamId, dissector);
    add(streamId, dissector.feed(direction, bytes, fields));
  }
  for (const [streamId, dissector] of dissectors) add(streamId, dissector.end());
  return streams;

  function add(streamId: number, { inbound, outbound }: Dissections): void {
    const whole = streams.get(streamId) ?? { inbound: [], outbound: [] };
    streams.set(streamId, whole);
    for (const span of inbound.spans) whole.inbound.push(span);
    for (const span of outbound.spans) whole.outbound.push(span);
  }
}
