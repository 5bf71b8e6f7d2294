/**
 * `npm run bench`: our event stream beside the same bytes from raw node:http and
 * from Hono's streamSSE, all in one run, so that the ratios survive another
 * machine. Each server and the load generator have a process of their own.
 */
import { parseArgs } from 'node:util';
import type { StreamsSeen } from './load.ts';
import { observe, quantile, type ServerUnderTest, verdict } from './observe.ts';
import { compareTap } from './tap.ts';

const INTERVAL_MS = 33;
const ASKED_PER_SECOND = 1000 / INTERVAL_MS;
const SERVERS = {
  raw: 'raw node:http',
  ours: 'ours, untapped',
  'hono-stream-sse': 'Hono streamSSE',
} as const;
type ServerName = keyof typeof SERVERS;

/** The goals of the issue; the exit code says whether they hold. */
const GOALS = { ratePercent: 0.5, cpuRatioToRaw: 1.15, driftMs: 20 } as const;

interface Measurement {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuUsPerToken: number;
}

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '1,10,1000' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    drift: { type: 'string', default: '60' },
    tap: { type: 'string', default: '1,10,500' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'npm run bench -- [--streams 1,10,1000] [--seconds 8] [--rounds 3] [--drift 60] [--tap 1,10,500]',
  );
  console.log('--seconds: measured window; --drift: length of the drift check in s, 0 skips it');
  console.log('--streams, --tap: how many streams to compare with; empty skips the comparison');
} else {
  const holds = [await compare(), await checkDrift(Number(values.drift)), await tapped()];
  process.exitCode = holds.every(Boolean) ? 0 : 1;
}

async function tapped(): Promise<boolean> {
  const [streams, windowMs] = [counts(values.tap), Number(values.seconds) * 1000];
  if (streams.length === 0) return true;
  return compareTap({
    intervalMs: INTERVAL_MS,
    windowMs,
    rounds: Number(values.rounds),
    streams,
  });
}

async function compare(): Promise<boolean> {
  if (values.streams === '') return true;
  const names = Object.keys(SERVERS) as ServerName[];
  const rounds = Number(values.rounds);
  console.log(
    `A token every ${INTERVAL_MS} ms (${ASKED_PER_SECOND.toFixed(2)}/s) on each stream; ` +
      `medians of ${rounds} interleaved rounds of ${values.seconds} s; loopback; Node ${process.version}.\n`,
  );
  console.log('streams  server            tokens/s   late p50    late p99   CPU/token   to raw');
  let holds = true;
  for (const streams of counts(values.streams)) {
    const runs = new Map<ServerName, Measurement[]>(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const name of names) runs.get(name)?.push(await measure(name, streams));
    }
    const raw = medians(runs.get('raw') ?? []);
    for (const name of names) {
      const result = medians(runs.get(name) ?? []);
      console.log(row(streams, name, result, raw));
    }
    if (streams >= 1000) holds = meetsGoals(streams, medians(runs.get('ours') ?? []), raw);
  }
  return holds;
}

async function measure(name: ServerName, streams: number): Promise<Measurement> {
  const windowMs = Number(values.seconds) * 1000;
  const order = { streams, windowMs, intervalMs: INTERVAL_MS, settleMs: 1500, tokens: 2000 };
  const { load, cpuUs } = await observe<StreamsSeen>(serverOf(name), 'load.ts', order);
  return {
    perSecond: load.tokens / streams / (load.windowMs / 1000),
    p50Ms: quantile(load.latenessMs, 0.5),
    p99Ms: quantile(load.latenessMs, 0.99),
    cpuUsPerToken: cpuUs / load.tokens,
  };
}

/** Only ours has a tap; what that costs is measured by itself. */
function serverOf(name: ServerName): ServerUnderTest {
  return { file: `${name}.ts`, environment: { TAP: 'off' } };
}

/** One stream of ours for a minute: its last second against its first. */
async function checkDrift(seconds: number): Promise<boolean> {
  if (seconds === 0) return true;
  const windowMs = seconds * 1000;
  const tokens = Math.min(2000, Math.ceil(windowMs / INTERVAL_MS));
  const order = { streams: 1, windowMs, intervalMs: INTERVAL_MS, settleMs: 0, tokens };
  const { load } = await observe<StreamsSeen>(serverOf('ours'), 'load.ts', order);
  const { latenessMs } = load;
  const driftMs = quantile(latenessMs.slice(-30), 0.5) - quantile(latenessMs.slice(0, 30), 0.5);
  const holds = Math.abs(driftMs) <= GOALS.driftMs;
  console.log(
    `\nDrift of one stream over ${seconds} s: ${driftMs.toFixed(1)} ms ` +
      `(goal: at most ${GOALS.driftMs} ms) ${verdict(holds)}`,
  );
  return holds;
}

function counts(list: string): number[] {
  return list.split(',').filter(Boolean).map(Number);
}

function medians(runs: readonly Measurement[]): Measurement {
  const median = (key: keyof Measurement) =>
    quantile(
      runs.map((run) => run[key]),
      0.5,
    );
  return {
    perSecond: median('perSecond'),
    p50Ms: median('p50Ms'),
    p99Ms: median('p99Ms'),
    cpuUsPerToken: median('cpuUsPerToken'),
  };
}

function row(streams: number, name: ServerName, m: Measurement, raw: Measurement): string {
  return [
    String(streams).padStart(7),
    SERVERS[name].padEnd(16),
    m.perSecond.toFixed(2).padStart(9),
    `${m.p50Ms.toFixed(1)} ms`.padStart(10),
    `${m.p99Ms.toFixed(1)} ms`.padStart(11),
    `${m.cpuUsPerToken.toFixed(1)} µs`.padStart(11),
    `${(m.cpuUsPerToken / raw.cpuUsPerToken).toFixed(2)}`.padStart(8),
  ].join('  ');
}

function meetsGoals(streams: number, ours: Measurement, raw: Measurement): boolean {
  const offPercent = Math.abs(ours.perSecond / ASKED_PER_SECOND - 1) * 100;
  const ratio = ours.cpuUsPerToken / raw.cpuUsPerToken;
  const rateHolds = offPercent <= GOALS.ratePercent;
  const cpuHolds = ratio <= GOALS.cpuRatioToRaw;
  console.log(
    `\nOurs at ${streams} streams: rate off by ${offPercent.toFixed(2)} % ` +
      `(goal: at most ${GOALS.ratePercent} %) ${verdict(rateHolds)}; ` +
      `CPU ${ratio.toFixed(2)} of raw (goal: at most ${GOALS.cpuRatioToRaw}) ${verdict(cpuHolds)}`,
  );
  return rateHolds && cpuHolds;
}
