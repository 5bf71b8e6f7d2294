import type { WireDirection } from '#contract/wire-record.ts';
import { newRecording, type Recording } from '../../../src/islands/experiment/recording.ts';
import type { RunSetup } from '../../../src/islands/experiment/setup.ts';
import { spanText } from '../../../src/islands/inspector/span-text.ts';
import { type Lane, type Row, WireStore } from '../../../src/islands/inspector/wire-store.ts';
import type { WireFeedEvent } from '../../../src/transports/wire-feed.ts';

export type RecordEvent = Extract<WireFeedEvent, { type: 'record' }>;

const encoder = new TextEncoder();

/** Text as UTF-8; bytes as they are. */
export type Bytes = string | number[];

/** The records of one run, numbered as they come; one ms apart. */
export class Feed {
  readonly events: WireFeedEvent[] = [];

  inbound(bytes: Bytes, connectionId = 1): this {
    return this.#record('inbound', bytes, connectionId);
  }

  outbound(bytes: Bytes, connectionId = 1): this {
    return this.#record('outbound', bytes, connectionId);
  }

  close(how: 'client-fin' | 'lab-reset' = 'client-fin', connectionId = 1): this {
    const seq = this.events.length + 1;
    this.events.push({ type: 'close', connectionId, seq, atMs: seq, how });
    return this;
  }

  notKept(direction: WireDirection, sizeBytes: number): this {
    this.events.push({ type: 'not-kept', seq: this.events.length + 1, direction, sizeBytes });
    return this;
  }

  /** The same bytes, each in a record of its own. */
  byteByByte(): Feed {
    const feed = new Feed();
    for (const event of this.events) {
      if (event.type !== 'record') feed.events.push(event);
      else {
        for (const byte of atob(event.bytes)) {
          feed.#record(event.direction, [byte.charCodeAt(0)], event.connectionId);
        }
      }
    }
    return feed;
  }

  toStore(): WireStore {
    const store = new WireStore();
    for (const event of this.events) store.add(event);
    return store;
  }

  #record(direction: WireDirection, bytes: Bytes, connectionId: number): this {
    const seq = this.events.length + 1;
    const raw = typeof bytes === 'string' ? encoder.encode(bytes) : bytes;
    this.events.push({
      type: 'record',
      connectionId,
      streamId: null,
      seq,
      direction,
      atMs: seq,
      bytes: btoa(String.fromCharCode(...raw)),
    });
    return this;
  }
}

export const REQUEST = 'GET /live/ndjson HTTP/1.1\r\nHost: lab\r\n\r\n';
export const CHUNKED_HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n';

export function chunk(data: string): string {
  return `${encoder.encode(data).length.toString(16)}\r\n${data}\r\n`;
}

/** A row as a learner reads it: an arrow and its spans, parted by bars. */
export function shown(row: Row): string {
  if (row.kind === 'close') return `— ${row.close.how} ${row.close.connectionId}`;
  if (row.kind === 'not-kept') return `— ${row.sizeBytes} ${row.direction} not kept`;
  if (row.kind === 'divider') return row.isEarlier ? '— earlier' : '— your run';
  const { lane, first, last } = row;
  const spans = lane.spans.slice(first, last + 1).map((span) => spanText(span, lane.bytes));
  const place =
    lane.streamId === null ? lane.connectionId : `${lane.connectionId}.${lane.streamId}`;
  return `${lane.direction === 'inbound' ? '>' : '<'}${place} ${spans.join('|')}`;
}

export function laneOf(store: WireStore, direction: WireDirection, connectionId = 1): Lane {
  const found = store.lanes.find(
    (lane) => lane.direction === direction && lane.connectionId === connectionId,
  );
  if (!found) throw new Error(`no ${direction} lane of connection ${connectionId}`);
  return found;
}

export function setupOf(transport: RunSetup['transport']): RunSetup {
  return { transport, tokens: 3, intervalMs: 10, seed: 1, stop: 'abort', cut: false };
}

export function emptyRecording(transport: RunSetup['transport'] = 'ndjson'): Recording {
  return newRecording('r'.repeat(32), setupOf(transport), new Date(0));
}
