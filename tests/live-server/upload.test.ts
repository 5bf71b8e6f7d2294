import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { UPLOAD_BYTES_MAX, type UploadReport } from '#contract/upload.ts';
import { ask, openSession } from './support/http2-client.ts';
import { newRunId, problemOf, startServer, until } from './support/live-server.ts';
import { connectTo } from './support/raw-client.ts';
import { readFeed } from './support/wire-feed.ts';

const post = (body: BodyInit): RequestInit => ({ method: 'POST', body });

describe('POST /live/upload', () => {
  test('counts what arrives, read by read', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/upload`, post(Buffer.alloc(300_000)));
    const report: UploadReport = await response.json();
    expect(report.bytes).toBe(300_000);
    expect(report.reads.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(300_000);
    expect(report.reads.length).toBeGreaterThan(1);
    const times = report.reads.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('over HTTP/2 it counts the same', async () => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    const answer = await ask(session, '/live/upload', { ':method': 'POST' }, 'x'.repeat(200_000));
    expect(JSON.parse(answer.body)).toMatchObject({ bytes: 200_000 });
  });

  test('an empty body is no bytes in no reads', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/upload`, { method: 'POST' });
    expect(await response.json()).toEqual({ bytes: 0, reads: [] });
  });

  test('reads no faster than it is asked to', async () => {
    const { labOrigin } = await startServer();
    const target = `${labOrigin}/live/upload?bytesPerSecond=400000`;
    const report: UploadReport = await (await fetch(target, post(Buffer.alloc(200_000)))).json();
    const last = report.reads.at(-1);
    const before = report.bytes - (last?.bytes ?? 0);
    expect(last?.atMs).toBeGreaterThanOrEqual((before / 400_000) * 1000 - 1);
  });

  test('a client that accepts an event stream is told while it still sends', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    client.send(
      'POST /live/upload HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Length: 8\r\n\r\nhalf',
    );
    await client.untilText('event: progress');
    expect(client.text).toContain('"bytes":4}');
    expect(client.text).not.toContain('event: end');
    client.send('rest');
    await client.untilText('event: end');
    expect(client.text).toContain('{"bytes":8,"reads":[');
  });

  test.each([
    ['by its length', { 'content-length': String(UPLOAD_BYTES_MAX + 1) }],
    ['by what arrives', { 'transfer-encoding': 'chunked' }],
  ])('more than 8 MiB gets 413, known %s', async (_, headers) => {
    const { labOrigin } = await startServer();
    const answer = new Promise<number | undefined>((resolve, reject) => {
      const upload = request(`${labOrigin}/live/upload`, { method: 'POST', headers }, (response) =>
        resolve(response.resume().statusCode),
      );
      upload.on('error', reject);
      const part = Buffer.alloc(64 * 1024);
      const send = () => {
        while (!upload.destroyed && upload.write(part));
      };
      upload.on('drain', send);
      upload.on('response', () => upload.destroy());
      send();
    });
    expect(await answer).toBe(413);
  });

  test('exactly 8 MiB is accepted', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/upload`, post(Buffer.alloc(UPLOAD_BYTES_MAX)));
    expect(await response.json()).toMatchObject({ bytes: UPLOAD_BYTES_MAX });
  });

  test.each(['bytesPerSecond=0', 'bytesPerSecond=1e6', 'tokens=3', 'run=short'])(
    '?%s gets 400',
    async (query) => {
      const { labOrigin } = await startServer();
      const response = await fetch(`${labOrigin}/live/upload?${query}`, post('x'));
      expect((await problemOf(response)).status).toBe(400);
    },
  );

  test('a client that leaves in the middle leaves nothing behind', async () => {
    const server = await startServer();
    const client = await connectTo(server.labOrigin);
    client.send(
      'POST /live/upload?bytesPerSecond=1000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n',
    );
    client.send('x'.repeat(3000));
    await until('it is connected', () => server.counts().connections > 0);
    client.socket.resetAndDestroy();
    await until('nothing is open', () => server.counts().connections === 0);
  });

  test('its bytes are shown under its run', async () => {
    const server = await startServer();
    const run = newRunId();
    await fetch(`${server.labOrigin}/live/upload?run=${run}`, post('fourteen bytes'));
    const feed = await readFeed(server, run);
    expect(feed.text('inbound')).toContain('fourteen bytes');
    expect(feed.text('outbound')).toContain('{"bytes":14,');
  });
});
