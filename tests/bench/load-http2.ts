import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WindowReport } from './observe.ts';

/** Streams or small requests over a few HTTP/2 connections; it runs in a process of its own. */
export interface Http2Order {
  connections: number;
  /** Streams of tokens on each connection; 0 for polls, one after the other. */
  streams: number;
  intervalMs: number;
  settleMs: number;
  windowMs: number;
}

/** Tokens that arrived, or polls that were answered. */
export interface Http2Seen {
  units: number;
}

/** Tokens a stream asks for: more than any window lasts. */
const TOKENS = 2000;
/** How many polls one run makes before the next run begins. */
const POLLS_PER_RUN = 100;

type PortedOrder = Http2Order & { port: number };

process.on('message', async (order: PortedOrder) => {
  const tally = { units: 0 };
  for (let i = 0; i < order.connections; i++) {
    const session = connect(`https://localhost:${order.port}`, { rejectUnauthorized: false });
    await once(session, 'connect');
    if (order.streams === 0) void poll(session, tally);
    for (let j = 0; j < order.streams; j++) readTokens(session, order.intervalMs, tally);
  }
  await sleep(order.settleMs);
  report({ type: 'window-begins' });
  const before = tally.units;
  await sleep(order.windowMs);
  report({ type: 'window-ends', seen: { units: tally.units - before } });
});

function readTokens(
  session: ClientHttp2Session,
  intervalMs: number,
  tally: { units: number },
): void {
  const path = `/live/ndjson?run=${newRun()}&tokens=${TOKENS}&intervalMs=${intervalMs}`;
  const stream = session.request({ ':path': path });
  // One write is one DATA frame is one read: a token each.
  stream.on('data', () => tally.units++);
}

async function poll(session: ClientHttp2Session, tally: { units: number }): Promise<never> {
  let run = '';
  for (let asked = 0; ; asked++) {
    if (asked % POLLS_PER_RUN === 0) run = newRun();
    const stream = session.request({ ':path': `/live/short-poll?run=${run}&tokens=1&cursor=1` });
    await once(stream.resume(), 'close');
    tally.units++;
  }
}

function newRun(): string {
  return randomBytes(17).toString('base64url').slice(0, 22);
}

function report(message: WindowReport<Http2Seen>): void {
  process.send?.(message);
}
