import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { labApp } from '../../live-server/app.ts';
import { problemOf, startServer } from './support/live-server.ts';

const GET_PATHS = ['chunked', 'ndjson', 'sse'];

describe('methods', () => {
  test.each(GET_PATHS)('HEAD %s has the headers of GET and begins no run', async (path) => {
    const server = await startServer();
    const url = `${server.labOrigin}/live/${path}?tokens=1`;
    const [head, got] = [await fetch(url, { method: 'HEAD' }), await fetch(url)];
    await got.text();
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'cache-control', 'x-accel-buffering', 'vary']) {
      expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
    expect(server.counts().runs.begun).toBe(1);
  });

  test('HEAD with a bad parameter gets the status of GET', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/sse?tokens=0`, { method: 'HEAD' });
    expect(response.status).toBe(400);
  });

  test.each([
    ['PUT', '/live/chunked', 'GET, HEAD, OPTIONS'],
    ['POST', '/live/ndjson', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/live/sse', 'GET, POST, HEAD, OPTIONS'],
    ['PATCH', '/live/websocket', 'GET, HEAD, OPTIONS'],
    ['POST', '/live/short-poll', 'GET, HEAD, OPTIONS'],
    ['POST', '/live/runs/aaaaaaaaaaaaaaaaaaaaaa', 'GET, DELETE, HEAD, OPTIONS'],
  ])('%s %s gets 405 with Allow', async (method, path, allow) => {
    const { labOrigin } = await startServer();
    const response = await fetch(labOrigin + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await problemOf(response)).toMatchObject({ status: 405, title: 'Method Not Allowed' });
  });

  test('OPTIONS says what is allowed', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/sse`, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  });

  test.each([
    '/',
    '/live',
    '/live/',
    '/live/sse/',
    '/live/nothing',
    '/control/origins',
    '/live/%zz',
  ])('there is nothing at %s: 404 as a problem document', async (path) => {
    const { labOrigin } = await startServer();
    const response = await fetch(labOrigin + path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('a failure of ours', () => {
  /** The app on a lab that fails, with a response in the given state. */
  function askBrokenLab(outgoing: { headersSent: boolean; destroyed: boolean; destroy(): void }) {
    const secret = new Error('secret: /home/somebody/file.ts');
    const runs = {
      enter: () => {
        throw secret;
      },
    };
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => told.mockRestore());
    const env = { lab: { runs }, incoming: { url: '/live/ndjson' }, outgoing };
    return { asked: labApp().request('/live/ndjson', {}, env), told, secret };
  }

  test('before the first byte: 500, and not a word of what happened', async () => {
    const outgoing = { headersSent: false, destroyed: false, destroy: () => {} };
    const { asked, told, secret } = askBrokenLab(outgoing);
    const response = await asked;
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.text()).not.toMatch(/secret|file|at /);
    expect(told).toHaveBeenCalledWith(secret);
  });

  test('in the middle of a stream: the connection breaks instead of ending', async () => {
    const destroy = vi.fn();
    const { asked, secret } = askBrokenLab({ headersSent: true, destroyed: false, destroy });
    await asked;
    expect(destroy).toHaveBeenCalledWith(secret);
  });
});

describe('CORS', () => {
  test('the course’s site may read answers, refusals and timings; under each of its names', async () => {
    const { labOrigin, siteOrigin } = await startServer();
    const { port } = new URL(siteOrigin);
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const origin = `http://${name}:${port}`;
      for (const path of ['/live/ndjson?tokens=1', '/live/ndjson?tokens=0', '/nothing']) {
        const { headers } = await fetch(labOrigin + path, { headers: { Origin: origin } });
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        expect(headers.get('timing-allow-origin')).toBe(origin);
        expect(headers.get('access-control-expose-headers')).toContain('Retry-After');
        expect(headers.get('vary')).toBe('Origin');
      }
    }
  });

  test.each(['http://evil.example', 'null', 'http://localhost', 'https://localhost:4321'])(
    'a page of %s may not',
    async (origin) => {
      const { labOrigin } = await startServer();
      const response = await fetch(`${labOrigin}/live/ndjson?tokens=1`, {
        headers: { Origin: origin },
      });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('timing-allow-origin')).toBeNull();
      expect(response.headers.get('vary')).toBe('Origin');
    },
  );

  test('a preflight learns the methods and headers', async () => {
    const { labOrigin, siteOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/runs/aaaaaaaaaaaaaaaaaaaaaa`, {
      method: 'OPTIONS',
      headers: { Origin: siteOrigin, 'Access-Control-Request-Method': 'DELETE' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(siteOrigin);
    expect(response.headers.get('access-control-allow-methods')).toContain('DELETE');
    expect(response.headers.get('access-control-allow-headers')).toContain('Last-Event-ID');
  });
});
