import { describe, expect, test } from 'vitest';
import { NUMBER_PARAMETERS } from '#contract/parameters.ts';
import { problemOf, startServer } from './support/live-server.ts';
import { get } from './support/raw-client.ts';

const PATHS = ['chunked', 'ndjson', 'sse'];

describe('parameters', () => {
  test('the smallest and the largest of each are taken', async () => {
    const { labOrigin } = await startServer();
    for (const [name, { min, max }] of Object.entries(NUMBER_PARAMETERS)) {
      for (const value of [min, max]) {
        const response = await fetch(`${labOrigin}/live/ndjson?${name}=${value}`, {
          method: 'HEAD',
        });
        expect(response.status).toBe(200);
      }
    }
  });

  test.each([
    ['tokens=0', 'tokens', '0', 'a whole number from 1 to 2000'],
    ['tokens=2001', 'tokens', '2001', 'a whole number from 1 to 2000'],
    ['tokens=-1', 'tokens', '-1', 'a whole number from 1 to 2000'],
    ['tokens=1.5', 'tokens', '1.5', 'a whole number from 1 to 2000'],
    ['tokens=1e3', 'tokens', '1e3', 'a whole number from 1 to 2000'],
    ['tokens=0x10', 'tokens', '0x10', 'a whole number from 1 to 2000'],
    ['tokens=', 'tokens', '', 'a whole number from 1 to 2000'],
    ['tokens', 'tokens', '', 'a whole number from 1 to 2000'],
    ['tokens=+7', 'tokens', ' 7', 'a whole number from 1 to 2000'],
    ['tokens=NaN', 'tokens', 'NaN', 'a whole number from 1 to 2000'],
    ['intervalMs=5001', 'intervalMs', '5001', 'a whole number from 0 to 5000 ms'],
    ['seed=4294967296', 'seed', '4294967296', 'a whole number from 0 to 4294967295'],
    ['run=short', 'run', 'short', '22 to 64 characters of A-Z a-z 0-9 _ -'],
    [`run=${'a'.repeat(65)}`, 'run', 'a'.repeat(65), '22 to 64 characters of A-Z a-z 0-9 _ -'],
    [
      'run=aaaaaaaaaaaaaaaaaaaaa%0a',
      'run',
      'aaaaaaaaaaaaaaaaaaaaa\n',
      '22 to 64 characters of A-Z a-z 0-9 _ -',
    ],
    ['tokens=3&tokens=3', 'tokens', 'given more than once', 'one value'],
    ['speed=3', 'speed', 'speed', expect.stringContaining('run, tokens, intervalMs, seed, faults')],
    [
      'Tokens=3',
      'Tokens',
      'Tokens',
      expect.stringContaining('run, tokens, intervalMs, seed, faults'),
    ],
    [
      'cursor=3',
      'cursor',
      'cursor',
      expect.stringContaining('run, tokens, intervalMs, seed, faults'),
    ],
    [
      '__proto__=3',
      '__proto__',
      '__proto__',
      expect.stringContaining('run, tokens, intervalMs, seed, faults'),
    ],
    ['=3', '', '', expect.stringContaining('run, tokens, intervalMs, seed, faults')],
    ['faults=meteor:3', 'faults', 'meteor:3', expect.stringContaining('reset_peer')],
    ['faults=reset_peer', 'faults', 'reset_peer', expect.stringContaining('name:afterToken')],
    ['faults=reset_peer:0', 'faults', 'reset_peer:0', expect.any(String)],
    ['seed=%zz', 'seed', '%zz', expect.stringContaining('%25')],
    ['seed=%ff', 'seed', '%ff', expect.stringContaining('UTF-8')],
    ['seed=%', 'seed', '%', expect.stringContaining('%25')],
  ])(
    '%s gets 400 with the name, what was found and what is allowed',
    async (query, parameter, found, allowed) => {
      const { labOrigin } = await startServer();
      for (const path of PATHS) {
        const response = await fetch(`${labOrigin}/live/${path}?${query}`);
        expect(response.status).toBe(400);
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        const problem = await problemOf(response);
        expect(problem).toMatchObject({
          status: 400,
          title: 'Bad Request',
          parameter,
          found,
          allowed,
        });
        expect(problem.detail).toContain(JSON.stringify(parameter));
      }
    },
  );

  test('a value of thousands of characters is not sent back whole', async () => {
    const { labOrigin } = await startServer();
    const problem = await problemOf(await fetch(`${labOrigin}/live/sse?seed=${'9'.repeat(1000)}`));
    expect(problem.found).toHaveLength(81);
    expect(problem.detail.length).toBeLessThan(200);
  });

  test.each(['\u0000', '\r\nX-Injected: 1', '%0d%0aX-Injected:%201'])(
    'no part of a parameter becomes a header: %j',
    async (value) => {
      const { labOrigin } = await startServer();
      const client = await get(labOrigin, `/live/sse?seed=${encodeURIComponent(value)}`);
      await client.untilText('}');
      expect(client.status).toBe(400);
      expect(client.head).not.toMatch(/X-Injected/);
    },
  );

  test('an empty query and stray separators are no parameters', async () => {
    const { labOrigin } = await startServer();
    for (const query of ['?', '?&', '?&&tokens=1&']) {
      const response = await fetch(`${labOrigin}/live/ndjson${query}`, { method: 'HEAD' });
      expect(response.status).toBe(200);
    }
  });
});
