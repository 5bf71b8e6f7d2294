import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WindowReport } from './observe.ts';

/** What the load generator is told to do; it runs in a process of its own. */
export interface LoadOrder {
  port: number;
  streams: number;
  /** How many tokens each stream asks for; the measured window has to fit into them. */
  tokens: number;
  intervalMs: number;
  /** Time between the last connection and the measured window. */
  settleMs: number;
  windowMs: number;
  /** Whether each stream is a run with an id, so that the tap keeps its bytes. */
  named?: boolean;
}

export interface StreamsSeen {
  tokens: number;
  windowMs: number;
  latenessMs: number[];
}

/** One stream: when each of its tokens came, as a distance from the ideal schedule. */
interface Stream {
  readonly socket: Socket;
  /** Arrival of token i minus i · intervalMs; the smallest is the best guess at the start. */
  readonly offsetsMs: number[];
}

process.on('message', async (order: LoadOrder) => {
  const streams = await Promise.all(
    Array.from({ length: order.streams }, (_, i) => openStream(order, i)),
  );
  await sleep(order.settleMs);
  report({ type: 'window-begins' });
  const before = streams.map(({ offsetsMs }) => offsetsMs.length);
  const beganAtMs = performance.now();
  await sleep(order.windowMs);
  const after = streams.map(({ offsetsMs }) => offsetsMs.length);
  const windowMs = performance.now() - beganAtMs;
  const latenessMs = streams.flatMap(({ offsetsMs }, i) => {
    const startMs = offsetsMs.reduce((least, offset) => Math.min(least, offset), Infinity);
    return offsetsMs.slice(before[i], after[i]).map((offset) => offset - startMs);
  });
  report({ type: 'window-ends', seen: { tokens: latenessMs.length, windowMs, latenessMs } });
  for (const { socket } of streams) socket.destroy();
});

async function openStream(order: LoadOrder, i: number): Promise<Stream> {
  // Two milliseconds apart: nobody presses Run in the same millisecond as everybody else.
  await sleep(i * 2);
  const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
  const stream: Stream = { socket, offsetsMs: [] };
  const run = order.named ? `&run=${randomBytes(17).toString('base64url').slice(0, 22)}` : '';
  const query = `tokens=${order.tokens}&intervalMs=${order.intervalMs}&seed=1${run}`;
  socket.write(`GET /live/sse?${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  countEvents(stream, order.intervalMs);
  await once(socket, 'data');
  return stream;
}

/** An event ends with an empty line; the first one is `retry`, which is no token. */
function countEvents({ socket, offsetsMs }: Stream, intervalMs: number): void {
  const LF = 10;
  let previous = 0;
  let events = 0;
  socket.on('data', (bytes: Buffer) => {
    const nowMs = performance.now();
    for (const byte of bytes) {
      if (byte === LF && previous === LF) {
        if (events > 0) offsetsMs.push(nowMs - (events - 1) * intervalMs);
        events++;
      }
      previous = byte;
    }
  });
}

function report(message: WindowReport<StreamsSeen>): void {
  process.send?.(message);
}
