import { readdirSync } from 'node:fs';
import { readConfig } from '../../../live-server/config.ts';
import { startLiveServer } from '../../../live-server/server.ts';

/** What is held at one moment, after a garbage collection. */
export interface Held {
  type: 'held';
  heapBytes: number;
  /** Files and sockets; 0 where the system does not list them. */
  descriptors: number;
  timers: number;
  connections: number;
  running: number;
}
export type LeaksReport = { type: 'listening'; port: number; tlsPort: number } | Held;

/** The server as it is, which says on request what it holds. Needs --expose-gc. */
const server = await startLiveServer(
  readConfig({ ...process.env, SITE_PORT: '0', LAB_H1_PORT: '0', LAB_H2_PORT: '0' }),
);
const portOf = (origin: string) => Number(new URL(origin).port);

process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { connections, runs } = server.counts();
  process.send?.({
    type: 'held',
    heapBytes: process.memoryUsage().heapUsed,
    descriptors: descriptors(),
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    connections,
    running: runs.running,
  } satisfies LeaksReport);
});
process.send?.({
  type: 'listening',
  port: portOf(server.labOrigin),
  tlsPort: portOf(server.labTlsOrigin ?? server.labOrigin),
} satisfies LeaksReport);

function descriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}
