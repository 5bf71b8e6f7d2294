import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureCertificates } from '../../live-server/certificates/certificates.ts';
import { NODE, ROOT } from '../../live-server/cli/ensure-installed.mjs';
import { findFreePorts } from '../../live-server/cli/ports.mjs';

/** The course as `npm start` runs it, on free ports that it keeps over a restart. */
export interface Course {
  /** Origin of the site. */
  readonly site: string;
  /** For a browser that is to trust the TLS origin, as `npm run trust` makes one. */
  readonly spkiHash: string;
  start(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

/** The authority of all tests: not the one that the person at this computer may have trusted. */
const CERTIFICATES_DIR = join(ROOT, 'node_modules/.cache/chunk-by-chunk/certificates');

/** @param ports of the site, the lab and the TLS lab; free ones where none are given */
export async function startCourse(ports?: readonly [number, number, number]): Promise<Course> {
  const [sitePort, labPort, tlsPort] = ports ?? (await findFreePorts(3));
  const { spkiHash } = await ensureCertificates(CERTIFICATES_DIR, [], Date.now());
  const site = `http://localhost:${sitePort}`;
  let process: ChildProcess | undefined;

  async function start(): Promise<void> {
    process = spawn(NODE, ['live-server/main.ts'], {
      cwd: ROOT,
      env: {
        ...globalThis.process.env,
        SITE_PORT: `${sitePort}`,
        LAB_H1_PORT: `${labPort}`,
        LAB_H2_PORT: `${tlsPort}`,
        CERTIFICATES_DIR,
      },
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
  return { site, spkiHash, start, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok ?? false;
}
