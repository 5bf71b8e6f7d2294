import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { WireRecord } from '#contract/wire-record.ts';
import {
  ask,
  connectFrames,
  EMPTY_SETTINGS,
  extendedConnect,
  fieldBlock,
  frame,
  openSession,
  PREFACE,
} from '../support/http2-client.ts';
import { newRunId, startServer, until } from '../support/live-server.ts';
import { openFeed, readFeed } from '../support/wire-feed.ts';

const DATA = 0x0;
const HEADERS = 0x1;
const SETTINGS = 0x4;
const END = 0x1 | 0x4;

const typeOf = ({ bytes }: WireRecord) => Buffer.from(bytes, 'base64')[3];
const ofType = (records: WireRecord[], type: number, direction = 'outbound') =>
  records.filter((record) => typeOf(record) === type && record.direction === direction);

describe('the wire feed of a run over HTTP/2', () => {
  test('shows, frame by frame, the bytes that a client sends and reads', async () => {
    const server = await startServer();
    const client = await connectFrames(server.labTlsOrigin);
    const run = newRunId();
    const feed = await openFeed(server, run);
    const path = `/live/ndjson?run=${run}&tokens=12&intervalMs=1`;
    const request = frame(HEADERS, END, 1, fieldBlock(path));
    client.send(PREFACE, EMPTY_SETTINGS, request);
    await feed.untilEnded();
    expect(feed.bytes('inbound')).toEqual(Buffer.concat([PREFACE, EMPTY_SETTINGS, request]));
    const seen = client.frames.map(({ type, flags, streamId, payload }) =>
      frame(type, flags, streamId, payload),
    );
    expect(feed.bytes('outbound')).toEqual(Buffer.concat(seen));
    expect(feed.records.map(({ streamId }) => streamId)).toContain(1);
  });

  test('its DATA payloads are the body, and no frame cuts a write', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const run = newRunId();
    const { body } = await ask(session, `/live/sse?run=${run}&tokens=20&intervalMs=2`);
    const { records } = await readFeed(server, run);
    const payloads = ofType(records, DATA).map(({ bytes }) =>
      Buffer.from(bytes, 'base64').subarray(9).toString(),
    );
    expect(payloads.join('')).toBe(body);
    // Writes that come close together may share a frame; a machine that stood still brings them so.
    const full = payloads.filter((text) => text !== '');
    expect(full.length).toBeGreaterThan(1);
    expect(full.filter((text) => !text.endsWith('\n\n'))).toEqual([]);
  });

  test('field sections come decoded, and the last one after every other of the connection', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    await ask(session, '/live/chunked?tokens=1', { 'x-first': 'only here' });
    const run = newRunId();
    const path = `/live/chunked?run=${run}&tokens=1`;
    await ask(session, path, { 'x-first': 'only here' });
    const { records } = await readFeed(server, run);
    const [request] = ofType(records, HEADERS, 'inbound');
    expect(request?.fields).toContainEqual(expect.objectContaining({ name: ':path', value: path }));
    const repeated = request?.fields?.find(({ name }) => name === 'x-first');
    expect(repeated).toMatchObject({ value: 'only here', as: 'indexed' });
    const [response] = ofType(records, HEADERS);
    expect(response?.fields?.[0]).toMatchObject({ name: ':status', value: '200' });
  });

  test('secrets are masked in the bytes and in the fields, also where a table has them', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const headers = { cookie: 'token=s3cr3t', authorization: 'Bearer s3cr3t' };
    const runs = [newRunId(), newRunId()];
    for (const run of runs) await ask(session, `/live/chunked?run=${run}&tokens=1`, headers);
    for (const run of runs) {
      const { records } = await readFeed(server, run);
      const fields = records.flatMap((record) => record.fields ?? []);
      const secrets = fields.filter(({ name }) => name === 'cookie' || name === 'authorization');
      expect(secrets.map(({ value }) => value)).toEqual(['*'.repeat(12), '*'.repeat(13)]);
      const bytes = records.map((record) => Buffer.from(record.bytes, 'base64').toString('latin1'));
      expect(bytes.join('')).not.toContain('s3cr3t');
    }
    const { records } = await readFeed(server, runs[0] as string);
    const [request] = ofType(records, HEADERS, 'inbound');
    expect(Buffer.from(request?.bytes ?? '', 'base64').toString('latin1')).toContain('****');
  });

  test('a run on a connection that was there already is told how the connection began', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    await ask(session, '/live/chunked?tokens=1');
    const run = newRunId();
    await ask(session, `/live/chunked?run=${run}&tokens=1`);
    const { records } = await readFeed(server, run);
    const earlier = records.filter((record) => record.earlier);
    expect(earlier.map(({ atMs, streamId }) => [atMs, streamId])).toEqual(
      earlier.map(() => [0, 0]),
    );
    expect(ofType(earlier, SETTINGS, 'inbound').length).toBeGreaterThan(0);
    expect(records.find((record) => !record.earlier)).toMatchObject({ streamId: 3, atMs: 0 });
  });

  test('knows nothing of the other streams of its connection', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const [mine, other] = [newRunId(), newRunId()];
    await Promise.all([
      ask(session, `/live/ndjson?run=${mine}&tokens=5&intervalMs=3`),
      ask(session, `/live/ndjson?run=${other}&tokens=5&intervalMs=3`),
    ]);
    const { records } = await readFeed(server, mine);
    const streams = new Set(records.map(({ streamId }) => streamId));
    expect([...streams].sort()).toEqual([0, 1]);
    expect(JSON.stringify(records)).not.toContain(other);
  });

  test('with the run in the body of a POST nothing is missing', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const run = newRunId();
    const body = JSON.stringify({ prompt: 'hi', tokens: 2, intervalMs: 0, run });
    const headers = { ':method': 'POST', 'content-type': 'application/json' };
    await ask(session, '/live/sse', headers, body);
    const { records } = await readFeed(server, run);
    expect(ofType(records, HEADERS, 'inbound')).toHaveLength(1);
    const [data] = ofType(records, DATA, 'inbound');
    expect(
      Buffer.from(data?.bytes ?? '', 'base64')
        .subarray(9)
        .toString(),
    ).toBe(body);
  });

  test('a reset stream ends the run’s part of the connection', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const run = newRunId();
    const stream = session.request({ ':path': `/live/chunked?run=${run}&tokens=2000` });
    stream.on('error', () => {});
    await once(stream, 'data');
    stream.close(8);
    const feed = await readFeed(server, run);
    const reset = ofType(feed.records, 0x3, 'inbound')[0];
    expect(Buffer.from(reset?.bytes ?? '', 'base64').readUInt32BE(9)).toBe(8);
  });

  test('a WebSocket lies in DATA frames', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const run = newRunId();
    const stream = extendedConnect(session, `/live/websocket?run=${run}&tokens=3&intervalMs=0`);
    const received: Buffer[] = [];
    stream.on('data', (bytes: Buffer) => received.push(bytes));
    // The close frame is the last thing it says.
    await until('it closes', () =>
      Buffer.concat(received).includes(Buffer.from([0x88, 2, 3, 0xe8])),
    );
    stream.destroy();
    const { records } = await readFeed(server, run);
    const payloads = ofType(records, DATA).map(({ bytes }) =>
      Buffer.from(bytes, 'base64').subarray(9),
    );
    expect(Buffer.concat(payloads)).toEqual(Buffer.concat(received));
  });

  test('a field block in many frames is one section', async () => {
    const server = await startServer();
    const client = await connectFrames(server.labTlsOrigin);
    const run = newRunId();
    const block = fieldBlock(`/live/chunked?run=${run}&tokens=1`, { cookie: 'abcdefgh' });
    const cut = block.indexOf('cdef') + 1;
    client.send(
      PREFACE,
      EMPTY_SETTINGS,
      frame(HEADERS, 0x1, 1, block.subarray(0, cut)),
      frame(0x9, 0x4, 1, block.subarray(cut)),
    );
    const { records } = await readFeed(server, run);
    const parts = records.filter(
      ({ direction, streamId }) => direction === 'inbound' && streamId === 1,
    );
    expect(parts.map(typeOf)).toEqual([HEADERS, 0x9]);
    expect(parts[0]?.fields).toBeUndefined();
    expect(parts[1]?.fields?.at(-1)).toMatchObject({ name: 'cookie', value: '********' });
    expect(
      JSON.stringify(parts.map(({ bytes }) => Buffer.from(bytes, 'base64').toString())),
    ).not.toMatch(/abc|def|gh"/);
  });
});
