import type { WireFeedEvent } from '../../transports/wire-feed.ts';

/** Where and when something crossed the wire, on the server's clock. */
export interface WireMark {
  seq: number;
  atMs: number;
  connectionId: number;
  direction: 'inbound' | 'outbound';
}

/** The moments of the server's lane that the diagram can name. */
export interface WireMarks {
  /** Heads of requests and of responses, in order. */
  requests: WireMark[];
  responses: WireMark[];
  /** By the index that a token carries on the wire. */
  tokens: Map<number, WireMark>;
  /** Connections whose next response answers a preflight: the page sees neither. */
  preflights: Set<number>;
}

export function newWireMarks(): WireMarks {
  return { requests: [], responses: [], tokens: new Map(), preflights: new Set() };
}

/** Reads the marks of one record; a write of our endpoints holds whole messages. */
export function mark(marks: WireMarks, record: Extract<WireFeedEvent, { type: 'record' }>): void {
  const { seq, atMs, connectionId, direction } = record;
  const here: WireMark = { seq, atMs, connectionId, direction };
  const text = atob(record.bytes);
  if (direction === 'inbound') {
    if (/^(GET|POST) \//.test(text)) marks.requests.push(here);
    if (text.startsWith('OPTIONS /')) marks.preflights.add(connectionId);
    return;
  }
  const answersPreflight = text.startsWith('HTTP/1.1 ') && marks.preflights.delete(connectionId);
  if (text.startsWith('HTTP/1.1 ') && !answersPreflight) marks.responses.push(here);
  for (const [, index] of text.matchAll(/"index":(\d+)/g)) {
    if (!marks.tokens.has(Number(index))) marks.tokens.set(Number(index), here);
  }
}
