// Runs on the machine's own Node (20 or later) before anything is installed: built-ins only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const BIN = join(ROOT, 'node_modules', '.bin');

/** The Node that everything but these scripts runs on: the npm package `node`. */
export const NODE = join(BIN, 'node');

/** Something the person at the keyboard can mend; its message is all they need to see. */
export class Sentence extends Error {}

/**
 * A lock file of npm, as far as it matters here.
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lock
 */

/**
 * Brings node_modules in step with package-lock.json; returns at once when it is.
 *
 * @throws {Sentence} when npm could not install.
 */
export function ensureInstalled() {
  const wanted = readLock(join(ROOT, 'package-lock.json'));
  const missing = missingPackages(wanted, readLock(join(ROOT, 'node_modules/.package-lock.json')));
  if (missing.length === 0 && existsSync(NODE)) return;

  console.log(`Installing ${missing.length || 'the'} packages with npm ci …`);
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--loglevel=error'], {
    cwd: ROOT,
    // Without node_modules/.bin: npm would run on the very Node that it is about to replace.
    env: { ...process.env, PATH: withoutOwnBin(process.env.PATH ?? '') },
    stdio: 'inherit',
  });
  if (status !== 0) {
    throw new Sentence(
      'npm ci could not install the packages; its own words are above. ' +
        'It needs npm 10 or later and a network that reaches the npm registry.',
    );
  }
  if (!existsSync(NODE)) {
    throw new Sentence(
      'npm ci left out Node 26, which the package "node" brings by an install script. ' +
        'Allow install scripts (npm config set ignore-scripts false) and try again.',
    );
  }
}

/** The environment in which `node`, `astro`, `tsc` … are the installed ones. */
export function installedEnvironment() {
  return {
    ...process.env,
    PATH: `${BIN}${delimiter}${withoutOwnBin(process.env.PATH ?? '')}`,
    ASTRO_TELEMETRY_DISABLED: '1',
  };
}

/**
 * Which packages of the lock file are not there in the locked version. Optional ones
 * are left out: most of them are for other systems. npm writes the record of what is
 * installed last, so an interrupted install counts as nothing installed.
 *
 * @param {Lock} wanted
 * @param {Lock} installed
 * @returns {string[]}
 */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages ?? {})
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.devOptional)
    .filter(([path, entry]) => installed.packages?.[path]?.version !== entry.version)
    .map(([path]) => path);
}

/**
 * @param {string} path
 * @returns {Lock}
 */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/** @param {string} searchPath */
function withoutOwnBin(searchPath) {
  return searchPath
    .split(delimiter)
    .filter((folder) => folder !== BIN)
    .join(delimiter);
}
