import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WindowReport } from './observe.ts';

/** Small requests, one after the other on each of some kept-alive connections. */
export interface RequestOrder {
  connections: number;
  /** How many polls one run makes before the next run begins. */
  requestsPerRun: number;
  settleMs: number;
  windowMs: number;
}

export interface RequestsSeen {
  requests: number;
}

const ANSWER_END = '"done":true}';

type PortedOrder = RequestOrder & { port: number };

process.on('message', async (order: PortedOrder) => {
  const tally = { requests: 0 };
  for (let i = 0; i < order.connections; i++) askAgainAndAgain(order, tally);
  await sleep(order.settleMs);
  report({ type: 'window-begins' });
  const before = tally.requests;
  await sleep(order.windowMs);
  report({ type: 'window-ends', seen: { requests: tally.requests - before } });
});

function askAgainAndAgain(order: PortedOrder, tally: { requests: number }): void {
  const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
  let run = '';
  const ask = (i: number) => {
    if (i % order.requestsPerRun === 0) run = randomBytes(17).toString('base64url').slice(0, 22);
    const target = `/live/short-poll?run=${run}&tokens=1&cursor=1`;
    socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n`);
  };
  let asked = 0;
  socket.on('data', (bytes) => {
    const text = bytes.toString('latin1');
    if (!text.endsWith(ANSWER_END)) return;
    tally.requests++;
    // After so many requests the server wants another connection.
    if (text.includes('Connection: close')) socket.end();
    else ask(++asked);
  });
  socket.on('close', () => askAgainAndAgain(order, tally));
  ask(asked);
}

function report(message: WindowReport<RequestsSeen>): void {
  process.send?.(message);
}
