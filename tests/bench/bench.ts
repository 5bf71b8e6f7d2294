/**
 * `npm run bench`: our event stream beside the same bytes from raw node:http and
 * from Hono's streamSSE, all in one run, so that the ratios survive another
 * machine. Each server and the load generator have a process of their own.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { LoadOrder, LoadReport } from './load.ts';
import type { ServerReport } from './servers/serve-bench.ts';

const INTERVAL_MS = 33;
const ASKED_PER_SECOND = 1000 / INTERVAL_MS;
const SERVERS = {
  raw: 'raw node:http',
  ours: 'ours',
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
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('npm run bench -- [--streams 1,10,1000] [--seconds 8] [--rounds 3] [--drift 60]');
  console.log('--seconds: measured window; --drift: length of the drift check in s, 0 skips it');
} else {
  const holds = [await compare(), await checkDrift(Number(values.drift))];
  process.exitCode = holds.every(Boolean) ? 0 : 1;
}

async function compare(): Promise<boolean> {
  const names = Object.keys(SERVERS) as ServerName[];
  const rounds = Number(values.rounds);
  console.log(
    `A token every ${INTERVAL_MS} ms (${ASKED_PER_SECOND.toFixed(2)}/s) on each stream; ` +
      `medians of ${rounds} interleaved rounds of ${values.seconds} s; loopback; Node ${process.version}.\n`,
  );
  console.log('streams  server            tokens/s   late p50    late p99   CPU/token   to raw');
  let holds = true;
  for (const streams of values.streams.split(',').map(Number)) {
    const runs = new Map<ServerName, Measurement[]>(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const name of names) runs.get(name)?.push(await measure(name, streams));
    }
    const raw = medians(runs.get('raw') ?? []);
    for (const name of names) {
      const result = medians(runs.get(name) ?? []);
      console.log(row(streams, name, result, raw));
      if (name === 'ours' && streams >= 1000) holds = meetsGoals(result, raw);
    }
  }
  return holds;
}

async function measure(name: ServerName, streams: number): Promise<Measurement> {
  const windowMs = Number(values.seconds) * 1000;
  const { load, cpuUs } = await observe(name, { streams, windowMs, settleMs: 1500, tokens: 2000 });
  return {
    perSecond: load.tokens / streams / (load.windowMs / 1000),
    p50Ms: quantile(load.latenessMs, 0.5),
    p99Ms: quantile(load.latenessMs, 0.99),
    cpuUsPerToken: cpuUs / load.tokens,
  };
}

/** One stream of ours for a minute: its last second against its first. */
async function checkDrift(seconds: number): Promise<boolean> {
  if (seconds === 0) return true;
  const windowMs = seconds * 1000;
  const tokens = Math.min(2000, Math.ceil(windowMs / INTERVAL_MS));
  const order = { streams: 1, windowMs, settleMs: 0, tokens };
  const { latenessMs } = (await observe('ours', order)).load;
  const driftMs = quantile(latenessMs.slice(-30), 0.5) - quantile(latenessMs.slice(0, 30), 0.5);
  const holds = Math.abs(driftMs) <= GOALS.driftMs;
  console.log(
    `\nDrift of one stream over ${seconds} s: ${driftMs.toFixed(1)} ms ` +
      `(goal: at most ${GOALS.driftMs} ms) ${verdict(holds)}`,
  );
  return holds;
}

/** Starts a server and the load, and measures the server's CPU over exactly the load's window. */
async function observe(name: ServerName, order: Omit<LoadOrder, 'port' | 'intervalMs'>) {
  const server = start(`servers/${name}.ts`);
  const generator = start('load.ts');
  const listening = await heard<ServerReport, 'listening'>(server, 'listening');
  const askCpu = async () => {
    server.send('cpu');
    return (await heard<ServerReport, 'cpu'>(server, 'cpu')).usedUs;
  };
  generator.send({ ...order, port: listening.port, intervalMs: INTERVAL_MS } satisfies LoadOrder);
  await heard<LoadReport, 'window-begins'>(generator, 'window-begins');
  const beforeUs = await askCpu();
  const load = await heard<LoadReport, 'window-ends'>(generator, 'window-ends');
  const cpuUs = (await askCpu()) - beforeUs;
  generator.kill();
  server.kill('SIGKILL');
  return { load, cpuUs };
}

function start(file: string) {
  return fork(new URL(file, import.meta.url), { serialization: 'advanced' });
}

function heard<Report extends { type: string }, Type extends Report['type']>(
  child: ReturnType<typeof start>,
  type: Type,
): Promise<Extract<Report, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      const report = message as Report;
      if (report.type !== type) return;
      child.off('message', onMessage);
      resolve(report as Extract<Report, { type: Type }>);
    };
    child.on('message', onMessage);
    child.once('error', reject);
  });
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

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
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

function meetsGoals(ours: Measurement, raw: Measurement): boolean {
  const offPercent = Math.abs(ours.perSecond / ASKED_PER_SECOND - 1) * 100;
  const ratio = ours.cpuUsPerToken / raw.cpuUsPerToken;
  const rateHolds = offPercent <= GOALS.ratePercent;
  const cpuHolds = ratio <= GOALS.cpuRatioToRaw;
  console.log(
    `\nOurs at 1,000 streams: rate off by ${offPercent.toFixed(2)} % ` +
      `(goal: at most ${GOALS.ratePercent} %) ${verdict(rateHolds)}; ` +
      `CPU ${ratio.toFixed(2)} of raw (goal: at most ${GOALS.cpuRatioToRaw}) ${verdict(cpuHolds)}`,
  );
  return rateHolds && cpuHolds;
}

function verdict(holds: boolean): string {
  return holds ? '✓' : '✗';
}
