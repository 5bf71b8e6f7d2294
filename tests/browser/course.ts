import { type ChildProcess, spawn } from 'node:child_process';
import { NODE, ROOT } from '../../live-server/cli/ensure-installed.mjs';
import { findFreePorts } from '../../live-server/cli/ports.mjs';

/** The course as `npm start` runs it, on free ports that it keeps over a restart. */
export interface Course {
  /** Origin of the site. */
  readonly site: string;
  start(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

/** @param ports of the site and of the lab; free ones where none are given */
export async function startCourse(ports?: readonly [number, number]): Promise<Course> {
  const [sitePort, labPort] = ports ?? (await findFreePorts(2));
  const site = `http://localhost:${sitePort}`;
  let process: ChildProcess | undefined;

  async function start(): Promise<void> {
    process = spawn(NODE, ['live-server/main.ts'], {
      cwd: ROOT,
      env: { ...globalThis.process.env, SITE_PORT: `${sitePort}`, LAB_H1_PORT: `${labPort}` },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    while (!(await answers(`${site}/healthz`))) {
      if (process.exitCode !== null) {
        throw new Error('The live server ended before it answered; its own words are above.');
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = process;
    process = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }

  await start();
  return { site, start, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok ?? false;
}
