import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { openSession } from './support/http2-client.ts';
import { newRunId, problemOf, startServer } from './support/live-server.ts';
import { connectTo, get } from './support/raw-client.ts';
import { readFeed } from './support/wire-feed.ts';

describe('GET /live/early-hints', () => {
  test('a 103 goes ahead and names the stylesheet, the 200 names it again', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/early-hints?run=${run}&delayMs=50`);
    await client.untilText('</html>');
    const [hint, final] = client.text.split('\r\n\r\n');
    const link = `</live/early-hints/style.css?run=${run}>; rel=preload; as=style`;
    expect(hint).toContain('HTTP/1.1 103 Early Hints');
    expect(hint?.toLowerCase()).toContain(`link: ${link.toLowerCase()}`);
    expect(final).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(final?.toLowerCase()).toContain(`link: ${link.toLowerCase()}`);
    const [first, second] = (await readFeed(server, run)).records.filter(
      ({ direction }) => direction === 'outbound',
    );
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(49);
  });

  test('over HTTP/2 the interim answer is a field section of its own', async () => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    const stream = session.request({ ':path': '/live/early-hints?delayMs=10' });
    const [hints] = await once(stream, 'headers');
    expect(hints).toMatchObject({ ':status': 103 });
    expect(hints.link).toContain('rel=preload');
    const [headers] = await once(stream, 'response');
    expect(headers[':status']).toBe(200);
  });

  test('hints=0 sends none', async () => {
    const { labOrigin } = await startServer();
    const client = await get(labOrigin, '/live/early-hints?hints=0&delayMs=0');
    await client.untilText('</html>');
    expect(client.text).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test('an HTTP/1.0 client gets no interim answer', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    client.send('GET /live/early-hints?delayMs=0 HTTP/1.0\r\nHost: localhost\r\n\r\n');
    await client.untilEnded();
    expect(client.status).toBe(200);
    expect(client.text).not.toContain(' 103 ');
  });

  test('its stylesheet may be kept for as long as the page needs it', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/early-hints/style.css?run=${newRunId()}`);
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('max-age=60');
  });

  test.each(['delayMs=5001', 'hints=2', 'run=%22%3E%3Cscript%3E', 'delayMs=1&delayMs=2'])(
    '?%s gets 400 and nothing of it comes back in a page',
    async (query) => {
      const { labOrigin } = await startServer();
      const response = await fetch(`${labOrigin}/live/early-hints?${query}`);
      expect((await problemOf(response)).status).toBe(400);
    },
  );
});
