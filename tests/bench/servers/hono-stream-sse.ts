import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { tokensFrom } from '../../../live-server/tokens/source.ts';
import { serveBench } from './serve-bench.ts';

/** The same events through Hono's own helper, paced by the same schedule. */
const app = new Hono();
app.get('/live/sse', (c) => {
  const intervalMs = Number(c.req.query('intervalMs'));
  const tokens = tokensFrom(1, Number(c.req.query('tokens')));
  return streamSSE(c, async (stream) => {
    const startMs = performance.now();
    await stream.write('retry: 1000\n\n');
    for (let index = 0; index < tokens.length && !stream.aborted; index++) {
      const waitMs = Math.ceil(startMs + index * intervalMs - performance.now());
      if (waitMs > 0) await stream.sleep(waitMs);
      const delta = { type: 'delta', index: index + 1, token: tokens[index] };
      await stream.writeSSE({ id: String(index + 1), data: JSON.stringify(delta) });
    }
  });
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => {
  serveBench((server.address() as AddressInfo).port);
});
