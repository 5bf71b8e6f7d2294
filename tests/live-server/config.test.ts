import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ConfigError, LIMITS, readConfig } from '../../live-server/config.ts';

describe('reading the environment', () => {
  test('without variables the defaults hold', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ host: null, sitePort: 4321, labH1Port: 4322, siteDir: 'dist' });
    for (const [name, { fallback, min, max }] of Object.entries(LIMITS)) {
      expect(config.limits[name as keyof typeof LIMITS]).toBe(fallback);
      expect(fallback).toBeGreaterThanOrEqual(min);
      expect(fallback).toBeLessThanOrEqual(max);
    }
  });

  test('every limit can be overridden by its variable', () => {
    for (const [name, { variable, max }] of Object.entries(LIMITS)) {
      const { limits } = readConfig({ [variable]: String(max) });
      expect(limits[name as keyof typeof LIMITS]).toBe(max);
    }
  });

  test.each([
    [{ SITE_PORT: 'http' }, 'SITE_PORT is "http"; it has to be a whole number from 0 to 65535.'],
    [{ LAB_H1_PORT: '65536' }, 'LAB_H1_PORT is "65536"'],
    [{ CONNECTIONS_MAX: '0' }, 'CONNECTIONS_MAX is "0"'],
    [{ LONG_POLL_WAIT_MS: '1.5' }, 'LONG_POLL_WAIT_MS is "1.5"'],
    [{ SITE_PORT: '4322' }, 'SITE_PORT and LAB_H1_PORT are both 4322'],
    [{ SITE_ORIGINS: 'localhost:4321' }, 'SITE_ORIGINS contains "localhost:4321"'],
    [{ SITE_ORIGINS: 'http://a, http://b/' }, 'SITE_ORIGINS contains "http://b/"'],
  ])('%j is refused with a sentence that says what to do', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(sentence);
  });

  test('README.md lists every limit with its variable, default and meaning', async () => {
    const readme = await readFile(new URL('../../live-server/README.md', import.meta.url), 'utf8');
    const rows = readme.replaceAll(/ +/g, ' ');
    for (const { variable, fallback, meaning } of Object.values(LIMITS)) {
      expect(rows).toContain(`| \`${variable}\` | ${fallback.toLocaleString('en')} | ${meaning} |`);
    }
  });
});
