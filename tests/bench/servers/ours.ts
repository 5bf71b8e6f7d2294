import { readConfig } from '../../../live-server/config.ts';
import { startLiveServer } from '../../../live-server/server.ts';
import { serveBench } from './serve-bench.ts';

/** Our endpoint, in the server as it is. */
const server = await startLiveServer(
  readConfig({ ...process.env, SITE_PORT: '0', LAB_H1_PORT: '0', LAB_H2_PORT: '0' }),
);
const { labOrigin, labTlsOrigin } = server;
serveBench(Number(new URL(process.env.BENCH_TLS === 'on' ? labTlsOrigin : labOrigin).port));
