import { describe, expect, test } from 'vitest';
import { FakeClock } from '../support/fake-clock.ts';
import { newRunId, problemOf, startServer, until, untilOver } from '../support/live-server.ts';
import { connectTo, get } from '../support/raw-client.ts';
import { openWebSocket } from '../support/websocket-client.ts';
import { openFeed, readFeed } from '../support/wire-feed.ts';

describe('a run shows its own bytes only', () => {
  const poll = (run: string, cursor: number) =>
    `GET /live/short-poll?run=${run}&tokens=2&intervalMs=0&cursor=${cursor} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  test('two runs and requests without a run, one after the other on one connection', async () => {
    const server = await startServer();
    const [a, b] = [newRunId(), newRunId()];
    const client = await connectTo(server.labOrigin);
    const answers: string[] = [];
    const requests = [
      poll(a, 0),
      'GET /live/ndjson?tokens=1 HTTP/1.1\r\nHost: localhost\r\nX-Secret: none of your business\r\n\r\n',
      poll(b, 0),
      `GET /live/runs/${a} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      poll(a, 1),
      poll(b, 2),
    ];
    for (const request of requests) {
      const before = client.bytes.length;
      client.send(request);
      await until('it is answered', () => /(\}|\r\n0\r\n\r\n)$/.test(client.text.slice(before)));
      await new Promise((resolve) => setTimeout(resolve, 20));
      answers.push(client.bytes.subarray(before).toString());
    }
    const [feedA, feedB] = [await readFeed(server, a), await readFeed(server, b)];
    expect(feedA.text('inbound')).toBe(`${requests[0]}${requests[4]}`);
    expect(feedA.text('outbound')).toBe(`${answers[0]}${answers[4]}`);
    expect(feedB.text('inbound')).toBe(`${requests[2]}${requests[5]}`);
    expect(feedB.text('outbound')).toBe(`${answers[2]}${answers[5]}`);
    for (const feed of [feedA, feedB]) {
      expect(feed.records.every(({ connectionId }) => connectionId === 1)).toBe(true);
      expect(feed.closings).toEqual([]);
    }
  });

  test('pipelined requests, all in one read or cut anywhere', async () => {
    const server = await startServer();
    const body = '{"prompt":"a","tokens":1}';
    const post = (run: string) =>
      `POST /live/sse?run=${run} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`;
    const silent = 'GET /live/ndjson?tokens=1 HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const size = poll(newRunId(), 0).length + silent.length + post(newRunId()).length;
    const cuts = Array.from({ length: Math.ceil(size / 7) }, (_, i) => i * 7);
    await Promise.all(
      cuts.map(async (cut) => {
        const [a, b] = [newRunId(), newRunId()];
        const text = poll(a, 0) + silent + post(b) + poll(a, 2);
        const client = await connectTo(server.labOrigin);
        client.send(text.slice(0, cut));
        if (cut > 0) await new Promise((resolve) => setTimeout(resolve, 5));
        client.send(text.slice(cut));
        await client.untilText('event: end');
        await until('all is answered', () => client.text.endsWith('"done":true}'));
        const [feedA, feedB] = await Promise.all([readFeed(server, a), readFeed(server, b)]);
        expect(feedA.text('inbound'), `cut at ${cut}`).toBe(poll(a, 0) + poll(a, 2));
        expect(feedB.text('inbound'), `cut at ${cut}`).toBe(post(b));
        expect(feedB.text('outbound')).toMatch(
          /^HTTP\/1\.1 200 OK.*text\/event-stream.*0\r\n\r\n$/s,
        );
        expect(feedA.text('outbound').match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
      }),
    );
  });

  test('two learners at once', async () => {
    const server = await startServer();
    const learners = await Promise.all(
      ['chunked', 'sse', 'ndjson', 'chunked', 'sse'].map(async (path, seed) => {
        const run = newRunId();
        const feed = await openFeed(server, run);
        const target = `/live/${path}?run=${run}&tokens=40&intervalMs=1&seed=${seed}`;
        return { feed, run, client: await get(server.labOrigin, target) };
      }),
    );
    for (const { feed, run, client } of learners) {
      await feed.untilEnded();
      expect(feed.bytes('outbound')).toEqual(client.bytes);
      expect(feed.text('inbound')).toContain(run);
      for (const other of learners) {
        if (other.run !== run) expect(feed.text('inbound')).not.toContain(other.run);
      }
    }
  });

  test('a guessed id shows nothing, and ends', async () => {
    const server = await startServer({ WIRE_WAIT_MAX_MS: '300' });
    const client = await get(server.labOrigin, `/live/sse?run=${newRunId()}&tokens=2000`);
    const feed = await openFeed(server, newRunId());
    await feed.untilEnded();
    expect(client.ended).toBe(false);
    expect(feed.events).toEqual([{ id: '0', event: 'end', data: '{}' }]);
    expect((await openFeed(server, newRunId(), 0)).status).toBe(204);
  });

  test('a run id is listed nowhere', async () => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    await (await get(server.labOrigin, `/live/sse?run=${run}`)).untilText('id: 1');
    for (const path of ['/healthz', '/control/origins', '/control/runs']) {
      expect(await (await fetch(server.siteOrigin + path)).text()).not.toContain(run);
    }
    feed.leave();
  });
});

describe('GET /control/runs/:run/wire', () => {
  test('is an event stream that nobody buffers', async () => {
    const server = await startServer();
    const feed = await openFeed(server, newRunId());
    expect(feed.status).toBe(200);
    expect(feed.headers.get('content-type')).toBe('text/event-stream');
    expect(feed.headers.get('cache-control')).toBe('no-store');
    expect(feed.headers.get('x-accel-buffering')).toBe('no');
    const head = await fetch(`${server.siteOrigin}/control/runs/${newRunId()}/wire`, {
      method: 'HEAD',
    });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test.each(['short', 'x'.repeat(65), `${'a'.repeat(21)}!`])('run id %s gets 400', async (run) => {
    const server = await startServer();
    const response = await fetch(`${server.siteOrigin}/control/runs/${run}/wire`);
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ parameter: 'run', found: run });
  });

  test.each(['-1', 'x', '01', '1.5', '99'])('Last-Event-ID %s gets 400', async (id) => {
    const server = await startServer();
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${run}&tokens=1`)).text();
    expect((await openFeed(server, run, id)).status).toBe(400);
  });

  test('brings records while the run goes on, in order, with the times of the server', async () => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const client = await get(server.labOrigin, `/live/sse?run=${run}&tokens=10&intervalMs=50`);
    await feed.untilRecords(5);
    expect(client.text).not.toContain('event: end');
    await feed.untilEnded();
    expect(feed.ids).toEqual(feed.ids.map((_, i) => i + 1));
    const times = feed.records.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBeGreaterThan(450);
    expect(times.at(-1)).toBeLessThan(2000);
  });

  test('goes on after any event, nothing lost, nothing twice; 204 after the last', async () => {
    const server = await startServer();
    const run = newRunId();
    const target = `/live/sse?run=${run}&tokens=6&intervalMs=1&faults=reset_peer:3`;
    await (await get(server.labOrigin, target)).untilEnded();
    await (await get(server.labOrigin, target, { 'Last-Event-ID': '3' })).untilText('event: end');
    const whole = await readFeed(server, run);
    expect(whole.closings).toHaveLength(1);
    await Promise.all(
      whole.ids.map(async (_, seq) => {
        const rest = await openFeed(server, run, seq);
        await rest.untilEnded();
        expect(rest.events).toEqual(whole.events.slice(seq));
      }),
    );
    expect((await openFeed(server, run, whole.ids.length)).status).toBe(204);
  });

  test('resumed in mid-run at every event, nothing is lost and nothing comes twice', async () => {
    const server = await startServer();
    const run = newRunId();
    let feed = await openFeed(server, run);
    const client = await get(server.labOrigin, `/live/sse?run=${run}&tokens=25&intervalMs=10`);
    const records: unknown[] = [];
    for (;;) {
      await until('something comes', () => feed.ended || feed.records.length > 0);
      records.push(...feed.records);
      if (feed.ended) break;
      const last = feed.ids.at(-1);
      feed.leave();
      feed = await openFeed(server, run, last);
    }
    expect(records).toEqual((await readFeed(server, run)).records);
    expect(client.text).toContain('event: end');
  });

  test('a run that could go on is waited for, until it has been silent for long', async () => {
    const server = await startServer({ WIRE_IDLE_MAX_MS: '700' });
    const run = newRunId();
    const feed = await openFeed(server, run);
    const target = `/live/sse?run=${run}&tokens=6&intervalMs=1&faults=reset_peer:3`;
    await (await get(server.labOrigin, target)).untilEnded();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(feed.ended).toBe(false);
    await feed.untilEnded();
    expect(feed.closings).toMatchObject([{ how: 'lab-reset' }]);
    expect((await openFeed(server, run, feed.ids.length)).status).toBe(204);
  });

  test('of a stopped poll ends soon', async () => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    await fetch(`${server.labOrigin}/live/short-poll?run=${run}&intervalMs=5000`);
    await fetch(`${server.labOrigin}/live/runs/${run}`, { method: 'DELETE' });
    await feed.untilEnded();
    expect(feed.records).toHaveLength(2);
  });

  test('sends a comment when there is nothing to tell', async () => {
    const server = await startServer({ HEARTBEAT_MS: '100' });
    const client = await get(server.siteOrigin, `/control/runs/${newRunId()}/wire`);
    await client.untilText(': still here\n\n');
  });

  test('ends when the server goes away, with what came last', async () => {
    const server = await startServer({ SHUTDOWN_MAX_MS: '2000' });
    const run = newRunId();
    const [feed, waiting] = [await openFeed(server, run), await openFeed(server, newRunId())];
    await (await get(server.labOrigin, `/live/sse?run=${run}&intervalMs=5000`)).untilText('id: 1');
    await server.close();
    await Promise.all([feed.untilEnded(), waiting.untilEnded()]);
    expect(feed.text('outbound')).toContain(': the server is going away');
  });
});

describe('what the tap keeps is bounded', () => {
  test('what does not fit into the log of a run is said, to the byte', async () => {
    const server = await startServer({ WIRE_BYTES_PER_RUN_MAX: '2048' });
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/ndjson?run=${run}&tokens=200&intervalMs=0`);
    await client.untilText('"end"');
    await client.untilText('\r\n0\r\n\r\n');
    const feed = await readFeed(server, run);
    const lost = feed.notKept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    expect(feed.bytes('inbound').length + feed.bytes('outbound').length).toBeLessThanOrEqual(2048);
    expect(feed.bytes('outbound').length + lost).toBe(client.bytes.length);
    expect(feed.ids).toEqual(feed.ids.map((_, i) => i + 1));
  });

  test('records beyond the limit are said as well', async () => {
    const server = await startServer({ WIRE_RECORDS_PER_RUN_MAX: '5' });
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/sse?run=${run}&tokens=50&intervalMs=1`)).text();
    const feed = await readFeed(server, run);
    expect(feed.records).toHaveLength(5);
    expect(feed.notKept.length).toBeGreaterThan(0);
    expect(feed.notKept.length).toBeLessThan(10);
  });

  test('a body that is too long to be held until its run is known is said', async () => {
    const server = await startServer({ WIRE_HELD_BYTES_MAX: '1024' });
    const run = newRunId();
    const body = JSON.stringify({ prompt: 'x'.repeat(3000), run, tokens: 1 });
    const client = await connectTo(server.labOrigin);
    client.send(
      'POST /live/sse HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
        `Content-Length: ${body.length}\r\n\r\n`,
    );
    for (let at = 0; at < body.length; at += 500) {
      client.send(body.slice(at, at + 500));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const feed = await readFeed(server, run);
    const lost = feed.notKept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    expect(feed.notKept[0]?.direction).toBe('inbound');
    expect(feed.bytes('inbound').length + lost).toBe(client.socket.bytesWritten);
  });

  test('requests without a run leave nothing behind', async () => {
    const server = await startServer();
    for (const path of ['ndjson?tokens=2', 'sse?tokens=2', 'nothing', 'chunked?tokens=0']) {
      await (await fetch(`${server.labOrigin}/live/${path}`)).text();
    }
    expect(server.counts().wire).toEqual({ runs: 0, allocatedBytes: 0, feeds: 0 });
  });

  test('a feed whose reader leaves costs nothing more', async () => {
    const clock = new FakeClock();
    const server = await startServer({}, clock);
    const before = clock.pending;
    const feeds = await Promise.all(Array.from({ length: 20 }, () => openFeed(server, newRunId())));
    expect(server.counts().wire.feeds).toBe(20);
    for (const feed of feeds) feed.leave();
    await until('they are gone', () => server.counts().wire.feeds === 0);
    expect(clock.pending).toBe(before);
  });

  test('a feed whose reader does not read is let go, and the run does not notice', async () => {
    const server = await startServer({
      UNREAD_BYTES_MAX: '65536',
      UNREAD_TIME_MAX_MS: '100',
      WIRE_BYTES_PER_RUN_MAX: String(64 * 1024 * 1024),
    });
    const run = newRunId();
    const reader = await get(server.siteOrigin, `/control/runs/${run}/wire`);
    reader.socket.pause();
    const client = openWebSocket(server.labOrigin, `run=${run}&tokens=2000&intervalMs=5`);
    await client.untilOpen();
    for (let i = 0; i < 6; i++) client.webSocket.send(Buffer.alloc(1_000_000));
    await until('the reader is let go', () => server.counts().wire.feeds === 0, 10_000);
    const before = client.messages.length;
    await client.untilMessages(before + 3);
    expect(client.binaries).toHaveLength(6);
  }, 15_000);

  test('minutes after the run what was seen is forgotten', async () => {
    const clock = new FakeClock();
    const server = await startServer({ WIRE_KEPT_MAX_MS: '60000', WIRE_WAIT_MAX_MS: '10' }, clock);
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${run}&tokens=1`)).text();
    expect((await untilOver(server, run)).state).toBe('done');
    expect(server.counts().wire.runs).toBe(1);
    await clock.advance(68_000);
    expect(server.counts().wire).toMatchObject({ runs: 0, allocatedBytes: 0 });
    expect((await openFeed(server, run, 1)).status).toBe(204);
  });

  test('with TAP=off there is nothing to see', async () => {
    const server = await startServer({ TAP: 'off', WIRE_WAIT_MAX_MS: '10' });
    const run = newRunId();
    const feed = await openFeed(server, run);
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${run}&tokens=1`)).text();
    await feed.untilEnded();
    expect(feed.records).toEqual([]);
  });
});
