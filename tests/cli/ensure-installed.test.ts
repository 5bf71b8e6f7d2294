import { expect, test } from 'vitest';
import { missingPackages } from '../../live-server/cli/ensure-installed.mjs';

const wanted = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/hono': { version: '4.13.19' },
    'node_modules/ws': { version: '8.23.0' },
    'node_modules/esbuild-for-another-system': { version: '1.0.0', optional: true },
  },
};

test('nothing is missing when every locked package is installed', () => {
  const installed = {
    packages: {
      'node_modules/hono': { version: '4.13.19' },
      'node_modules/ws': { version: '8.23.0' },
    },
  };
  expect(missingPackages(wanted, installed)).toEqual([]);
});

test('a package in another version is missing', () => {
  const installed = {
    packages: {
      'node_modules/hono': { version: '4.13.18' },
      'node_modules/ws': { version: '8.23.0' },
    },
  };
  expect(missingPackages(wanted, installed)).toEqual(['node_modules/hono']);
});

test('everything but the optional is missing when nothing is installed', () => {
  expect(missingPackages(wanted, {})).toEqual(['node_modules/hono', 'node_modules/ws']);
});
