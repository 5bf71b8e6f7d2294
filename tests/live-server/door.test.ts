import { describe, expect, test } from 'vitest';
import { startServer } from './support/live-server.ts';
import { connectTo } from './support/raw-client.ts';

/** Sends a head as it is and returns the status of the answer. */
async function statusOf(origin: string, head: string): Promise<number> {
  const client = await connectTo(origin);
  client.send(head);
  await client.untilEnded();
  return client.status;
}

describe('the door of both origins', () => {
  test.each(['localhost', 'LOCALHOST', 'localhost:80', '127.0.0.1:4322', '[::1]:1'])(
    'Host %s is one of our names',
    async (host) => {
      const { siteOrigin } = await startServer();
      const head = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      expect(await statusOf(siteOrigin, head)).toBe(200);
    },
  );

  test.each([
    'evil.example',
    'localhost.evil.example',
    'localhost@evil.example',
    'evil.example:4322',
    '0.0.0.0',
    '[::2]',
    'localhost:',
    'localhost:x',
    '',
  ])('Host %j gets 421', async (host) => {
    const { siteOrigin, labOrigin } = await startServer();
    for (const origin of [siteOrigin, labOrigin]) {
      const head = `GET /live/sse HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      expect(await statusOf(origin, head)).toBe(421);
    }
  });

  test.each([
    ['no Host', 'GET /live/sse HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', 'GET /live/sse HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', 400],
    ['HTTP/1.0 without a Host', 'GET /live/sse HTTP/1.0\r\n\r\n', 400],
    ['HTTP/0.9', 'GET /live/sse\r\n\r\n', 505],
    [
      'a foreign absolute target',
      'GET http://evil.example/live/sse HTTP/1.1\r\nHost: localhost\r\n\r\n',
      421,
    ],
    [
      'a target with a user',
      'GET http://localhost@evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
      421,
    ],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    [
      'a backslash in the path',
      'GET /live\\sse HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
    ],
    [
      'a target over 2 KiB',
      `GET /live/sse?seed=${'1'.repeat(2048)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      414,
    ],
    [
      'a head over 16 KiB',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      431,
    ],
    [
      'length and chunks',
      'POST /live/sse HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    [
      'two lengths',
      'POST /live/sse HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: localhost\n\n', 400],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n', 400],
    ['NUL in a header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n', 400],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a method that is none', 'FETCH / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    [
      'a bogus expectation',
      'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
      417,
    ],
  ])('%s gets its status', async (_, head, status) => {
    const { labOrigin } = await startServer();
    expect(await statusOf(labOrigin, head)).toBe(status);
  });

  test('an absolute target of ours is answered', async () => {
    const { labOrigin } = await startServer();
    const target = `${labOrigin}/live/ndjson?tokens=1`;
    const head = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    expect(await statusOf(labOrigin, head)).toBe(200);
  });

  test('CONNECT is not left hanging', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    client.send('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n');
    await client.untilEnded();
    expect(client.text).not.toContain('200');
  });

  test('a refusal is a problem document and says what was found', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    client.send('GET /live/sse HTTP/1.1\r\nHost: evil.example\r\n\r\n');
    await client.untilEnded();
    expect(client.head).toMatch(/^Content-Type: application\/problem\+json$/im);
    expect(JSON.parse(client.body.toString())).toMatchObject({
      status: 421,
      parameter: 'Host',
      found: 'evil.example',
    });
  });

  test('a head that never ends is closed with 408', async () => {
    const { labOrigin } = await startServer({ HEADERS_TIMEOUT_MS: '100' });
    const client = await connectTo(labOrigin);
    client.send('GET /live/sse HTTP/1.1\r\nHost: loc');
    await client.untilEnded();
    expect(client.status).toBe(408);
  });

  test('a connection that says nothing at all is closed', async () => {
    const { labOrigin } = await startServer({ HEADERS_TIMEOUT_MS: '100' });
    const client = await connectTo(labOrigin);
    await client.untilEnded();
    expect(client.ended).toBe(true);
  });

  test('a name given by SITE_ORIGINS is one of ours, and its pages may read the lab', async () => {
    const { labOrigin } = await startServer({ SITE_ORIGINS: 'https://course.example' });
    const client = await connectTo(labOrigin);
    client.send(
      'GET /live/ndjson?tokens=1 HTTP/1.1\r\nHost: course.example\r\nOrigin: https://course.example\r\n\r\n',
    );
    await client.untilText('"end"');
    expect(client.head).toMatch(/^Access-Control-Allow-Origin: https:\/\/course.example$/im);
  });
});
