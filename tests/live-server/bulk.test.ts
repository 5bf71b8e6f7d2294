import { describe, expect, test } from 'vitest';
import { BULK_BYTES, type BulkReport } from '#contract/bulk.ts';
import type { LiveServer } from '../../live-server/server.ts';
import {
  ask,
  connectFrames,
  EMPTY_SETTINGS,
  fieldBlock,
  frame,
  openSession,
  PREFACE,
} from './support/http2-client.ts';
import { newRunId, problemOf, startServer, until } from './support/live-server.ts';
import { connectTo, get } from './support/raw-client.ts';

const MIB = 1024 * 1024;
/** What a client grants that says nothing about it, per stream and per connection (RFC 9113 §6.9.2). */
const WINDOW_BYTES = 65_535;
/** Frame types (RFC 9113 §6), and the flags of a whole request without a body. */
const [DATA, HEADERS, PING, WINDOW_UPDATE] = [0x0, 0x1, 0x6, 0x8];
const END_HEADERS_AND_STREAM = 0x5;

/** Over the other origin: the connection in question may be out of credit. */
async function reportOf(server: LiveServer, id: string): Promise<BulkReport> {
  return (await fetch(`${server.labOrigin}/live/bulk/${id}`)).json();
}

describe('GET /live/bulk', () => {
  test.each([0, 1, 65_537, 4 * MIB])('brings exactly %i bytes', async (bytes) => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/bulk?bytes=${bytes}`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-length')).toBe(String(bytes));
    expect((await response.arrayBuffer()).byteLength).toBe(bytes);
  });

  test('is 1 MiB without a wish, over HTTP/2 as well', async () => {
    const { labTlsOrigin } = await startServer();
    const answer = await ask(await openSession(labTlsOrigin), '/live/bulk');
    expect(answer.headers['content-length']).toBe(String(MIB));
    expect(answer.body.length).toBe(MIB);
  });

  test('HEAD says how long it would be', async () => {
    const { labOrigin } = await startServer();
    const target = `${labOrigin}/live/bulk?bytes=${BULK_BYTES.max}`;
    const response = await fetch(target, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe(String(32 * MIB));
  });

  test.each([`bytes=${BULK_BYTES.max + 1}`, 'bytes=-1', 'tokens=1', 'run=x', 'report=x'])(
    '?%s gets 400',
    async (query) => {
      const { labOrigin } = await startServer();
      const response = await fetch(`${labOrigin}/live/bulk?${query}`);
      expect((await problemOf(response)).status).toBe(400);
    },
  );

  test('a client that does not read is let go, and leaves nothing behind', async () => {
    const server = await startServer({ UNREAD_TIME_MAX_MS: '100' });
    const client = await connectTo(server.labOrigin);
    client.socket.pause();
    client.send(`GET /live/bulk?bytes=${BULK_BYTES.max} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await until('it is connected', () => server.counts().connections > 0);
    await until('it is let go', () => server.counts().connections === 0);
  });

  test('a stream that lasts too long is let go', async () => {
    const server = await startServer({ STREAM_TIME_MAX_MS: '100' });
    const client = await get(server.labOrigin, `/live/bulk?bytes=${BULK_BYTES.max}`);
    client.socket.pause();
    await until('it is let go', () => server.counts().connections === 0);
  });

  test('more than a stream may send is cut, and seen to be cut', async () => {
    const { labOrigin } = await startServer({ STREAM_BYTES_MAX: String(MIB) });
    const response = await fetch(`${labOrigin}/live/bulk?bytes=${2 * MIB}`);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });
});

describe('GET /live/bulk/:report', () => {
  test('a body that nobody reads uses up the credit of an HTTP/2 connection, and others wait for it', async () => {
    const server = await startServer();
    // It grants no credit of its own accord; Node's client returns that of the connection at once.
    const client = await connectFrames(server.labTlsOrigin);
    const report = newRunId();
    const dataBytes = (streamId: number) =>
      client.frames
        .filter((one) => one.type === DATA && one.streamId === streamId)
        .reduce((sum, { payload }) => sum + payload.length, 0);
    const bulk = fieldBlock(`/live/bulk?bytes=${MIB}&report=${report}`);
    client.send(PREFACE, EMPTY_SETTINGS, frame(HEADERS, END_HEADERS_AND_STREAM, 1, bulk));
    await until('the credit is used up', () => dataBytes(1) === WINDOW_BYTES);
    const seen = await reportOf(server, report);
    expect(seen).toMatchObject({ bodies: 1, open: 1, connections: 1, creditBytes: 0 });
    expect(seen.handedOverBytes).toBeLessThanOrEqual(WINDOW_BYTES);
    expect(seen.handedOverBytes).toBeGreaterThan(WINDOW_BYTES - 16 * 1024);

    // HEADERS need no credit (RFC 9113 §5.2.1), DATA does.
    const small = fieldBlock('/live/chunked?tokens=1&intervalMs=0');
    client.send(frame(HEADERS, END_HEADERS_AND_STREAM, 3, small));
    await client.untilFrame(({ type, streamId }) => type === HEADERS && streamId === 3);
    client.send(frame(PING, 0, 0, Buffer.alloc(8)));
    await client.untilFrame(({ type }) => type === PING);
    expect(dataBytes(3)).toBe(0);
    client.send(frame(WINDOW_UPDATE, 0, 0, Buffer.from([0, 0, 0, 100])));
    await until('the other stream goes on', () => dataBytes(3) > 0);
  });

  test('over HTTP/1.1 there is no credit, and every body has a connection', async () => {
    const server = await startServer();
    const report = newRunId();
    const path = `/live/bulk?bytes=100000&report=${report}`;
    const clients = [await get(server.labOrigin, path), await get(server.labOrigin, path)];
    for (const client of clients) await client.untilText('HTTP/1.1 200');
    await until('all is handed over', async () => (await reportOf(server, report)).open === 0);
    expect(await reportOf(server, report)).toEqual({
      bodies: 2,
      open: 0,
      connections: 2,
      handedOverBytes: 200_000,
      creditBytes: null,
    });
  });

  test('an id that nobody used gets 404', async () => {
    const { labOrigin } = await startServer();
    expect((await fetch(`${labOrigin}/live/bulk/${newRunId()}`)).status).toBe(404);
  });
});
