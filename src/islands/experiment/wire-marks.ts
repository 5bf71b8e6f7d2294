import type { WireFeedEvent } from '../../transports/wire-feed.ts';

/** Where and when something crossed the wire, on the server's clock. */
export interface WireMark {
  seq: number;
  atMs: number;
  connectionId: number;
  /** Over HTTP/2; null over HTTP/1.1. */
  streamId: number | null;
  direction: 'inbound' | 'outbound';
}

/** The moments of the server's lane that the diagram can name. */
export interface WireMarks {
  /** Heads of requests and of responses, in order. */
  requests: WireMark[];
  responses: WireMark[];
  /** By the index that a token carries on the wire. */
  tokens: Map<number, WireMark>;
  /** Connections, or streams, whose next response answers a preflight: the page sees neither. */
  preflights: Set<string>;
}

export function newWireMarks(): WireMarks {
  return { requests: [], responses: [], tokens: new Map(), preflights: new Set() };
}

type RecordEvent = Extract<WireFeedEvent, { type: 'record' }>;

/** What begins in a record: a message that the page knows of, one that it does not, or none. */
type Beginning = 'request' | 'response' | 'preflight' | undefined;

/** Reads the marks of one record; a write of our endpoints holds whole messages. */
export function mark(marks: WireMarks, record: RecordEvent): void {
  const { seq, atMs, connectionId, streamId, direction, earlier } = record;
  // The connection's own frames carry no message, and what came before the run none of the run's.
  if (earlier || streamId === 0) return;
  const here: WireMark = { seq, atMs, connectionId, streamId, direction };
  const place = `${connectionId}.${streamId ?? ''}`;
  const text = atob(record.bytes);
  const beginning = streamId === null ? beginningOf(record, text) : beginningOfFields(record);
  if (beginning === 'preflight') marks.preflights.add(place);
  if (beginning === 'request') marks.requests.push(here);
  if (beginning === 'response' && !marks.preflights.delete(place)) marks.responses.push(here);
  if (direction === 'inbound') return;
  for (const [, index] of text.matchAll(/"index":(\d+)/g)) {
    if (!marks.tokens.has(Number(index))) marks.tokens.set(Number(index), here);
  }
}

function beginningOf({ direction }: RecordEvent, text: string): Beginning {
  if (direction === 'outbound') return text.startsWith('HTTP/1.1 ') ? 'response' : undefined;
  if (text.startsWith('OPTIONS /')) return 'preflight';
  return /^(GET|POST) \//.test(text) ? 'request' : undefined;
}

/** Interim responses answer nothing; trailers have neither method nor status (RFC 9113 §8.1). */
function beginningOfFields({ direction, fields = [] }: RecordEvent): Beginning {
  const fieldValue = (name: string) => fields.find((field) => field.name === name)?.value;
  if (direction === 'outbound')
    return /^[2-5]/.test(fieldValue(':status') ?? '') ? 'response' : undefined;
  const method = fieldValue(':method');
  if (method === 'OPTIONS') return 'preflight';
  // A WebSocket over HTTP/2 is opened by CONNECT (RFC 8441 §4).
  return method && /^(GET|POST|CONNECT)$/.test(method) ? 'request' : undefined;
}
