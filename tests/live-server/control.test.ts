import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compressFiles } from '../../live-server/cli/site-build.mjs';
import { startServer } from './support/live-server.ts';
import { connectTo } from './support/raw-client.ts';

async function buildSite(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'site-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(join(dir, 'lab'));
  await mkdir(join(dir, '_astro'));
  await writeFile(join(dir, 'index.html'), '<h1>home</h1>');
  await writeFile(join(dir, '404.html'), '<h1>no such page</h1>');
  await writeFile(join(dir, 'lab/index.html'), '<h1>lab</h1>');
  await writeFile(join(dir, '_astro/page.abc123.js'), 'export {};');
  return dir;
}

describe('the site origin', () => {
  test.each([
    ['/', 'home', 'text/html; charset=utf-8', 'no-cache'],
    ['/lab/', 'lab', 'text/html; charset=utf-8', 'no-cache'],
    ['/lab', 'lab', 'text/html; charset=utf-8', 'no-cache'],
    [
      '/_astro/page.abc123.js',
      'export',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
  ])('serves %s', async (path, part, type, caching) => {
    const { siteOrigin } = await startServer({ SITE_DIR: await buildSite() });
    const response = await fetch(siteOrigin + path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(part);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe(caching);
    const head = await fetch(siteOrigin + path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('a browser gets the compressed twin that it takes, and 304 for what it has', async () => {
    const dir = await buildSite();
    const page = `<h1>home</h1>${'<p>and more of it</p>'.repeat(200)}`;
    await writeFile(join(dir, 'index.html'), page);
    compressFiles(dir);
    const { siteOrigin } = await startServer({ SITE_DIR: dir });
    const tags = new Set<string | null>();
    for (const [accepts, coding] of [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const response = await fetch(siteOrigin, { headers: { 'Accept-Encoding': accepts } });
      expect(response.headers.get('content-encoding')).toBe(coding);
      expect(await response.text()).toBe(page);
      const sizeBytes = Number(response.headers.get('content-length'));
      if (coding) expect(sizeBytes).toBeLessThan(page.length / 4);
      const tag = response.headers.get('etag');
      tags.add(tag);
      const again = await fetch(siteOrigin, {
        headers: { 'Accept-Encoding': accepts, 'If-None-Match': tag ?? '' },
      });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    // Other bytes, another tag: a cache keeps the three apart.
    expect(tags.size).toBe(3);
    expect((await fetch(`${siteOrigin}/lab/`)).headers.get('content-encoding')).toBeNull();
  });

  test('an unknown page is the 404 page, with status 404', async () => {
    const { siteOrigin } = await startServer({ SITE_DIR: await buildSite() });
    for (const path of ['/nothing', '/_astro/gone.js', '/lab/x']) {
      const response = await fetch(siteOrigin + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('no such page');
    }
  });

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/%2fetc/passwd',
    '//etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const { siteOrigin } = await startServer({ SITE_DIR: await buildSite() });
    const client = await connectTo(siteOrigin);
    client.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    await client.untilEnded();
    expect([400, 404]).toContain(client.status);
    expect(client.text).not.toContain('"name"');
  });

  test('without a built site it says how to get one', async () => {
    const { siteOrigin } = await startServer({ SITE_DIR: '/nowhere' });
    const response = await fetch(siteOrigin);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('npm start');
  });

  test('its policy lets scripts come from the site and connections go to the lab, no further', async () => {
    const { siteOrigin, labOrigin, labTlsOrigin } = await startServer({
      SITE_DIR: await buildSite(),
    });
    const { headers } = await fetch(siteOrigin);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    const off = labTlsOrigin.replace('localhost', 'extended-connect-off.localhost');
    const talksTo = [labOrigin, labTlsOrigin, off].flatMap((origin) => [
      origin,
      origin.replace('http', 'ws'),
    ]);
    expect(policy).toContain(`connect-src 'self' ${talksTo.join(' ')};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  test('only the tabs of an experiment may stand in a frame, and only in one of the site', async () => {
    const { siteOrigin } = await startServer({ SITE_DIR: await buildSite() });
    const policyOf = async (path: string) =>
      (await fetch(siteOrigin + path)).headers.get('content-security-policy');
    expect(await policyOf('/procedures/shared-stream-tab/')).toContain("frame-ancestors 'self'");
    for (const path of ['/', '/lab/', '/lab/?x=/procedures/', '/lab/procedures/']) {
      expect(await policyOf(path)).toContain("frame-ancestors 'none'");
    }
  });

  test.each(['localhost', '127.0.0.1', '[::1]'])(
    'asked by the name %s, it names the lab by the same',
    async (name) => {
      const { siteOrigin, labOrigin, labTlsOrigin } = await startServer();
      const client = await connectTo(siteOrigin);
      client.send(`GET /control/origins HTTP/1.1\r\nHost: ${name}:1\r\nConnection: close\r\n\r\n`);
      await client.untilEnded();
      const { port } = new URL(labTlsOrigin);
      const connectOff =
        name === 'localhost' ? `https://extended-connect-off.localhost:${port}` : null;
      expect(JSON.parse(client.body.toString())).toEqual({
        h1: { origin: `http://${name}:${new URL(labOrigin).port}`, up: true },
        h2: { origin: `https://${name}:${port}`, up: true, connectOff },
      });
    },
  );

  test('GET /healthz says that it is up, and how busy', async () => {
    const { siteOrigin } = await startServer();
    const health = await (await fetch(`${siteOrigin}/healthz`)).json();
    expect(health).toMatchObject({ status: 'ok', carriers: 0, runs: { begun: 0, running: 0 } });
  });

  test('has no live endpoints, and no CORS', async () => {
    const { siteOrigin } = await startServer();
    const response = await fetch(`${siteOrigin}/live/sse`, { headers: { Origin: siteOrigin } });
    expect(response.status).toBe(404);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
