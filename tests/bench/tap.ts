/** What the tap costs: the same server with the tap and without, side by side in one run. */
import type { StreamsSeen } from './load.ts';
import type { Http2Order, Http2Seen } from './load-http2.ts';
import type { RequestOrder, RequestsSeen } from './load-requests.ts';
import { observe, quantile, type ServerUnderTest, verdict } from './observe.ts';

const SERVERS = {
  untapped: { file: 'ours.ts', environment: { TAP: 'off' } },
  // Every byte of the window is really kept; what does not fit would cost less.
  tapped: { file: 'ours.ts', environment: { TAP: 'on', WIRE_BYTES_MAX: String(2 ** 29) } },
} as const satisfies Record<string, ServerUnderTest>;
type Name = keyof typeof SERVERS;
const NAMES = Object.keys(SERVERS) as Name[];

/** The goals of the issue: ratios of CPU, and by how much p99 may be later. */
const GOALS = {
  tokenRatio: 1.1,
  requestRatio: 1.5,
  p99LaterMs: 2,
  // Over HTTP/2 the tap reads frames and decodes fields, and Node goes through a JavaScript stream.
  http2TokenRatio: 1.3,
  http2RequestRatio: 1.8,
} as const;

export interface TapOrder {
  readonly intervalMs: number;
  readonly windowMs: number;
  readonly rounds: number;
  readonly streams: readonly number[];
}

interface Measurement {
  cpuUs: number;
  p50Ms?: number;
  p99Ms?: number;
}

export async function compareTap(order: TapOrder): Promise<boolean> {
  console.log('\nThe tap, every byte recorded       untapped    tapped     ratio');
  const verdicts: boolean[] = [];
  for (const streams of order.streams) {
    const { untapped, tapped } = await sideBySide(order, () => measureStreams(order, streams));
    const laterMs = (tapped.p99Ms ?? 0) - (untapped.p99Ms ?? 0);
    // The CPU of a few streams is too little to be told from noise.
    const cpuHolds = streams < 100 || tapped.cpuUs / untapped.cpuUs <= GOALS.tokenRatio;
    const p99Holds = laterMs <= GOALS.p99LaterMs;
    const name = `${streams} ${streams === 1 ? 'stream' : 'streams'}`;
    printCpu(`${name}: CPU/token`, untapped, tapped, cpuHolds);
    const times = [untapped.p50Ms, tapped.p50Ms, untapped.p99Ms, tapped.p99Ms];
    const [p50, tappedP50, p99, tappedP99] = times.map((ms) => `${(ms ?? 0).toFixed(1)} ms`);
    console.log(`${`${name}: late p50`.padEnd(30)}${p50?.padStart(13)}${tappedP50?.padStart(10)}`);
    console.log(
      `${`${name}: late p99`.padEnd(30)}${p99?.padStart(13)}${tappedP99?.padStart(10)}` +
        `${`${laterMs < 0 ? '' : '+'}${laterMs.toFixed(1)} ms`.padStart(10)}  ${verdict(p99Holds)}`,
    );
    verdicts.push(cpuHolds, p99Holds);
  }
  const { untapped, tapped } = await sideBySide(order, () => measureRequests(order));
  const holds = tapped.cpuUs / untapped.cpuUs <= GOALS.requestRatio;
  printCpu('one poll: CPU/request', untapped, tapped, holds);
  verdicts.push(holds);
  for (const [streams, goal] of [
    [50, GOALS.http2TokenRatio],
    [0, GOALS.http2RequestRatio],
  ] as const) {
    const both = await sideBySide(order, () => measureHttp2(order, streams));
    const isWithin = both.tapped.cpuUs / both.untapped.cpuUs <= goal;
    const name = streams === 0 ? 'one poll over HTTP/2: CPU' : '6 × 50 over HTTP/2: CPU/token';
    printCpu(name, both.untapped, both.tapped, isWithin);
    verdicts.push(isWithin);
  }
  console.log(
    `(goals: CPU/token at most ${GOALS.tokenRatio} times, CPU/request at most ` +
      `${GOALS.requestRatio} times, p99 at most ${GOALS.p99LaterMs} ms later; over HTTP/2 ` +
      `${GOALS.http2TokenRatio} and ${GOALS.http2RequestRatio} times)`,
  );
  return verdicts.every(Boolean);
}

/** Medians of interleaved rounds. */
async function sideBySide(
  { rounds }: TapOrder,
  prepare: () => (server: ServerUnderTest) => Promise<Measurement>,
): Promise<Record<Name, Measurement>> {
  const measure = prepare();
  const runs: Record<Name, Measurement[]> = { untapped: [], tapped: [] };
  for (let round = 0; round < rounds; round++) {
    // Each goes first as often as the other.
    const names = round % 2 === 0 ? NAMES : NAMES.toReversed();
    for (const name of names) runs[name].push(await measure(SERVERS[name]));
  }
  const median = (name: Name, key: keyof Measurement) =>
    quantile(
      runs[name].map((run) => run[key] ?? 0),
      0.5,
    );
  const medians = (name: Name): Measurement => ({
    cpuUs: median(name, 'cpuUs'),
    p50Ms: median(name, 'p50Ms'),
    p99Ms: median(name, 'p99Ms'),
  });
  return { untapped: medians('untapped'), tapped: medians('tapped') };
}

function measureStreams({ intervalMs, windowMs }: TapOrder, streams: number) {
  const order = { streams, windowMs, intervalMs, settleMs: 1500, tokens: 2000, named: true };
  return async (server: ServerUnderTest): Promise<Measurement> => {
    const { load, cpuUs } = await observe<StreamsSeen>(server, 'load.ts', order);
    return {
      cpuUs: cpuUs / load.tokens,
      p50Ms: quantile(load.latenessMs, 0.5),
      p99Ms: quantile(load.latenessMs, 0.99),
    };
  };
}

function measureRequests({ windowMs }: TapOrder) {
  const order: RequestOrder = { connections: 16, requestsPerRun: 100, settleMs: 1500, windowMs };
  return async (server: ServerUnderTest): Promise<Measurement> => {
    const { load, cpuUs } = await observe<RequestsSeen>(server, 'load-requests.ts', order);
    return { cpuUs: cpuUs / load.requests };
  };
}

function measureHttp2({ intervalMs, windowMs }: TapOrder, streams: number) {
  const order: Http2Order = { connections: 6, streams, intervalMs, settleMs: 1500, windowMs };
  return async ({ file, environment }: ServerUnderTest): Promise<Measurement> => {
    const overTls = { file, environment: { ...environment, BENCH_TLS: 'on' } };
    const { load, cpuUs } = await observe<Http2Seen>(overTls, 'load-http2.ts', order);
    return { cpuUs: cpuUs / load.units };
  };
}

function printCpu(name: string, untapped: Measurement, tapped: Measurement, holds: boolean): void {
  const [before, after] = [untapped, tapped].map(({ cpuUs }) => `${cpuUs.toFixed(1)} µs`);
  const ratio = (tapped.cpuUs / untapped.cpuUs).toFixed(2);
  console.log(
    `${name.padEnd(30)}${before?.padStart(13)}${after?.padStart(10)}${ratio.padStart(10)}  ${verdict(holds)}`,
  );
}
