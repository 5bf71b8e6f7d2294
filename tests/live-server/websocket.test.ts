import { once } from 'node:events';
import type { ClientHttp2Session } from 'node:http2';
import { describe, expect, test } from 'vitest';
import type { LiveServer } from '../../live-server/server.ts';
import { tokensFrom } from '../../live-server/tokens/source.ts';
import { ask, extendedConnect, openSession } from './support/http2-client.ts';
import { newRunId, startServer, stateOf, until, untilOver } from './support/live-server.ts';
import { connectTo } from './support/raw-client.ts';
import { openWebSocket, refusedHandshake } from './support/websocket-client.ts';

const N = 12;
const TOKENS = tokensFrom(1, N);
const DELTAS = TOKENS.map((token, i) => ({ type: 'delta', index: i + 1, token }));
const END = { type: 'end', tokens: N };

const VERSIONS = [
  { over: 'HTTP/1.1', lab: ({ labOrigin }: LiveServer) => labOrigin },
  { over: 'HTTP/2', lab: ({ labTlsOrigin }: LiveServer) => labTlsOrigin },
];

describe.each(VERSIONS)('GET /live/websocket over $over', ({ lab }) => {
  test('a message per token, the end message, and close code 1000', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = openWebSocket(lab(server), `run=${run}&tokens=${N}&intervalMs=1`);
    await client.untilClosed();
    expect(client.messages).toEqual([...DELTAS, END]);
    expect(client.close).toEqual({ code: 1000, reason: '' });
    expect(await stateOf(server, run)).toMatchObject({ state: 'done', tokensProduced: N });
  });

  test('binary messages come back as they went, up to 1 MiB', async () => {
    const server = await startServer();
    const client = openWebSocket(lab(server), 'tokens=2&intervalMs=5000');
    await client.untilOpen();
    const sent = [Buffer.alloc(0), Buffer.from([0, 255, 10]), Buffer.alloc(2 ** 20, 7)];
    for (const bytes of sent) client.webSocket.send(bytes);
    await until('all came back', () => client.binaries.length === sent.length);
    for (const [i, bytes] of sent.entries()) expect(client.binaries[i]?.equals(bytes)).toBe(true);
  });

  test('stop ends the stream with its end message', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = openWebSocket(lab(server), `run=${run}&intervalMs=5000`);
    await client.untilMessages(1);
    client.webSocket.send('{"type":"stop"}');
    await client.untilClosed();
    expect(client.messages.at(-1)).toEqual({ type: 'end', tokens: 1, stopped: true });
    expect(client.close.code).toBe(1000);
    expect((await stateOf(server, run)).state).toBe('stopped');
  });

  test('a second connection that resumes after k gets k+1 first, for every k', async () => {
    const server = await startServer({ RESUME_WAIT_MS: '60000' });
    for (let k = 1; k <= N; k++) {
      const query = `run=${newRunId()}&tokens=${N}&intervalMs=0`;
      const first = openWebSocket(lab(server), query);
      await first.untilMessages(k);
      first.webSocket.terminate();
      const second = openWebSocket(lab(server), query);
      await second.untilOpen();
      second.webSocket.send(JSON.stringify({ type: 'resume', after: k }));
      await second.untilClosed();
      expect(second.messages).toEqual([...DELTAS.slice(k), END]);
    }
  });

  test('a second connection that does not resume starts at 1, but only after a moment', async () => {
    const server = await startServer({ RESUME_WAIT_MS: '100' });
    const query = `run=${newRunId()}&tokens=${N}&intervalMs=0`;
    await openWebSocket(lab(server), query).untilClosed();
    const openedAtMs = performance.now();
    const second = openWebSocket(lab(server), query);
    await second.untilClosed();
    expect(performance.now() - openedAtMs).toBeGreaterThan(95);
    expect(second.messages).toEqual([...DELTAS, END]);
  });

  test('on an instance that never saw the run, resume moves the stream', async () => {
    const server = await startServer();
    const client = openWebSocket(lab(server), `run=${newRunId()}&tokens=${N}&intervalMs=50`);
    await client.untilMessages(1);
    client.webSocket.send('{"type":"resume","after":10}');
    await client.untilClosed();
    expect(client.messages.slice(-3)).toEqual([...DELTAS.slice(10), END]);
  });

  test.each([
    '{',
    'null',
    '[]',
    '"stop"',
    '{"type":"start"}',
    '{"type":"resume"}',
    '{"type":"resume","after":-1}',
    '{"type":"resume","after":13}',
    '{"type":"resume","after":"3"}',
    '{"type":"resume","after":1.5}',
    '',
  ])('the message %j gets close code 1008 with the reason', async (message) => {
    const server = await startServer();
    const client = openWebSocket(lab(server), `tokens=${N}&intervalMs=5000`);
    await client.untilMessages(1);
    client.webSocket.send(message);
    await client.untilClosed();
    expect(client.close.code).toBe(1008);
    expect(client.close.reason).toContain('expected {"type":"stop"}');
  });

  test('a message over 1 MiB gets 1009, and the server goes on serving', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = openWebSocket(lab(server), `run=${run}&intervalMs=5000`);
    await client.untilOpen();
    client.webSocket.send(Buffer.alloc(2 ** 20 + 1));
    await client.untilClosed();
    expect(client.close.code).toBe(1009);
    expect((await stateOf(server, run)).state).toBe('evicted');
    const next = openWebSocket(lab(server), 'tokens=1');
    await next.untilClosed();
    expect(next.close.code).toBe(1000);
  });

  test('the 201st message within a second gets 1008, the 200th does not', async () => {
    const server = await startServer();
    const client = openWebSocket(lab(server), 'intervalMs=5000');
    await client.untilOpen();
    for (let i = 0; i < 200; i++) client.webSocket.send(Buffer.from([i]));
    await until('200 came back', () => client.binaries.length === 200);
    client.webSocket.send(Buffer.from([200]));
    await client.untilClosed();
    expect(client.close).toEqual({ code: 1008, reason: 'more than 200 messages in a second' });
  });

  test('a client that answers no ping is dropped', async () => {
    const server = await startServer({ PING_INTERVAL_MS: '30', PONG_TIMEOUT_MS: '30' });
    const run = newRunId();
    const client = openWebSocket(lab(server), `run=${run}&intervalMs=5000`, {
      autoPong: false,
    });
    await client.untilClosed();
    expect(client.close.code).toBe(1006);
    expect(await stateOf(server, run)).toMatchObject({
      state: 'evicted',
      reason: 'silent: no pong within 30 ms',
    });
  });

  test('a client that answers its pings stays', async () => {
    const server = await startServer({ PING_INTERVAL_MS: '20', PONG_TIMEOUT_MS: '1000' });
    let pings = 0;
    const client = openWebSocket(lab(server), 'tokens=2&intervalMs=200');
    client.webSocket.on('ping', () => {
      pings++;
    });
    await client.untilClosed();
    expect(client.close.code).toBe(1000);
    expect(pings).toBeGreaterThan(2);
  });

  test('a reader that does not keep up with its echo gets 1013', async () => {
    const server = await startServer({ UNREAD_TIME_MAX_MS: '100' });
    const run = newRunId();
    const client = openWebSocket(lab(server), `run=${run}&intervalMs=5000`);
    await client.untilMessages(1);
    client.webSocket.pause();
    const message = Buffer.alloc(2 ** 20);
    for (let i = 0; i < 30; i++) client.webSocket.send(message);
    const { state, reason } = await untilOver(server, run);
    expect(state).toBe('evicted');
    expect(reason).toMatch(/^slow: the reader left more than 262144 bytes unread for 100 ms$/);
    client.webSocket.resume();
    await client.untilClosed();
    expect([1013, 1006]).toContain(client.close.code);
  });
});

const BAD_FRAMES: [string, number[], number][] = [
  ['a reserved bit', [0xc1, 0x80, 0, 0, 0, 0], 1002],
  ['an unknown opcode', [0x83, 0x80, 0, 0, 0, 0], 1002],
  ['a frame without a mask', [0x81, 0x01, 0x78], 1002],
  ['a fragmented ping', [0x09, 0x80, 0, 0, 0, 0], 1002],
  ['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0], 1002],
  ['text that is no UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff], 1007],
  ['close code 1005 on the wire', [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed], 1002],
];

test.each(BAD_FRAMES)('%s gets its close code, and nothing else breaks', async (_, frame, code) => {
  const server = await startServer();
  const client = await connectTo(server.labOrigin);
  client.send(handshake('intervalMs=5000'));
  await client.untilText('\r\n\r\n');
  client.socket.write(Buffer.from(frame));
  await client.untilEnded();
  const closeFrame = client.body.subarray(client.body.lastIndexOf(0x88));
  expect(closeFrame.readUInt16BE(2)).toBe(code);
  expect((await fetch(`${server.siteOrigin}/healthz`)).ok).toBe(true);
});

test.each(BAD_FRAMES)(
  'over HTTP/2 %s gets its close code, and the stream ends',
  async (_, frame, code) => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const stream = extendedConnect(session, '/live/websocket?intervalMs=5000');
    await once(stream, 'response');
    stream.write(Buffer.from(frame));
    const received = Buffer.concat(await stream.toArray());
    expect(received.subarray(received.lastIndexOf(0x88)).readUInt16BE(2)).toBe(code);
    expect((await ask(session, '/live/chunked?tokens=1')).status).toBe(200);
  },
);

describe('the handshake', () => {
  test('from the course’s site, and from a client that is no browser, is accepted', async () => {
    const { labOrigin, siteOrigin } = await startServer();
    for (const options of [{ origin: siteOrigin }, {}]) {
      const client = openWebSocket(labOrigin, 'tokens=1', options);
      await client.untilClosed();
      expect(client.close.code).toBe(1000);
    }
  });

  test.each(['http://evil.example', 'null', 'http://localhost:1', 'https://localhost'])(
    'from %s gets 403',
    async (origin) => {
      const { labOrigin } = await startServer();
      const refused = await refusedHandshake(labOrigin, 'tokens=1', { origin });
      expect(refused.status).toBe(403);
      expect(JSON.parse(refused.body)).toMatchObject({ parameter: 'Origin', found: origin });
    },
  );

  test('with a bad parameter gets 400 before any upgrade', async () => {
    const server = await startServer();
    const refused = await refusedHandshake(server.labOrigin, 'tokens=0');
    expect(refused.status).toBe(400);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(refused.body)).toMatchObject({ parameter: 'tokens', found: '0' });
    expect(server.counts().runs.begun).toBe(0);
  });

  test('for a foreign host gets 421', async () => {
    const { labOrigin } = await startServer();
    const headers = { Host: 'evil.example' };
    expect((await refusedHandshake(labOrigin, '', { headers })).status).toBe(421);
  });

  test.each([
    ['a bad key', 'Sec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n'],
    ['no key', 'Sec-WebSocket-Version: 13\r\n'],
    [
      'another version',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 7\r\n',
    ],
    [
      'a subprotocol twice',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: a, a\r\n',
    ],
  ])('with %s gets 400, and its run is not left running', async (_, fields) => {
    const server = await startServer();
    const client = await connectTo(server.labOrigin);
    client.send(
      `GET /live/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${fields}\r\n`,
    );
    await client.untilEnded();
    expect(client.status).toBe(400);
    expect(JSON.parse(client.body.toString())).toMatchObject({ status: 400 });
    expect(server.counts().runs.running).toBe(0);
  });

  test('a plain GET gets 426 and is told what to upgrade to', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/websocket`);
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
  });

  test('an upgrade to anything else is ignored', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    client.send(
      'GET /live/chunked?tokens=1 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    );
    await client.untilText('\r\n0\r\n\r\n');
    expect(client.status).toBe(200);
  });
});

describe('the handshake over HTTP/2', () => {
  test('is a CONNECT that is answered with 200 and without key or accept', async () => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    expect(session.remoteSettings.enableConnectProtocol).toBe(true);
    const stream = extendedConnect(session, '/live/websocket?tokens=1');
    const [headers] = await once(stream, 'response');
    expect(headers).toMatchObject({ ':status': 200, 'cache-control': 'no-store' });
    expect(headers['sec-websocket-accept']).toBeUndefined();
    stream.destroy();
  });

  test('is not offered under the name that has it switched off', async () => {
    const { labTlsOrigin } = await startServer();
    const servername = 'extended-connect-off.localhost';
    const session = await openSession(labTlsOrigin, { servername });
    expect(session.remoteSettings.enableConnectProtocol).toBe(false);
    const headers = { ':authority': `${servername}:${new URL(labTlsOrigin).port}` };
    expect((await ask(session, '/live/chunked?tokens=1', headers)).status).toBe(200);
  });

  test('a browser that shares a connection among both names is told to open another', async () => {
    const { labTlsOrigin } = await startServer();
    const servername = 'extended-connect-off.localhost';
    const { host } = new URL(labTlsOrigin);
    const [on, off] = [host, host.replace('localhost', servername)];
    const statusOn = async (session: ClientHttp2Session, authority: string) =>
      (await ask(session, '/live/chunked?tokens=1', { ':authority': authority })).status;
    const session = await openSession(labTlsOrigin);
    expect(await statusOn(session, on)).toBe(200);
    expect(await statusOn(session, off)).toBe(421);
    const sessionOff = await openSession(labTlsOrigin, { servername });
    expect(await statusOn(sessionOff, off)).toBe(200);
    expect(await statusOn(sessionOff, on)).toBe(421);
  });

  test.each([
    ['from a foreign origin', { origin: 'http://evil.example' }, 403],
    ['with another version', { 'sec-websocket-version': '7' }, 400],
    ['for a foreign host', { ':authority': 'evil.example' }, 421],
    ['with a bad parameter', { ':path': '/live/websocket?tokens=0' }, 400],
    ['for another protocol', { ':protocol': 'connect-udp' }, 405],
    ['on another path', { ':path': '/live/sse' }, 405],
  ])('%s is refused, and leaves no run running', async (_, headers, status) => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const stream = extendedConnect(session, '/live/websocket', headers);
    expect((await once(stream, 'response'))[0][':status']).toBe(status);
    stream.destroy();
    await until('nothing runs', () => server.counts().runs.running === 0);
  });

  test('three share one connection', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const before = server.counts().connections;
    for (let i = 0; i < 3; i++) {
      const stream = extendedConnect(session, '/live/websocket?intervalMs=5000');
      await once(stream, 'response');
    }
    expect(server.counts()).toMatchObject({ connections: before, carriers: 3 });
  });
});

function handshake(query: string): string {
  return (
    `GET /live/websocket?${query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n` +
    'Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n'
  );
}
