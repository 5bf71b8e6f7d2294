import type { TransportEvent } from '../../transports/transport.ts';
import type { WireFeedEvent } from '../../transports/wire-feed.ts';

/** Where and when something crossed the wire, on the server's clock. */
export interface WireMark {
  seq: number;
  atMs: number;
  connectionId: number;
  /** Over HTTP/2; null over HTTP/1.1. */
  streamId: number | null;
  direction: 'inbound' | 'outbound';
  /** Method or status as they crossed, over HTTP/2: no API tells a page that CONNECT opened its WebSocket. */
  said?: string;
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
  const said = streamId === null ? undefined : startOf(record);
  const beginning = streamId === null ? beginningOf(record, text) : beginningOfFields(record, said);
  const head: WireMark = { ...here, ...(said !== undefined && { said }) };
  if (beginning === 'preflight') marks.preflights.add(place);
  if (beginning === 'request') marks.requests.push(head);
  if (beginning === 'response' && !marks.preflights.delete(place)) marks.responses.push(head);
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

/** Method or status of a field section; undefined for trailers, which have neither (RFC 9113 §8.1). */
function startOf({ direction, fields = [] }: RecordEvent): string | undefined {
  const wanted = direction === 'inbound' ? ':method' : ':status';
  return fields.find(({ name }) => name === wanted)?.value;
}

/** Interim responses answer nothing. A WebSocket over HTTP/2 is opened by CONNECT (RFC 8441 §4). */
function beginningOfFields({ direction }: RecordEvent, said = ''): Beginning {
  if (direction === 'outbound') return /^[2-5]/.test(said) ? 'response' : undefined;
  if (said === 'OPTIONS') return 'preflight';
  return /^(GET|POST|CONNECT)$/.test(said) ? 'request' : undefined;
}

/** Where each thing that the browser saw crossed the wire; undefined where nobody can say. */
export function marksOfLog(
  log: readonly { event: TransportEvent }[],
  marks: WireMarks,
): (WireMark | undefined)[] {
  let requests = 0;
  let responses = 0;
  return log.map(({ event }) => {
    if (event.type === 'request') return marks.requests[requests++];
    if (event.type === 'response') return marks.responses[responses++];
    if (event.type !== 'delta') return undefined;
    // Without an index of its own, text crossed where the head of its response did.
    const token = event.index === undefined ? undefined : marks.tokens.get(event.index);
    return token ?? marks.responses[responses - 1];
  });
}
