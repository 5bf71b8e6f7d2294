/**
 * A labelled range of bytes. The spans of one direction are flat: each begins
 * where the one before ends, and together they cover every byte once.
 *
 * They are not nested because the wire is not: an event may begin in one chunk
 * and end in the next. `within` says which units a span belongs to instead.
 */
export interface Span {
  /** Offset of the first byte in the stream of its direction. */
  readonly start: number;
  /** Offset after the last byte. */
  readonly end: number;
  readonly kind: SpanKind;
  /** What it is, in the words of the specification. */
  readonly label: string;
  /** What it says, decoded for people; cut after a few thousand characters. */
  readonly value?: string;
  /** The clause that defines it, for example `RFC 9112 §7.1`. */
  readonly clause: string;
  /** One sentence: why it is there. */
  readonly why?: string;
  /** What no byte range can show: bits of a byte, the steps of unmasking, what an event became. */
  readonly details?: readonly Detail[];
  readonly within: Units;
}

/** One row of the table about a span. */
export interface Detail {
  readonly label: string;
  readonly value: string;
  /** The bits of the byte it stands for, most significant first: `1··· ····`. */
  readonly bits?: string;
  readonly clause?: string;
  readonly why?: string;
}

/** Numbers, from 1, of the units a span belongs to. */
export interface Units {
  /** HTTP request and response of one number belong together; interim responses too. */
  exchange?: number;
  /** HTTP/2 frame of this stream and direction. */
  http2Frame?: number;
  /** Chunk of this message, the last chunk and its trailer section included. */
  chunk?: number;
  /** Block of an event stream up to its empty line, whether it dispatches anything or not. */
  event?: number;
  /** Line of NDJSON. */
  line?: number;
  /** WebSocket frame of this direction, control frames included. */
  frame?: number;
  /** WebSocket message of this direction; control frames belong to none. */
  message?: number;
}

/** What a byte is there for, so that overhead can be counted from the wire itself. */
export type Part = 'head' | 'framing' | 'payload' | 'unknown';

const KINDS = {
  // HTTP/1 head and trailer section
  method: 'head',
  target: 'head',
  version: 'head',
  status: 'head',
  reason: 'head',
  'field-name': 'head',
  'field-value': 'head',
  /** The value of a field that carries a secret; never has a `value`. */
  secret: 'head',
  /** A space, colon or line end between parts of the head. */
  separator: 'head',
  'head-line-end': 'head',
  /** The empty line. */
  'head-end': 'head',

  // chunked transfer coding
  'chunk-size': 'framing',
  'chunk-extension': 'framing',
  crlf: 'framing',

  // HTTP/2 frames
  /** The client's first 24 bytes. */
  preface: 'framing',
  'http2-length': 'framing',
  'http2-type': 'framing',
  'http2-flags': 'framing',
  'http2-stream': 'framing',
  'http2-padding': 'framing',
  'http2-setting': 'framing',
  'http2-error': 'framing',
  /** A number, or bytes, in the payload of a frame that carries neither fields nor content. */
  'http2-value': 'framing',
  /** One representation of a field: its `value` is the whole field, `name: value`. */
  'header-field': 'head',
  /** The same of a field that carries a secret; only the name is in its `value`. */
  'secret-field': 'head',
  'table-size': 'head',

  // event stream
  'byte-order-mark': 'framing',
  comment: 'framing',
  'event-field': 'framing',
  /** The colon and the space before a value. */
  'event-separator': 'framing',
  /** Value of `id`, `event`, `retry` or of a field nobody knows. */
  'event-value': 'framing',
  /** Value of `data`. */
  'event-data': 'payload',
  'line-end': 'framing',
  /** The empty line that makes an event of the lines before it. */
  dispatch: 'framing',

  // other bodies
  line: 'payload',
  text: 'payload',
  /** One character of more than one byte. */
  character: 'payload',
  'json-key': 'payload',
  'json-string': 'payload',
  'json-number': 'payload',
  'json-literal': 'payload',
  'json-punctuation': 'payload',
  content: 'payload',

  // WebSocket frames
  'frame-header': 'framing',
  'frame-length': 'framing',
  'masking-key': 'framing',
  payload: 'payload',
  'control-payload': 'framing',
  'close-code': 'framing',
  'close-reason': 'framing',

  // what could not be read
  incomplete: 'unknown',
  malformed: 'unknown',
  /** Bytes after something malformed, or of a protocol that is not dissected. */
  opaque: 'unknown',
  /** Bytes that crossed the wire and were not kept. */
  gap: 'unknown',
} as const satisfies Record<string, Part>;

export type SpanKind = keyof typeof KINDS;

export const SPAN_KINDS = Object.keys(KINDS) as SpanKind[];

export function partOf({ kind }: Pick<Span, 'kind'>): Part {
  return KINDS[kind];
}

/** How many bytes each part has. */
export function tally(spans: Iterable<Span>): Record<Part, number> {
  const bytes: Record<Part, number> = { head: 0, framing: 0, payload: 0, unknown: 0 };
  for (const span of spans) bytes[partOf(span)] += span.end - span.start;
  return bytes;
}

/** From the first byte of a unit to its last; other units' bytes may lie between them. */
export interface Extent {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** Where the chunks, events, lines, frames or messages of a direction lie: the rulers of the lens. */
export function extents(spans: Iterable<Span>, unit: keyof Units): Extent[] {
  const found: Extent[] = [];
  let exchange: number | undefined;
  for (const { start, end, within } of spans) {
    const number = within[unit];
    if (number === undefined) continue;
    const last = found.at(-1);
    if (last?.number === number && exchange === within.exchange) {
      found[found.length - 1] = { ...last, end };
    } else {
      found.push({ number, start, end });
      exchange = within.exchange;
    }
  }
  return found;
}
