import { hexOf, LF, textOf } from '../dissect/bytes.ts';
import { chunkedCoding } from '../dissect/chunked-coding.ts';
import { createConnectionDissector } from '../dissect/connection.ts';
import { content } from '../dissect/content.ts';
import { eventStream } from '../dissect/event-stream.ts';
import { Layer, type Steps } from '../dissect/layer.ts';
import { ndjson } from '../dissect/ndjson.ts';
import { partOf, type Span } from '../dissect/span.ts';
import { webSocketFrames } from '../dissect/websocket-frame.ts';
import type { Reads } from './reads.ts';

/**
 * What bytes mean to their receiver: equal lists of meanings, equal answers.
 * Spelling that no receiver looks at is gone: leading zeros of a chunk-size, the
 * case and the order of field names, the masking key, the kind of line end in an
 * event stream.
 */
export interface Meaning {
  /** Equal keys mean the same. */
  key: string;
  /** How a sentence quotes it. */
  shown: string;
  /** May be there or not where the other side does not have it. */
  isOptional?: true;
  /** The span it stands for. */
  span: Span;
}

/** Every byte labelled, as the dissectors do it. */
export function spansOf(reads: Reads, bytes: Uint8Array): Span[] {
  switch (reads) {
    case 'http1-request':
    case 'http1-response':
      return connectionSpans(reads, bytes);
    case 'chunked':
      return layerSpans(chunks, bytes);
    case 'event-stream':
      return layerSpans(eventStream, bytes);
    case 'ndjson':
      return layerSpans(ndjson, bytes);
    case 'websocket-client':
      return layerSpans((layer) => webSocketFrames(layer, { from: 'client', ...PLAIN }), bytes);
    case 'websocket-server':
      return layerSpans((layer) => webSocketFrames(layer, { from: 'server', ...PLAIN }), bytes);
  }
}

function* chunks(layer: Layer): Steps {
  yield* chunkedCoding(layer, layer.inside(content('chunk-data')));
}

const PLAIN = { permessageDeflate: false };

/** A response means something only after a request. */
const ANY_REQUEST = new TextEncoder().encode('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');

function layerSpans(parse: (layer: Layer) => Steps, bytes: Uint8Array): Span[] {
  const spans: Span[] = [];
  const layer = new Layer(parse, (span) => spans.push(span));
  layer.feed(bytes);
  layer.end();
  return spans;
}

function connectionSpans(reads: 'http1-request' | 'http1-response', bytes: Uint8Array): Span[] {
  const direction = reads === 'http1-request' ? 'inbound' : 'outbound';
  const dissector = createConnectionDissector();
  if (direction === 'outbound') dissector.feed('inbound', ANY_REQUEST);
  const fed = dissector.feed(direction, bytes)[direction].spans;
  return [...fed, ...dissector.end()[direction].spans];
}

export function meaningsOf(spans: readonly Span[], bytes: Uint8Array): Meaning[] {
  const found: Meaning[] = [];
  const fields = new FieldGroup();
  let maskingKey: Uint8Array | undefined;
  /** Payload spans that follow each other, and are one payload. */
  let payload: { span: Span; bytes: number[] } | undefined;

  const endPayload = () => {
    if (!payload) return;
    const own = Uint8Array.from(payload.bytes);
    found.push({ key: `payload ${hexOf(own, own.length)}`, shown: quote(own), span: payload.span });
    payload = undefined;
  };

  for (const span of spans) {
    const own = bytes.subarray(span.start, span.end);
    if (span.kind === 'masking-key') maskingKey = own;
    if (span.kind === 'frame-header') maskingKey = undefined;
    if (PAYLOAD.has(span.kind)) {
      payload ??= { span, bytes: [] };
      const from = payload.bytes.length;
      for (const [at, byte] of own.entries()) {
        payload.bytes.push(byte ^ (maskingKey?.[(from + at) % 4] ?? 0));
      }
      continue;
    }
    endPayload();
    if (fields.takes(span, own)) continue;
    if (fields.endsAt(span)) {
      const pairs = fields.sorted();
      found.push(...pairs);
      // Even without data, an id counts only from the empty line on (HTML §9.2.6).
      const hasId = pairs.some(({ key }) => key.startsWith('event-field id:'));
      if (span.kind === 'line-end' && hasId) found.push({ key: 'block-end', shown: '\\n', span });
    }
    const meaning = meaningOf(span, own);
    if (meaning) found.push({ ...meaning, span });
  }
  endPayload();
  return [...found, ...fields.sorted()];
}

/** Bytes that are the message itself, however the dissector has cut them. */
const PAYLOAD = new Set(['text', 'character', 'content', 'payload', 'control-payload']);

function meaningOf(span: Span, own: Uint8Array): Omit<Meaning, 'span'> | undefined {
  const text = textOf(own);
  const said = { key: `${span.kind} ${span.value ?? text}`, shown: span.value ?? quote(own) };
  switch (span.kind) {
    // Nobody looks at these (RFC 9112 §4, §5; RFC 6455 §5.3; HTML §9.2.5).
    case 'reason':
    case 'separator':
    case 'masking-key':
    case 'byte-order-mark':
    case 'event-separator':
    case 'opaque':
      return undefined;
    case 'chunk-extension':
      return { ...said, isOptional: true };
    case 'chunk-size': {
      const size = Number.parseInt(text, 16);
      return { key: `chunk-size ${size}`, shown: text };
    }
    case 'line':
      return text.trim() === '' ? undefined : { key: `line ${jsonKey(text)}`, shown: text };
    case 'head-line-end':
      return own[0] === LF ? { key: 'LF', shown: 'LF without CR' } : undefined;
    case 'head-end':
      return own[0] === LF
        ? { key: 'LF', shown: 'LF without CR' }
        : { key: 'head-end', shown: '\\r\\n' };
    case 'line-end':
      return span.within.line === undefined ? undefined : { key: 'LF', shown: '\\n' };
    case 'dispatch':
      return { key: 'dispatch', shown: '\\n' };
    case 'malformed':
    case 'incomplete':
      return { key: `${span.kind} ${span.label}`, shown: quote(own) };
    default:
      return partOf(span) === 'payload' ? { key: `${span.kind} ${text}`, shown: text } : said;
  }
}

/** JSON values are equal whatever the order of their keys and the space between them. */
function jsonKey(text: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([key, one]) => [key, sorted(one)]);
  };
  return JSON.stringify(sorted(JSON.parse(text)));
}

/** Fields of one head or one event: pairs whose order says nothing, as long as their names differ. */
class FieldGroup {
  #pairs: { name: string; value: string; nameSpan: Span; valueSpan?: Span }[] = [];

  /** Whether the span is part of a field; it is kept then. */
  takes(span: Span, own: Uint8Array): boolean {
    const text = textOf(own);
    const last = this.#pairs.at(-1);
    switch (span.kind) {
      case 'field-name':
        this.#pairs.push({ name: text.toLowerCase(), value: '', nameSpan: span });
        return true;
      case 'event-field':
        this.#pairs.push({ name: text, value: '', nameSpan: span });
        return true;
      case 'comment':
        // One comment keeps a connection alive as well as another, whatever it says.
        if (last?.name !== '') this.#pairs.push({ name: '', value: '', nameSpan: span });
        return true;
      case 'field-value':
      case 'secret':
      case 'event-value':
      case 'event-data':
        if (last) Object.assign(last, { value: text, valueSpan: span });
        return true;
      default:
        return false;
    }
  }

  /** What stands before this span is complete. */
  endsAt({ kind, label }: Span): boolean {
    return (
      ['head-end', 'dispatch', 'malformed', 'incomplete'].includes(kind) ||
      (kind === 'line-end' && label.startsWith('empty line')) ||
      (kind === 'crlf' && label.includes('trailer'))
    );
  }

  sorted(): Meaning[] {
    const pairs = this.#pairs.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    this.#pairs = [];
    return pairs.flatMap(({ name, value, nameSpan, valueSpan }) => {
      // Without an event field the type is "message" as well (HTML §9.2.6).
      if (nameSpan.kind === 'event-field' && name === 'event' && /^(message)?$/.test(value))
        return [];
      const isUnknown = nameSpan.kind === 'event-field' && !EVENT_FIELDS.has(name);
      const isComment = nameSpan.kind === 'comment';
      return {
        key: `${nameSpan.kind} ${name}: ${CASELESS.has(name) ? value.toLowerCase() : value}`,
        shown: isComment ? 'a line that begins with a colon' : `${name}: ${value}`,
        span: valueSpan ?? nameSpan,
        ...((isUnknown || isComment) && { isOptional: true }),
      };
    });
  }
}

const EVENT_FIELDS = new Set(['data', 'id', 'event', 'retry']);

/** Fields whose values read the same in upper and lower case (RFC 9110 §5.6.6, §7.6.1, §7.8, §8.3). */
const CASELESS = new Set([
  'host',
  'connection',
  'upgrade',
  'transfer-encoding',
  'content-encoding',
  'content-type',
  'cache-control',
  'accept',
  'accept-encoding',
  'te',
]);

/** Bytes as a sentence quotes them: text as text, anything else in hexadecimal. */
function quote(bytes: Uint8Array): string {
  const text = textOf(bytes);
  if (/\ufffd|(?![\r\n\t\0])\p{Cc}/u.test(text)) return hexOf(bytes);
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\0', '\\0');
}
