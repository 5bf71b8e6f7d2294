import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { NODE, ROOT } from '../../live-server/cli/ensure-installed.mjs';
import { findFreePorts } from '../../live-server/cli/ports.mjs';

/**
 * Starts the live server as `npm start` does, on free ports, and hands its address
 * to the tests as SITE_URL. Returns what ends it.
 */
export default async function startLiveServer(): Promise<() => Promise<void>> {
  if (!existsSync(`${ROOT}/dist/index.html`)) {
    throw new Error('There is no built site in dist/: run npm run build, or npm test for it all.');
  }
  const [sitePort, labPort] = await findFreePorts(2);
  process.env.SITE_URL = `http://localhost:${sitePort}`;

  const server = spawn(NODE, ['live-server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, SITE_PORT: String(sitePort), LAB_H1_PORT: String(labPort) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  while (!(await answers(`${process.env.SITE_URL}/healthz`))) {
    if (server.exitCode !== null) {
      throw new Error('The live server ended before it answered; its own words are above.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  return async () => {
    server.kill('SIGTERM');
    await ended;
  };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok ?? false;
}
