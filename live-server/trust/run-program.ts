import { spawnSync } from 'node:child_process';
import { TrustError } from './trust-store.ts';

/** Runs a program that asks nothing, and gives what it printed. @throws {TrustError} when it fails */
export function runProgram(program: string, parameters: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(program, parameters, {
    encoding: 'utf8',
    // A store with a password would ask for it on the terminal and wait.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return stdout;
  const words = error?.message ?? (stderr || stdout).trim().split('\n').at(-1);
  throw new TrustError(`${program} could not do it: ${words}`);
}

/** Whether a program can be started at all. */
export function hasProgram(program: string): boolean {
  return spawnSync(program, [], { stdio: 'ignore' }).error === undefined;
}
