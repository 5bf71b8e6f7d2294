import { fork } from 'node:child_process';
import type { ServerReport } from './servers/serve-bench.ts';

/** A server under test: a file of servers/ and what it finds in its environment. */
export interface ServerUnderTest {
  readonly file: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What every load generator says: when its measured window begins, and what it saw in it. */
export type WindowReport<Seen> = { type: 'window-begins' } | { type: 'window-ends'; seen: Seen };

/** Starts a server and the load, and measures the server's CPU over exactly the load's window. */
export async function observe<Seen>(
  { file, environment }: ServerUnderTest,
  generatorFile: string,
  order: object,
): Promise<{ load: Seen; cpuUs: number }> {
  const server = start<ServerReport>(`servers/${file}`, environment);
  const generator = start<WindowReport<Seen>>(generatorFile);
  const { port } = await server.heard('listening');
  const askCpu = async () => {
    server.process.send('cpu');
    return (await server.heard('cpu')).usedUs;
  };
  generator.process.send({ ...order, port });
  await generator.heard('window-begins');
  const beforeUs = await askCpu();
  const { seen } = await generator.heard('window-ends');
  const cpuUs = (await askCpu()) - beforeUs;
  generator.process.kill();
  server.process.kill('SIGKILL');
  return { load: seen, cpuUs };
}

/** A process that reports over IPC; `heard` waits for its next report of a type. */
function start<Report extends { type: string }>(file: string, environment = {}) {
  const env = { ...process.env, ...environment };
  const child = fork(new URL(file, import.meta.url), { serialization: 'advanced', env });
  const heard = <Type extends Report['type']>(type: Type) =>
    new Promise<Extract<Report, { type: Type }>>((resolve, reject) => {
      const onMessage = (message: unknown) => {
        const report = message as Report;
        if (report.type !== type) return;
        child.off('message', onMessage);
        resolve(report as Extract<Report, { type: Type }>);
      };
      child.on('message', onMessage);
      child.once('error', reject);
    });
  return { process: child, heard };
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function verdict(holds: boolean): string {
  return holds ? '✓' : '✗';
}
