import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Problem } from '#contract/problem.ts';
import type { RunState } from '#contract/run-state.ts';
import type { Clock } from '../../../live-server/clock.ts';
import { readConfig } from '../../../live-server/config.ts';
import { type LiveServer, startLiveServer } from '../../../live-server/server.ts';

/** One authority for all tests of a machine: making it anew for each would cost them time. */
export const CERTIFICATES = fileURLToPath(
  new URL('../../../node_modules/.cache/chunk-by-chunk/certificates', import.meta.url),
);

/** Ports of the system's choice, so that no test meets another, and the one authority. */
export const ENVIRONMENT = {
  SITE_PORT: '0',
  LAB_H1_PORT: '0',
  LAB_H2_PORT: '0',
  CERTIFICATES_DIR: CERTIFICATES,
} as const;

/** A live server on ports of the system's choice, closed when the test is over. */
export async function startServer(
  environment: Record<string, string> = {},
  clock?: Clock,
): Promise<LiveServer> {
  const config = readConfig({
    ...ENVIRONMENT,
    SHUTDOWN_MAX_MS: '50',
    ...environment,
  });
  const server = await startLiveServer(config, clock);
  onTestFinished(() => server.close());
  return server;
}

/** A run id of 132 random bits, as the site makes them. */
export function newRunId(): string {
  return randomBytes(17).toString('base64url').slice(0, 22);
}

export async function stateOf(server: LiveServer, run: string): Promise<RunState> {
  const response = await fetch(`${server.labOrigin}/live/runs/${run}`);
  return (await response.json()) as RunState;
}

export async function problemOf(response: Response): Promise<Problem> {
  return (await response.json()) as Problem;
}

/** Waits for a condition, never for a time; fails loudly when it does not come true. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  maxMs = 15_000,
): Promise<void> {
  const deadline = performance.now() + maxMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`waited ${maxMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Waits until the run is in a phase other than `running`. */
export async function untilOver(server: LiveServer, run: string): Promise<RunState> {
  await until(`run ${run} is over`, async () => (await stateOf(server, run)).state !== 'running');
  return stateOf(server, run);
}
