import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LiveServer } from '../../../live-server/server.ts';
import { HpackDecoder } from '../../../live-server/tap/hpack.ts';
import {
  answerOf,
  ask,
  authority,
  connectFrames,
  EMPTY_SETTINGS,
  extendedConnect,
  type FrameClient,
  fieldBlock,
  frame,
  openSession,
  PREFACE,
  type RawFrame,
} from '../support/http2-client.ts';
import { newRunId, startServer, until, untilOver } from '../support/live-server.ts';

const [DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION] = [
  0x0, 0x1, 0x3, 0x4, 0x6, 0x7, 0x8, 0x9,
];
const ACK = 0x1;
const END_STREAM = 0x1;
const END_HEADERS = 0x4;
const PROTOCOL_ERROR = 1;
const FLOW_CONTROL_ERROR = 3;
const STREAM_CLOSED = 5;
const FRAME_SIZE_ERROR = 6;
const REFUSED_STREAM = 7;
const CANCEL = 8;
const COMPRESSION_ERROR = 9;
const ENHANCE_YOUR_CALM = 11;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const request = (streamId: number, path = '/live/chunked?tokens=2000') =>
  frame(HEADERS, END_STREAM | END_HEADERS, streamId, fieldBlock(path));

async function begin(server: LiveServer): Promise<FrameClient> {
  const client = await connectFrames(server.labTlsOrigin);
  client.send(PREFACE, EMPTY_SETTINGS);
  return client;
}

/** The frames of answers on a stream. */
const answersTo = (client: FrameClient, stream: number) =>
  client.frames.filter(
    ({ type, streamId }) => (type === HEADERS || type === DATA) && streamId === stream,
  );

/** Another client's requests are answered, and nothing of the attacker is left. */
async function expectOthersServed(server: LiveServer): Promise<void> {
  const session = await openSession(server.labTlsOrigin);
  expect((await ask(session, '/live/chunked?tokens=2&intervalMs=0')).status).toBe(200);
  session.destroy();
  await until('nothing is carried', () => server.counts().carriers === 0);
}

describe('a frame that breaks the protocol ends its connection as RFC 9113 says', () => {
  test.each<[string, Buffer[], number]>([
    [
      'a frame over SETTINGS_MAX_FRAME_SIZE (§4.2)',
      [frame(DATA, 0, 1, Buffer.alloc(16_385))],
      FRAME_SIZE_ERROR,
    ],
    ['DATA on the connection (§6.1)', [frame(DATA, 0, 0, Buffer.alloc(1))], PROTOCOL_ERROR],
    ['DATA on an idle stream (§5.1)', [frame(DATA, 0, 1, Buffer.alloc(1))], PROTOCOL_ERROR],
    ['HEADERS on the connection (§6.2)', [request(0)], PROTOCOL_ERROR],
    ['HEADERS on a stream of the server’s (§5.1.1)', [request(2)], PROTOCOL_ERROR],
    ['RST_STREAM of an idle stream (§6.4)', [frame(RST_STREAM, 0, 1, u32(CANCEL))], PROTOCOL_ERROR],
    [
      'RST_STREAM of five octets (§6.4)',
      [request(1), frame(RST_STREAM, 0, 1, Buffer.alloc(5))],
      FRAME_SIZE_ERROR,
    ],
    ['SETTINGS of five octets (§6.5)', [frame(SETTINGS, 0, 0, Buffer.alloc(5))], FRAME_SIZE_ERROR],
    ['SETTINGS on a stream (§6.5)', [frame(SETTINGS, 0, 1)], PROTOCOL_ERROR],
    [
      'ENABLE_PUSH of 2 (§6.5.2)',
      [frame(SETTINGS, 0, 0, Buffer.from([0, 2, 0, 0, 0, 2]))],
      PROTOCOL_ERROR,
    ],
    [
      'INITIAL_WINDOW_SIZE of 2^31 (§6.5.2)',
      [frame(SETTINGS, 0, 0, Buffer.from([0, 4, 0x80, 0, 0, 0]))],
      FLOW_CONTROL_ERROR,
    ],
    [
      'PUSH_PROMISE from a client (§8.4)',
      [request(1), frame(0x5, END_HEADERS, 1, u32(2))],
      PROTOCOL_ERROR,
    ],
    ['PING of seven octets (§6.7)', [frame(PING, 0, 0, Buffer.alloc(7))], FRAME_SIZE_ERROR],
    [
      'a window past 2^31-1 (§6.9.1)',
      [frame(WINDOW_UPDATE, 0, 0, u32(0x7fff_ffff))],
      FLOW_CONTROL_ERROR,
    ],
    [
      'WINDOW_UPDATE of 0 on the connection (§6.9)',
      [frame(WINDOW_UPDATE, 0, 0, u32(0))],
      PROTOCOL_ERROR,
    ],
    ['CONTINUATION of nothing (§6.10)', [frame(CONTINUATION, END_HEADERS, 1)], PROTOCOL_ERROR],
    [
      'another frame inside a field block (§6.10)',
      [frame(HEADERS, END_STREAM, 1, fieldBlock('/')), frame(PING, 0, 0, Buffer.alloc(8))],
      PROTOCOL_ERROR,
    ],
    [
      'padding longer than its frame (§6.2)',
      [frame(HEADERS, 0x8 | END_STREAM | END_HEADERS, 1, Buffer.from([9]))],
      PROTOCOL_ERROR,
    ],
    [
      'a field block that does not decode (§4.3)',
      [frame(HEADERS, END_STREAM | END_HEADERS, 1, Buffer.from([0xff, 0xff]))],
      COMPRESSION_ERROR,
    ],
    [
      'DATA after END_STREAM (§5.1)',
      [request(1), frame(DATA, 0, 1, Buffer.alloc(1))],
      STREAM_CLOSED,
    ],
  ])('%s', async (_, frames, code) => {
    const server = await startServer();
    // While the server still writes its own SETTINGS, and when nothing is under way.
    for (const isQuiet of [false, true]) {
      const client = await begin(server);
      if (isQuiet) await client.untilFrame(({ type, flags }) => type === SETTINGS && flags === ACK);
      client.send(...frames);
      await until(
        'it is told',
        () => client.goawayCode !== undefined || client.resetCode(1) !== undefined,
      );
      expect(client.goawayCode ?? client.resetCode(1)).toBe(code);
      client.socket.destroy();
    }
    await expectOthersServed(server);
  });

  test('what is no preface ends the connection (§3.4)', async () => {
    const server = await startServer();
    const client = await connectFrames(server.labTlsOrigin);
    client.send(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    await client.untilEnded();
    expect(client.goawayCode).toBe(PROTOCOL_ERROR);
    await expectOthersServed(server);
  });

  test('a malformed request is a matter of its stream alone (§8.1.1)', async () => {
    const server = await startServer();
    const client = await begin(server);
    const malformed: Record<string, string>[] = [
      { 'transfer-encoding': 'chunked' },
      { connection: 'close' },
      { 'X-Upper': 'case' },
      { ':status': '200' },
      // What nghttp2 drops, to go on without it (§8.2.1).
      { 'x-line': 'a\r\nb' },
      { 'x-nul': 'a\0b' },
      { 'x-space': ' a' },
      { 'x two': 'words' },
    ];
    for (const [at, fields] of malformed.entries()) {
      const streamId = 2 * at + 1;
      const block = fieldBlock('/live/chunked?tokens=1', fields);
      client.send(frame(HEADERS, END_STREAM | END_HEADERS, streamId, block));
      await until('it is reset', () => client.resetCode(streamId) !== undefined);
      expect(client.resetCode(streamId), JSON.stringify(fields)).toBe(PROTOCOL_ERROR);
      expect(answersTo(client, streamId)).toEqual([]);
    }
    // A trailer section is held to the same (§8.1).
    const fields = { ':method': 'POST', 'content-type': 'application/octet-stream' };
    client.send(
      frame(HEADERS, END_HEADERS, 51, fieldBlock('/live/upload', fields)),
      frame(DATA, 0, 51, Buffer.alloc(10)),
      frame(HEADERS, END_STREAM | END_HEADERS, 51, Buffer.from('\0\x03x-t\x03a\rb', 'latin1')),
    );
    await until('it is reset', () => client.resetCode(51) !== undefined);
    expect(client.resetCode(51)).toBe(PROTOCOL_ERROR);
    // It was not the client who reset the stream.
    const run = newRunId();
    const trailer = Buffer.from('\0\x03x-t\x03a\rb', 'latin1');
    const block = fieldBlock(`/live/chunked?run=${run}&intervalMs=5000`);
    client.send(frame(HEADERS, END_HEADERS, 53, block));
    await until('it runs', () => server.counts().carriers === 1);
    client.send(frame(HEADERS, END_STREAM | END_HEADERS, 53, trailer));
    const { state, reason, clientStop } = await untilOver(server, run);
    expect({ state, reason, clientStop }).toEqual({
      state: 'aborted',
      reason: 'the request was malformed',
      clientStop: null,
    });
    client.send(request(99, '/live/chunked?tokens=1'));
    await client.untilFrame(({ type, streamId }) => type === HEADERS && streamId === 99);
    expect(client.goawayCode).toBeUndefined();
  });
});

describe('a flood is bounded', () => {
  test('of streams that are opened and reset at once (CVE-2023-44487)', async () => {
    const server = await startServer({
      STREAM_RESET_BURST: '20',
      STREAM_RESETS_PER_SECOND_MAX: '1',
    });
    const client = await begin(server);
    for (let id = 1; id < 20_000; id += 2)
      client.send(request(id), frame(RST_STREAM, 0, id, u32(CANCEL)));
    await client.untilEnded();
    expect(client.goawayCode).toBe(ENHANCE_YOUR_CALM);
    // The burst, the one too many, and what had been handed on before it counted.
    expect(server.counts().runs.begun).toBeLessThanOrEqual(25);
    await expectOthersServed(server);
  });

  test.each([
    ['SETTINGS', EMPTY_SETTINGS],
    ['PING', frame(PING, 0, 0, Buffer.alloc(8))],
  ])('of %s frames, one by one or all in one write', async (_, one) => {
    const server = await startServer();
    const flood = Array.from({ length: 20_000 }, () => one);
    for (const writes of [flood, [Buffer.concat(flood)]]) {
      const client = await begin(server);
      client.send(...writes);
      await client.untilEnded();
      expect(client.goawayCode).toBe(ENHANCE_YOUR_CALM);
      await expectOthersServed(server);
    }
  });

  test('of header fields', async () => {
    const server = await startServer();
    const client = await begin(server);
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`x-${i}`, 'y']));
    client.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, fieldBlock('/live/sse', many)));
    await until('it is refused', () => client.resetCode(1) !== undefined);
    expect(client.resetCode(1)).toBe(ENHANCE_YOUR_CALM);
    await expectOthersServed(server);
  });

  test('of bytes in them, also while SETTINGS_MAX_HEADER_LIST_SIZE is not acknowledged', async () => {
    const server = await startServer();
    const client = await begin(server);
    // 17,000 bytes, as the setting counts them (RFC 9113 §6.5.2).
    const long = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`x-${i + 10}`, 'y'.repeat(304)]),
    );
    const block = fieldBlock('/live/sse', long);
    client.send(
      frame(HEADERS, END_STREAM, 1, block.subarray(0, 10_000)),
      frame(CONTINUATION, END_HEADERS, 1, block.subarray(10_000)),
    );
    await client.untilFrame(({ type }) => type === HEADERS);
    const [head] = answersTo(client, 1);
    const [status] = new HpackDecoder().decode(head?.payload ?? Buffer.alloc(0));
    expect(status).toMatchObject({ name: ':status', value: '431' });
    await expectOthersServed(server);
  });

  test('of CONTINUATION frames without an end (CVE-2024-27316)', async () => {
    const server = await startServer();
    const client = await begin(server);
    client.send(frame(HEADERS, END_STREAM, 1, fieldBlock('/live/sse')));
    const field = Buffer.concat([
      Buffer.from([0, 1]),
      Buffer.from('x'),
      Buffer.from([1]),
      Buffer.from('y'),
    ]);
    for (let i = 0; i < 500; i++) client.send(frame(CONTINUATION, 0, 1, field));
    await client.untilEnded();
    expect(client.goawayCode).toBe(ENHANCE_YOUR_CALM);
    await expectOthersServed(server);
  });

  test('of requests that nghttp2 finds invalid', async () => {
    const server = await startServer();
    const client = await begin(server);
    const block = fieldBlock('/live/sse', { connection: 'close' });
    for (let id = 1; id < 2400; id += 2)
      client.send(frame(HEADERS, END_STREAM | END_HEADERS, id, block));
    await client.untilEnded();
    expect(client.goawayCode).toBe(ENHANCE_YOUR_CALM);
    await expectOthersServed(server);
  });

  test('of bytes made of few (a bomb of table entries)', async () => {
    const server = await startServer();
    const client = await begin(server);
    const value = 'v'.repeat(3900);
    const insert = Buffer.concat([
      Buffer.from([0x40, 1]),
      Buffer.from('b'),
      lengthOf(value),
      Buffer.from(value),
    ]);
    const bomb = Buffer.concat([fieldBlock('/live/sse'), insert, Buffer.alloc(8000, 0xbe)]);
    client.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, bomb));
    await until(
      'it is refused',
      () => client.resetCode(1) !== undefined || client.goawayCode !== undefined,
    );
    await expectOthersServed(server);
  });

  test.each([
    ['is refused while the limit is on its way', [], REFUSED_STREAM, 0],
    ['breaks the protocol after it', [frame(SETTINGS, 0x1, 0)], PROTOCOL_ERROR, 1],
  ])('of streams: the one too many %s (§5.1.2)', async (_, acknowledgement, code, goaways) => {
    const server = await startServer({ STREAMS_PER_CONNECTION_MAX: '3' });
    const client = await begin(server);
    await client.untilFrame(({ type, flags }) => type === SETTINGS && flags === 0);
    client.send(...acknowledgement, request(1), request(3), request(5));
    await until('three run', () => server.counts().carriers === 3);
    client.send(request(7));
    await until('it is told', () => (client.goawayCode ?? client.resetCode(7)) !== undefined);
    expect(client.goawayCode ?? client.resetCode(7)).toBe(code);
    expect(client.frames.filter(({ type }) => type === 0x7)).toHaveLength(goaways);
  });
});

test.each([
  ['reset', [frame(RST_STREAM, 0, 1, u32(CANCEL))], {}],
  ['malformed', [], { 'x-nul': 'a\0b' }],
])(
  'a request that is %s before its 100 (Continue) costs its stream alone',
  async (_, more, fields) => {
    const server = await startServer();
    const client = await begin(server);
    await client.untilFrame(({ type, flags }) => type === SETTINGS && flags === ACK);
    const block = fieldBlock('/live/upload', { expect: '100-continue', ...fields });
    client.send(frame(HEADERS, END_HEADERS, 1, block), ...more);
    client.send(request(3, '/live/chunked?tokens=1'));
    await client.untilFrame(({ type, streamId }) => type === HEADERS && streamId === 3);
    await expectOthersServed(server);
  },
);

describe('a slow client is let go', () => {
  test('one that never finishes its handshake', async () => {
    const server = await startServer({ HANDSHAKE_TIMEOUT_MS: '100' });
    const socket = connect({ port: Number(new URL(server.labTlsOrigin).port), host: '127.0.0.1' });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {}).resume();
    await once(socket, 'close');
    await until('it is forgotten', () => server.counts().connections === 0);
  });

  test.each([
    ['says nothing after it', []],
    ['sends its preface alone', [PREFACE]],
    [
      'leaves its field block open',
      [PREFACE, EMPTY_SETTINGS, frame(HEADERS, 0, 1, fieldBlock('/'))],
    ],
  ])('one that %s', async (_, frames) => {
    const server = await startServer({ SESSION_IDLE_MAX_MS: '200' });
    const client = await connectFrames(server.labTlsOrigin);
    client.send(...frames);
    await client.untilEnded();
    await expectOthersServed(server);
  });

  test('one that is silent, and no other', async () => {
    const server = await startServer({ SESSION_IDLE_MAX_MS: '200' });
    const client = await begin(server);
    client.send(request(1, '/live/sse?tokens=20&intervalMs=50'));
    // A second of tokens is more than the silence that is allowed.
    const endsStream = ({ type, flags }: RawFrame) => type === DATA && (flags & END_STREAM) !== 0;
    await client.untilFrame(endsStream);
    expect(client.ended).toBe(false);
    await client.untilEnded();
  });

  test.each([
    ['', []],
    [
      ', its windows closed',
      [frame(SETTINGS, 0, 0, Buffer.from([0, 4, 0, 0, 0, 0])), request(1, '/live/bulk?bytes=9999')],
    ],
  ])('one that says GOAWAY and stays%s', async (_, frames) => {
    const server = await startServer({ SESSION_IDLE_MAX_MS: '200' });
    const client = await begin(server);
    client.send(...frames, frame(GOAWAY, 0, 0, Buffer.alloc(8)));
    // Half closed, so that its own end does not end the connection.
    client.socket.allowHalfOpen = true;
    await until('it is hung up on', () => server.counts().connections === 0);
  });

  test('one that is gone, and nothing of it is held', async () => {
    const server = await startServer();
    const port = Number(new URL(server.labTlsOrigin).port);
    const held: WeakRef<object>[] = [];
    const note = (message: unknown) => {
      const { socket } = message as { socket: Socket };
      if (socket.localPort === port) held.push(new WeakRef(socket));
    };
    subscribe('net.server.socket', note);
    onTestFinished(() => void unsubscribe('net.server.socket', note));
    for (let i = 0; i < 5; i++) {
      const session = await openSession(server.labTlsOrigin);
      const stream = session.request({ ':path': '/live/ndjson?intervalMs=5000' });
      stream.on('error', () => {});
      await once(stream, 'data');
      session.destroy();
    }
    expect(held).toHaveLength(5);
    await until('all are let go of', () => {
      collectGarbage();
      return held.every((socket) => socket.deref() === undefined);
    });
  });

  test('one that reads nothing of its stream', async () => {
    const server = await startServer({ UNREAD_BYTES_MAX: '65536', UNREAD_TIME_MAX_MS: '100' });
    const client = await begin(server);
    client.send(frame(SETTINGS, 0, 0, Buffer.from([0, 4, 0, 0, 0, 0])));
    const run = newRunId();
    client.send(request(1, `/live/sse?run=${run}&tokens=2000&intervalMs=0`));
    const { state, reason } = await untilOver(server, run);
    expect(state).toBe('evicted');
    expect(reason).toMatch(/^slow:/);
    await until('its stream is reset', () => client.resetCode(1) !== undefined);
  });

  test('one that reads nothing at all, with what it had asked for', async () => {
    const server = await startServer({ UNREAD_BYTES_MAX: '65536', UNREAD_TIME_MAX_MS: '400' });
    const client = await begin(server);
    client.socket.pause();
    // Windows without end: what holds the bytes back is that nobody takes them off the wire.
    client.send(
      frame(SETTINGS, 0, 0, Buffer.from([0, 4, 0x7f, 0xff, 0xff, 0xff])),
      frame(WINDOW_UPDATE, 0, 0, u32(0x7f_00_00_00)),
    );
    for (let i = 0; i < 20; i++) client.send(request(1 + 2 * i, '/live/bulk?bytes=8388608'));
    await until('it is hung up on', () => server.counts().connections === 0);
    await expectOthersServed(server);
  });

  test('one that takes long over what it reads is kept', async () => {
    const server = await startServer({ UNREAD_BYTES_MAX: '65536', UNREAD_TIME_MAX_MS: '400' });
    const session = await openSession(server.labTlsOrigin);
    const stream = session.request({ ':path': '/live/chunked?tokens=40&intervalMs=50' });
    const [answer] = await once(stream, 'response');
    expect(answer[':status']).toBe(200);
    expect((await stream.toArray()).length).toBeGreaterThan(0);
    expect(session.destroyed).toBe(false);
  });

  test('one that sends its body byte by byte, without end', async () => {
    const server = await startServer({ HEADERS_TIMEOUT_MS: '200', REQUEST_TIMEOUT_MS: '200' });
    const session = await openSession(server.labTlsOrigin);
    const headers = { ':method': 'POST', ':path': '/live/sse', 'content-type': 'application/json' };
    const stream = session.request(headers);
    stream.write('{');
    const [answer] = await once(stream, 'response');
    expect(answer[':status']).toBe(408);
  });
});

test('what is no TLS is hung up on', async () => {
  const server = await startServer();
  const socket = connect({ port: Number(new URL(server.labTlsOrigin).port), host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {}).resume();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'close');
  await expectOthersServed(server);
});

test('garbage in the name of the server costs nobody else anything', async () => {
  const server = await startServer();
  for (const servername of ['', 'x'.repeat(255), 'a..b', 'ex\u00e4mple']) {
    const socket = connectTls({
      port: Number(new URL(server.labTlsOrigin).port),
      host: '127.0.0.1',
      servername,
      ca: authority(),
      checkServerIdentity: () => undefined,
    });
    socket.on('error', () => {});
    await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]);
    socket.destroy();
  }
  await expectOthersServed(server);
});

/** Length of a string literal (RFC 7541 §5.1). */
function lengthOf(text: string): Buffer {
  const rest = text.length - 127;
  return Buffer.from([127, (rest & 127) | 128, rest >> 7]);
}

test('a CONNECT for a WebSocket where there is none opens none', async () => {
  const server = await startServer();
  const session = await openSession(server.labTlsOrigin);
  for (const path of ['/live/chunked?tokens=5', '/live/runs/x', '/nothing']) {
    const { status } = await answerOf(extendedConnect(session, path));
    expect(status, path).toBeGreaterThanOrEqual(400);
  }
  expect((await ask(session, '/live/chunked?tokens=1')).status).toBe(200);
});
