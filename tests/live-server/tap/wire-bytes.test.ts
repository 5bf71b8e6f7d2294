import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newRunId, startServer, until } from '../support/live-server.ts';
import { connectTo, dechunk, get } from '../support/raw-client.ts';
import { openWebSocket } from '../support/websocket-client.ts';
import { openFeed, readFeed } from '../support/wire-feed.ts';

/** A connection that keeps what goes in and what comes out, beneath any library. */
function watchedSocket(origin: string): { socket: Socket; sent: Buffer[]; received: Buffer[] } {
  const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  const [sent, received]: [Buffer[], Buffer[]] = [[], []];
  const { write } = socket;
  socket.write = (chunk: string | Uint8Array, ...rest: never[]) => {
    const encoding = typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : 'utf8';
    sent.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));
    return (write as (...all: unknown[]) => boolean).call(socket, chunk, ...rest);
  };
  // Not 'data': a library may put back what it does not want yet, and it would count twice.
  const { push } = socket;
  socket.push = (bytes: Buffer | null) => {
    if (bytes !== null) received.push(Buffer.from(bytes));
    return push.call(socket, bytes);
  };
  return { socket, sent, received };
}

describe('the feed and an independent client see the same bytes', () => {
  test.each(['chunked', 'ndjson', 'sse'])('over %s', async (path) => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const target = `/live/${path}?run=${run}&tokens=30&intervalMs=1`;
    const client = await connectTo(server.labOrigin);
    const request = `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    client.send(request);
    await feed.untilEnded();
    expect(feed.text('inbound')).toBe(request);
    expect(feed.bytes('outbound')).toEqual(client.bytes);
    expect(feed.events.at(-1)).toMatchObject({ event: 'end', id: String(feed.ids.at(-1)) });
  });

  test('one write is one record: the head, then one chunk each', async () => {
    const server = await startServer();
    const run = newRunId();
    await (
      await fetch(`${server.labOrigin}/live/chunked?run=${run}&tokens=20&intervalMs=2`)
    ).text();
    const [head, ...writes] = (await readFeed(server, run)).records
      .filter(({ direction }) => direction === 'outbound')
      .map(({ bytes }) => Buffer.from(bytes, 'base64'));
    expect(head?.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    // The first token leaves with the head, the last chunk by itself or with the last token.
    expect(writes.length).toBeGreaterThanOrEqual(19);
    for (const write of writes) expect(dechunk(write).chunks.length).toBeLessThanOrEqual(1);
  });

  test('over fetch-sse, with the run in the body', async () => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const body = JSON.stringify({ prompt: 'héllo', run, tokens: 5, intervalMs: 1 });
    const head =
      'POST /live/sse HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const client = await connectTo(server.labOrigin);
    for (const piece of [head, body.slice(0, 9), body.slice(9)]) {
      client.send(piece);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await feed.untilEnded();
    expect(feed.text('inbound')).toBe(head + body);
    expect(feed.records.filter(({ direction }) => direction === 'inbound')).toHaveLength(3);
    expect(feed.bytes('outbound')).toEqual(client.bytes);
    const times = feed.records.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBe(0);
  });

  test('over fetch-sse, with a chunked body and a 100 (Continue)', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = await connectTo(server.labOrigin);
    const head =
      `POST /live/sse?run=${run} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
      'Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n';
    client.send(head);
    await client.untilText('100 Continue');
    const body = JSON.stringify({ prompt: 'a', tokens: 2, intervalMs: 1 });
    const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    client.send(chunked);
    const feed = await readFeed(server, run);
    expect(feed.text('inbound')).toBe(head + chunked);
    expect(feed.bytes('outbound')).toEqual(client.bytes);
  });

  test('over websocket: handshake, tokens, a 900 KB echo, ping and pong, close', async () => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const { socket, sent, received } = watchedSocket(server.labOrigin);
    const client = openWebSocket(server.labOrigin, `run=${run}&tokens=2000&intervalMs=2`, {
      createConnection: () => socket,
    });
    await client.untilMessages(3);
    client.webSocket.send(Buffer.alloc(900_000, 'binary'));
    await until('it comes back', () => client.binaries.length === 1);
    const pong = new Promise((resolve) => client.webSocket.once('pong', resolve));
    client.webSocket.ping('are you there?');
    await pong;
    client.webSocket.send('{"type":"stop"}');
    await client.untilClosed();
    await feed.untilEnded();
    expect(client.close.code).toBe(1000);
    expect(feed.bytes('inbound').equals(Buffer.concat(sent))).toBe(true);
    expect(feed.bytes('outbound').equals(Buffer.concat(received))).toBe(true);
    expect(feed.notKept).toEqual([]);
    expect(feed.closings).toMatchObject([{ connectionId: 1, how: 'server-close' }]);
  });

  test.each([
    ['short-poll', true],
    ['long-poll', true],
    ['short-poll', false],
    ['long-poll', false],
  ])('over %s, connection kept alive: %s', async (path, isKeptAlive) => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const query = `run=${run}&tokens=4&intervalMs=20`;
    const clients = [await connectTo(server.labOrigin)];
    const requests: string[] = [];
    let cursor = 0;
    while (cursor < 4) {
      const client = isKeptAlive ? clients[0] : await connectTo(server.labOrigin);
      if (!client) throw new Error('no client');
      if (!isKeptAlive) clients.push(client);
      const before = client.bytes.length;
      const request = `GET /live/${path}?${query}&cursor=${cursor} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
      requests.push(request);
      client.send(request);
      const body = () => /\r\n\r\n(\{.*\})$/s.exec(client.bytes.subarray(before).toString());
      await until('it answers', () => body() !== null);
      ({ cursor } = JSON.parse(body()?.[1] ?? ''));
    }
    await feed.untilEnded();
    expect(feed.text('inbound')).toBe(requests.join(''));
    expect(feed.bytes('outbound')).toEqual(Buffer.concat(clients.map(({ bytes }) => bytes)));
    const ids = new Set(feed.records.map(({ connectionId }) => connectionId));
    expect([...ids]).toEqual(isKeptAlive ? [1] : requests.map((_, i) => i + 1));
  });

  test('of a refusal, too', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/sse?run=${run}&tokens=0`);
    await client.untilText('}');
    const feed = await openFeed(server, run);
    await feed.untilRecords(2);
    expect(client.status).toBe(400);
    expect(feed.bytes('outbound')).toEqual(client.bytes);
  });

  test('but for the secrets, which have the same length', async () => {
    const server = await startServer();
    const run = newRunId();
    const secrets = { Cookie: 'a=b', Authorization: 'Bearer x', 'X-Forwarded-For': '192.0.2.1' };
    const client = await get(server.labOrigin, `/live/ndjson?run=${run}&tokens=2`, secrets);
    await client.untilText('0\r\n\r\n');
    const feed = await readFeed(server, run);
    expect(feed.text('inbound')).toBe(
      `GET /live/ndjson?run=${run}&tokens=2 HTTP/1.1\r\nHost: localhost\r\n` +
        'Cookie: ***\r\nAuthorization: ********\r\nX-Forwarded-For: *********\r\n\r\n',
    );
  });
});

describe('the end of a connection is told', () => {
  const streaming = async (query = '') => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const client = await get(server.labOrigin, `/live/chunked?run=${run}&intervalMs=5000${query}`);
    await client.untilText('200 OK');
    return { server, run, feed, client };
  };

  test.each(['client-fin', 'client-rst'] as const)('%s', async (how) => {
    const { feed, client } = await streaming();
    if (how === 'client-fin') client.socket.end();
    else client.socket.resetAndDestroy();
    await feed.untilEnded();
    expect(feed.closings).toMatchObject([{ connectionId: 1, how }]);
  });

  test('lab-reset, and the connection that comes next is number 2', async () => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const target = `/live/sse?run=${run}&tokens=4&intervalMs=1&faults=reset_peer:2`;
    await (await get(server.labOrigin, target)).untilEnded();
    const back = await get(server.labOrigin, target, { 'Last-Event-ID': '2' });
    await back.untilText('event: end');
    await feed.untilEnded();
    expect(feed.closings).toMatchObject([{ connectionId: 1, how: 'lab-reset' }]);
    expect(feed.text('inbound', 2)).toContain('Last-Event-ID: 2\r\n');
    expect(feed.bytes('outbound', 2)).toEqual(back.bytes);
  });

  test('server-close, where the answer ends with the connection (HTTP/1.0)', async () => {
    const server = await startServer();
    const run = newRunId();
    const feed = await openFeed(server, run);
    const client = await connectTo(server.labOrigin);
    client.send(`GET /live/chunked?run=${run}&tokens=2 HTTP/1.0\r\nHost: localhost\r\n\r\n`);
    await feed.untilEnded();
    expect(feed.closings).toMatchObject([{ connectionId: 1, how: 'server-close' }]);
    expect(feed.bytes('outbound')).toEqual(client.bytes);
  });
});
