import { describe, expect, test } from 'vitest';
import { readConfig } from '../../live-server/config.ts';
import { Places } from '../../live-server/places.ts';

describe('where the server says it is', () => {
  test.each([
    ['', 'http://localhost:80'],
    ['0.0.0.0', 'http://localhost:80'],
    ['::', 'http://localhost:80'],
    ['192.168.0.7', 'http://192.168.0.7:80'],
    ['fe80::1', 'http://[fe80::1]:80'],
  ])('listening on %j', (host, origin) => {
    expect(new Places(readConfig({ HOST: host })).originOf(80)).toBe(origin);
  });

  test('the name it listens on is one of its own, and so is that of its pages', () => {
    const places = new Places(readConfig({ HOST: '192.168.0.7' }));
    places.sitePort = 4321;
    expect(places.isOurs('192.168.0.7:4322')).toBe(true);
    expect(places.isOurs('192.168.0.8')).toBe(false);
    expect(places.isSiteOrigin('http://192.168.0.7:4321')).toBe(true);
    expect(places.isSiteOrigin('http://192.168.0.7:4322')).toBe(false);
  });
});
