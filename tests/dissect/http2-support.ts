import type { HeaderField } from '../../src/contract/wire-record.ts';
import type { Direction } from '../../src/dissect/connection.ts';
import { createStreamDissector } from '../../src/dissect/http2-stream.ts';
import type { Span } from '../../src/dissect/span.ts';
import { bytesOf, sameWhereverCut } from './support.ts';

/** One frame, whatever is in it. */
export function frame(
  type: number,
  flags: number,
  streamId: number,
  ...payload: (string | number[])[]
): Uint8Array {
  const body = bytesOf(...payload);
  const size = [body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff];
  const stream = [24, 16, 8, 0].map((shift) => (streamId >>> shift) & 0xff);
  return bytesOf([...size, type, flags, ...stream, ...body]);
}

/** A field block of literals, and what it decodes to. */
export function fieldBlock(fields: Record<string, string>): {
  block: number[];
  decoded: HeaderField[];
} {
  const block: number[] = [];
  const decoded: HeaderField[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const start = block.length;
    block.push(0, name.length, ...bytesOf(name), value.length, ...bytesOf(value));
    decoded.push({ name, value, start, end: block.length, as: 'without-indexing' });
  }
  return { block, decoded };
}

export interface Step {
  direction: Direction;
  bytes: Uint8Array;
  decoded?: HeaderField[];
}

/** HEADERS in one frame. */
export function headers(
  direction: Direction,
  streamId: number,
  fields: Record<string, string>,
  flags = 0x04,
): Step {
  const { block, decoded } = fieldBlock(fields);
  return { direction, bytes: frame(0x1, flags, streamId, block), decoded };
}

export const out = (bytes: Uint8Array): Step => ({ direction: 'outbound', bytes });
export const into = (bytes: Uint8Array): Step => ({ direction: 'inbound', bytes });

/** The spans of one stream. */
export function dissectSteps(streamId: number, steps: readonly Step[]): Record<Direction, Span[]> {
  const dissector = createStreamDissector(streamId);
  const whole: Record<Direction, Span[]> = { inbound: [], outbound: [] };
  const add = ({ inbound, outbound }: ReturnType<typeof dissector.end>) => {
    whole.inbound.push(...inbound.spans);
    whole.outbound.push(...outbound.spans);
  };
  for (const { direction, bytes, decoded } of steps) add(dissector.feed(direction, bytes, decoded));
  add(dissector.end());
  return whole;
}

/** The spans of one frame after others, once it is sure that it makes no difference how it is cut. */
export function dissectFrame(step: Step, streamId: number, before: readonly Step[] = []): Span[] {
  const { direction, bytes, decoded } = step;
  return sameWhereverCut(bytes, (pieces) => {
    const steps = pieces.map((piece) => ({ direction, bytes: piece, ...(decoded && { decoded }) }));
    const known = dissectSteps(streamId, before)[direction].length;
    const spans = dissectSteps(streamId, [...before, ...steps])[direction].slice(known);
    const from = before
      .filter((each) => each.direction === direction)
      .reduce((sum, each) => sum + each.bytes.length, 0);
    return spans.map((span) => ({ ...span, start: span.start - from, end: span.end - from }));
  });
}

/** Spans as `kind value`. */
export function said(spans: readonly Span[]): string[] {
  return spans.map(({ kind, value, label }) => `${kind} ${value ?? label}`);
}
