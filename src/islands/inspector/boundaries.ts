import { type Extent, extents, partOf, type Span } from '../../dissect/span.ts';
import type { Inspected } from '../experiment/recording.ts';
import type { Lane } from './wire-store.ts';

/** One ruler of the lens: where the units of one kind begin and end, in bytes of the lane. */
export interface Ruler {
  name: string;
  units: readonly Extent[];
  /** In place of a ruler: why there is none. */
  missing?: string;
}

/** Spans that carry a body and are no part of it: fetch takes them off. */
const CODING: ReadonlySet<Span['kind']> = new Set(['chunk-size', 'chunk-extension', 'crlf']);

/**
 * Rulers over one outbound lane, aligned: writes, framing, reads, parsed units.
 * A WebSocket over HTTP/2 has two of framing, one inside the other.
 */
export function toRulers(lane: Lane, recording: Inspected): Ruler[] {
  return [
    writesRuler(lane),
    ...framingRulers(lane),
    readsRuler(lane, recording),
    parsedRuler(lane),
  ];
}

function writesRuler({ streamId, records }: Lane): Ruler {
  const name = 'writes of the server';
  if (streamId !== null) {
    return { name, units: [], missing: 'a recording of HTTP/2 keeps frames instead' };
  }
  return { name, units: records.map(({ start, end }, i) => ({ number: i + 1, start, end })) };
}

function framingRulers(lane: Lane): Ruler[] {
  const frames = extents(lane.spans, 'frame');
  const inner = frames.length > 0 ? [{ name: 'WebSocket frames', units: frames }] : [];
  if (lane.streamId !== null) {
    return [{ name: 'HTTP/2 frames', units: extents(lane.spans, 'http2Frame') }, ...inner];
  }
  return inner.length > 0 ? inner : [chunksRuler(lane)];
}

function chunksRuler({ spans }: Lane): Ruler {
  const chunks = extents(spans, 'chunk');
  if (chunks.length > 0) return { name: 'chunks', units: chunks };
  return { name: 'chunks', units: [], missing: 'this body has a length and no chunks' };
}

function parsedRuler({ spans }: Lane): Ruler {
  for (const [unit, name] of [
    ['event', 'events'],
    ['line', 'lines'],
    ['message', 'messages'],
  ] as const) {
    const units = extents(spans, unit);
    if (units.length > 0) return { name, units };
  }
  const json = spans.filter(({ kind }) => kind.startsWith('json-'));
  if (json.length > 0) return { name: 'replies', units: extents(json, 'exchange') };
  return { name: 'parsed units', units: [], missing: 'bare text has no units of its own' };
}

/** What `reader.read()` gave counts content; this finds where that content lay on the wire. */
function readsRuler(lane: Lane, recording: Inspected): Ruler {
  const name = 'reads of the browser';
  const sizes = recording.log.flatMap(({ event }) =>
    event.type === 'read' ? [event.sizeBytes] : [],
  );
  if (sizes.length === 0) {
    return { name, units: [], missing: 'this API does not show its reads to the page' };
  }
  const toWire = wireOffsets(lane.spans.filter(isContent));
  const units: Extent[] = [];
  let offset = 0;
  for (const [i, size] of sizes.entries()) {
    const start = toWire(offset);
    offset += size;
    units.push({ number: i + 1, start, end: toWire(offset - 1) + 1 });
  }
  return { name, units };
}

/** Chunk-data or the payload of DATA, without the framing around it and the fields after it. */
function isContent(span: Span): boolean {
  const isCarried = span.within.chunk !== undefined || span.within.http2Frame !== undefined;
  const isCoding = CODING.has(span.kind) || span.kind.startsWith('http2-');
  return isCarried && !isCoding && partOf(span) !== 'head';
}

/** Where a byte of the content lay on the wire; to be asked in rising order. */
function wireOffsets(content: readonly { start: number; end: number }[]) {
  let index = 0;
  let before = 0;
  return (contentOffset: number): number => {
    for (; index < content.length; index++) {
      const { start, end } = content[index] as { start: number; end: number };
      if (contentOffset < before + end - start) return start + contentOffset - before;
      before += end - start;
    }
    return content.at(-1)?.end ?? 0;
  };
}
