/**
 * `node tests/bench/leaks.ts`: clients that connect, get their first bytes and are gone,
 * some thousand times at every endpoint. It prints what each storm left behind; the exit
 * code says whether that is nothing.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { verdict } from './observe.ts';
import type { Held, LeaksReport } from './servers/leaks.ts';

/** The goals: nothing alive, and what the heap grew by is less than this for each client. */
const HEAP_BYTES_PER_CLIENT = 1_024;
const DESCRIPTORS = 2;
const AT_ONCE = 40;
/** Runs that are over are remembered for a while, up to a number: that memory is no leak. */
const WARM_UP_CLIENTS = 1_500;

const { values } = parseArgs({ options: { clients: { type: 'string', default: '2000' } } });
const clients = Number(values.clients);

const PATHS = ['chunked', 'ndjson', 'sse', 'long-poll', 'short-poll', 'websocket'] as const;

const server = fork(new URL('servers/leaks.ts', import.meta.url), {
  execArgv: ['--expose-gc'],
  // A client that polls is noticed to be gone by its silence alone, and runs are remembered for a
  // while; nobody wants to wait minutes for either.
  env: { ...process.env, POLL_IDLE_MAX_MS: '500', RUN_IDLE_MAX_MS: '5000' },
});
try {
  const { port, tlsPort } = await heard('listening');
  const storms = [
    ...PATHS.map((path) => ({ name: path, client: () => leaveHttp1(port, path) })),
    ...(['RST_STREAM', 'the connection'] as const).map((by) => ({
      name: `ndjson over HTTP/2, left by ${by}`,
      client: () => leaveHttp2(tlsPort, by),
    })),
  ];
  console.log(`${clients} clients that leave, ${AT_ONCE} at a time, after ${WARM_UP_CLIENTS} more`);
  console.log(`${'endpoint'.padEnd(44)}heap/client  sockets  timers  streams  running`);
  let holds = true;
  for (const { name, client } of storms) {
    await storm(WARM_UP_CLIENTS, client);
    const before = await settled();
    await storm(clients, client);
    const after = await settled();
    holds = report(name, before, after) && holds;
  }
  process.exitCode = holds ? 0 : 1;
} finally {
  server.kill('SIGKILL');
}

async function storm(count: number, client: () => Promise<void>): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, client));
  }
}

/** What is held once the last clients are noticed to be gone. */
async function settled(): Promise<Held> {
  for (let patience = 100; ; patience--) {
    server.send('look');
    const held = await heard('held');
    if (held.connections + held.running === 0 || patience === 0) return held;
    await sleep(50);
  }
}

function report(name: string, before: Held, after: Held): boolean {
  const perClient = (after.heapBytes - before.heapBytes) / clients;
  const sockets = after.descriptors - before.descriptors;
  const timers = after.timers - before.timers;
  const holds =
    perClient <= HEAP_BYTES_PER_CLIENT &&
    Math.abs(sockets) <= DESCRIPTORS &&
    timers <= 0 &&
    after.connections === 0 &&
    after.running === 0;
  const cells = [`${perClient.toFixed(0)} B`, sockets, timers, after.connections, after.running];
  console.log(
    `${verdict(holds)} ${name.padEnd(42)}${cells.map((cell) => String(cell).padStart(9)).join('')}`,
  );
  return holds;
}

/** Waits for the first bytes; every other client resets, the rest close. */
async function leaveHttp1(port: number, path: (typeof PATHS)[number]): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const upgrade =
    path === 'websocket'
      ? `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n`
      : '';
  const run = randomBytes(17).toString('base64url').slice(0, 22);
  socket.write(
    `GET /live/${path}?run=${run}&intervalMs=5000 HTTP/1.1\r\nHost: localhost:${port}\r\n${upgrade}\r\n`,
  );
  await once(socket, 'data');
  await gone(socket, run.charCodeAt(0) % 2 === 0);
}

async function gone(socket: Socket, byReset: boolean): Promise<void> {
  const closed = once(socket, 'close');
  if (byReset) socket.resetAndDestroy();
  else socket.destroy();
  await closed;
}

async function leaveHttp2(port: number, by: 'RST_STREAM' | 'the connection'): Promise<void> {
  const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
  session.on('error', () => {});
  const run = randomBytes(17).toString('base64url').slice(0, 22);
  const stream = session.request({ ':path': `/live/ndjson?run=${run}&intervalMs=5000` });
  stream.on('error', () => {});
  await once(stream, 'data');
  const closed = once(session, 'close');
  if (by === 'RST_STREAM') {
    stream.close(constants.NGHTTP2_CANCEL);
    session.close();
  } else {
    session.destroy();
  }
  await closed;
}

function heard<Type extends LeaksReport['type']>(type: Type) {
  return new Promise<Extract<LeaksReport, { type: Type }>>((resolve, reject) => {
    const onMessage = (message: unknown) => {
      const said = message as LeaksReport;
      if (said.type !== type) return;
      server.off('message', onMessage);
      resolve(said as Extract<LeaksReport, { type: Type }>);
    };
    server.on('message', onMessage);
    server.setMaxListeners(0);
    server.once('exit', () => reject(new Error('The server ended.')));
  });
}
