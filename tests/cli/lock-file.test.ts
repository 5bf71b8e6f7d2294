import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from '../../live-server/cli/ensure-installed.mjs';

interface Entry {
  version?: string;
  optionalDependencies?: Record<string, string>;
}
type Packages = Record<string, Entry>;

/**
 * Optional packages that are promised and not locked. `npm install` leaves out those
 * that its registry does not have (builds for other systems), and `npm ci` then refuses
 * the whole lock file on every system.
 */
function unlocked(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lookUp(packages, path, name))
      .map(([name, version]) => `node_modules/${name} ${version}`),
  );
}

/** Looks a package up as Node does: beside the one that asks, then outwards. */
function lookUp(packages: Packages, path: string, name: string): Entry | undefined {
  const found = packages[path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`];
  if (found || path === '') return found;
  return lookUp(packages, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name);
}

test('the lock file locks every optional package, for npm ci refuses it otherwise', () => {
  const { packages } = JSON.parse(readFileSync(`${ROOT}/package-lock.json`, 'utf8'));
  const advice = 'Add each to package-lock.json with version, cpu, os (libc) and optional: true.';
  expect(unlocked(packages), advice).toEqual([]);
});

test('an optional package that is not locked is found out', () => {
  const packages = {
    '': {},
    'node_modules/tool': { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-mac': '1.0.0' } },
    'node_modules/tool/node_modules/tool-linux': { version: '1.0.0' },
  };
  expect(unlocked(packages)).toEqual(['node_modules/tool-mac 1.0.0']);
});
