import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { onTestFinished } from 'vitest';
import type { WireClose, WireDirection, WireNotKept, WireRecord } from '#contract/wire-record.ts';
import type { LiveServer } from '../../../live-server/server.ts';
import { until } from './live-server.ts';

/** A reader of GET /control/runs/:run/wire that keeps what it is told. */
export class FeedReader {
  readonly status: number;
  readonly headers: Headers;
  readonly events: EventSourceMessage[] = [];
  /** Whether the server has ended the feed. */
  ended = false;
  readonly #abort: AbortController;

  constructor(response: Response, abort: AbortController) {
    this.status = response.status;
    this.headers = response.headers;
    this.#abort = abort;
    void this.#read(response);
  }

  get records(): WireRecord[] {
    return this.#dataOf<WireRecord>(undefined);
  }

  get closings(): WireClose[] {
    return this.#dataOf<WireClose>('close');
  }

  get notKept(): WireNotKept[] {
    return this.#dataOf<WireNotKept>('not-kept');
  }

  /** Ids of everything but the end, in the order in which they came. */
  get ids(): number[] {
    return this.events.filter(({ event }) => event !== 'end').map(({ id }) => Number(id));
  }

  /** All bytes of one direction; of one connection where that is given. */
  bytes(direction: WireDirection, connectionId?: number): Buffer {
    const records = this.records.filter(
      (record) =>
        record.direction === direction &&
        (connectionId === undefined || record.connectionId === connectionId),
    );
    return Buffer.concat(records.map(({ bytes }) => Buffer.from(bytes, 'base64')));
  }

  text(direction: WireDirection, connectionId?: number): string {
    return this.bytes(direction, connectionId).toString();
  }

  leave(): void {
    this.#abort.abort();
  }

  async untilRecords(count: number): Promise<void> {
    await until(`${count} records came`, () => this.records.length >= count);
  }

  async untilEnded(): Promise<void> {
    await until('the feed has ended', () => this.ended, 10_000);
  }

  #dataOf<Data>(type: string | undefined): Data[] {
    return this.events.filter(({ event }) => event === type).map(({ data }) => JSON.parse(data));
  }

  async #read({ body }: Response): Promise<void> {
    const parser = createParser({ onEvent: (event) => this.events.push(event) });
    const decoder = new TextDecoder();
    try {
      for await (const bytes of body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
      this.ended = true;
    } catch {
      // It left, or was let go.
    }
  }
}

export async function openFeed(
  { siteOrigin }: LiveServer,
  run: string,
  lastEventId?: number | string,
): Promise<FeedReader> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const headers = lastEventId === undefined ? undefined : { 'Last-Event-ID': String(lastEventId) };
  const response = await fetch(`${siteOrigin}/control/runs/${run}/wire`, {
    signal: abort.signal,
    headers,
  });
  return new FeedReader(response, abort);
}

/** Reads a feed from its first to its last event. */
export async function readFeed(server: LiveServer, run: string): Promise<FeedReader> {
  const feed = await openFeed(server, run);
  await feed.untilEnded();
  return feed;
}
