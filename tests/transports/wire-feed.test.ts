import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../live-server/config.ts';
import { type LiveServer, startLiveServer } from '../../live-server/server.ts';
import { newRunId } from '../../src/transports/control.ts';
import { transports } from '../../src/transports/index.ts';
import { followWire, type WireFeedEvent } from '../../src/transports/wire-feed.ts';
import { ENVIRONMENT } from '../live-server/support/live-server.ts';
import { run, serve } from './support.ts';

const EVENT_STREAM = { 'Content-Type': 'text/event-stream' };

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer(readConfig(ENVIRONMENT));
});
afterAll(() => server.close());

const noAbort = () => new AbortController().signal;

function textOf(events: WireFeedEvent[], direction: 'inbound' | 'outbound'): string {
  return events
    .map((event) =>
      event.type === 'record' && event.direction === direction ? atob(event.bytes) : '',
    )
    .join('');
}

describe('the feed of a run', () => {
  test('may be opened before the run is, brings every byte, and ends with it', async () => {
    const id = newRunId();
    const events: WireFeedEvent[] = [];
    const over = followWire(id, noAbort(), (event) => events.push(event), server.siteOrigin);
    const request = { origin: server.labOrigin, run: id, tokens: 5, intervalMs: 1 };
    const { error } = await run(transports.ndjson, request);
    expect(error).toBeUndefined();
    await over;
    expect(textOf(events, 'inbound')).toMatch(new RegExp(`^GET /live/ndjson\\?run=${id}&`));
    expect(textOf(events, 'outbound')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(textOf(events, 'outbound')).toContain('"index":5');
    expect(textOf(events, 'outbound')).toMatch(/\r\n0\r\n\r\n$/);
    const seqs = events.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
  });

  test('brings records while the run lasts', async () => {
    const id = newRunId();
    const stop = new AbortController();
    const outcome = run(
      transports.ndjson,
      { origin: server.labOrigin, run: id, tokens: 2000, intervalMs: 20 },
      { signal: stop.signal },
    );
    // Nobody stops the run before a record of it is here.
    await followWire(
      id,
      noAbort(),
      ({ type }) => type === 'record' && stop.abort(),
      server.siteOrigin,
    );
    expect((await outcome).error).toBeUndefined();
  });

  test('says how a cut connection ended', async () => {
    const id = newRunId();
    const events: WireFeedEvent[] = [];
    const over = followWire(id, noAbort(), (event) => events.push(event), server.siteOrigin);
    const request = { origin: server.labOrigin, run: id, tokens: 5, faults: 'reset_peer:2' };
    await run(transports.ndjson, request);
    await over;
    expect(events.filter(({ type }) => type === 'close')).toMatchObject([{ how: 'lab-reset' }]);
  });

  test('has nothing of another run', async () => {
    const [mine, theirs] = [newRunId(), newRunId()];
    const events: WireFeedEvent[] = [];
    const over = followWire(mine, noAbort(), (event) => events.push(event), server.siteOrigin);
    await Promise.all(
      [mine, theirs].map((id) =>
        run(transports.sse, { origin: server.labOrigin, run: id, tokens: 20, intervalMs: 1 }),
      ),
    );
    await over;
    const text = textOf(events, 'inbound') + textOf(events, 'outbound');
    expect(text).toContain(mine);
    expect(text).not.toContain(theirs);
  });
});

describe('who follows is let go', () => {
  test('when it aborts, also before it has begun', async () => {
    const stop = new AbortController();
    const over = followWire(newRunId(), stop.signal, () => {}, server.siteOrigin);
    stop.abort();
    await over;
    await followWire(newRunId(), AbortSignal.abort(), () => {}, server.siteOrigin);
  });

  test('when there is no server', async () => {
    await followWire(newRunId(), noAbort(), () => {}, 'http://127.0.0.1:9');
  });

  test('when there is no feed', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(404).end());
    await followWire(newRunId(), noAbort(), () => {}, origin);
  });

  test('when the run was forgotten while the connection was away', async () => {
    const lastEventIds: unknown[] = [];
    const { origin } = await serve((request, response) => {
      lastEventIds.push(request.headers['last-event-id']);
      if (lastEventIds.length > 1) response.writeHead(204).end();
      else response.writeHead(200, EVENT_STREAM).end('retry: 1\n\nid: 1\ndata: {"seq":1}\n\n');
    });
    const events: WireFeedEvent[] = [];
    await followWire(newRunId(), noAbort(), (event) => events.push(event), origin);
    expect(events).toEqual([{ type: 'record', seq: 1 }]);
    expect(lastEventIds).toEqual([undefined, '1']);
  });

  test('when a server that was there does not come back', async () => {
    const { origin, server: gone } = await serve((_request, response) => {
      response.writeHead(200, { ...EVENT_STREAM, Connection: 'close' }).end('retry: 1\n\n');
      gone.close();
    });
    await followWire(newRunId(), noAbort(), () => {}, origin);
  });
});
