import { expect } from 'vitest';
import {
  createConnectionDissector,
  type Direction,
  dissectConnection,
} from '../../src/dissect/connection.ts';
import { Layer, type Steps } from '../../src/dissect/layer.ts';
import type { Span } from '../../src/dissect/span.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Text as UTF-8; bytes as they are. */
export function bytesOf(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...encoder.encode(part)] : part)),
  );
}

/** Runs one parser over pieces of one input, to the end. */
export function run(parse: (layer: Layer) => Steps, pieces: Uint8Array[]): Span[] {
  const spans: Span[] = [];
  const layer = new Layer(parse, (span) => spans.push(span));
  for (const piece of pieces) layer.feed(piece);
  layer.end();
  return spans;
}

/**
 * What a parser makes of an input, once it is sure that every way of cutting it
 * gives the same spans and that they cover each byte once.
 */
export function dissect(parse: (layer: Layer) => Steps, bytes: Uint8Array): Span[] {
  return sameWhereverCut(bytes, (pieces) => run(parse, pieces));
}

/** The same for the outbound bytes of a connection, after requests that came in one piece. */
export function dissectOutbound(
  bytes: Uint8Array,
  inbound = bytesOf('GET / HTTP/1.1\r\n\r\n'),
): Span[] {
  return sameWhereverCut(
    bytes,
    (pieces) =>
      dissectConnection([
        { direction: 'inbound', bytes: inbound },
        ...toRecords('outbound', pieces),
      ]).outbound,
  );
}

export function dissectInbound(bytes: Uint8Array): Span[] {
  return sameWhereverCut(
    bytes,
    (pieces) => dissectConnection(toRecords('inbound', pieces)).inbound,
  );
}

export function sameWhereverCut(
  bytes: Uint8Array,
  spansOf: (pieces: Uint8Array[]) => Span[],
): Span[] {
  const whole = spansOf([bytes]);
  expectCoverage(whole, bytes.length);
  const wanted = JSON.stringify(whole);
  for (let cut = 1; cut < bytes.length; cut++) {
    const spans = spansOf([bytes.subarray(0, cut), bytes.subarray(cut)]);
    // Comparing text first is faster by far; the other one shows what differs.
    if (JSON.stringify(spans) !== wanted) expect(spans, `cut at ${cut}`).toEqual(whole);
  }
  expect(spansOf(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  return whole;
}

/** Each span begins where the one before ends, and the last one ends with the input. */
export function expectCoverage(spans: readonly Span[], sizeBytes: number): void {
  let at = 0;
  for (const span of spans) {
    expect(span.start).toBe(at);
    expect(span.end).toBeGreaterThan(span.start);
    at = span.end;
  }
  expect(at).toBe(sizeBytes);
}

/** Spans as `kind: text`, for comparing. */
export function shown(spans: readonly Span[], bytes: Uint8Array): string[] {
  return spans.map(
    ({ kind, start, end }) => `${kind}: ${decoder.decode(bytes.subarray(start, end))}`,
  );
}

export function ofKind(spans: readonly Span[], ...kinds: Span['kind'][]): Span[] {
  return spans.filter(({ kind }) => kinds.includes(kind));
}

export function values(spans: readonly Span[], ...kinds: Span['kind'][]): (string | undefined)[] {
  return ofKind(spans, ...kinds).map(({ value }) => value);
}

/** What a connection awaits after these bytes. */
export function awaitsAfter(...records: [Direction, Uint8Array][]): string | undefined {
  const dissector = createConnectionDissector();
  for (const [direction, bytes] of records) dissector.feed(direction, bytes);
  return dissector.end().outbound.awaits;
}

/** Whole numbers below a bound, the same ones for the same seed (mulberry32). */
export function randomNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

function toRecords(direction: Direction, pieces: Uint8Array[]) {
  return pieces.map((bytes) => ({ direction, bytes }));
}
