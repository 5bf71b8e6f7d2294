import { readConfig } from '../../../live-server/config.ts';
import { startLiveServer } from '../../../live-server/server.ts';
import { serveBench } from './serve-bench.ts';

/** Our endpoint, in the server as it is. */
const config = readConfig({ SITE_PORT: '0', LAB_H1_PORT: '0' });
const server = await startLiveServer(config);
serveBench(Number(new URL(server.labOrigin).port));
