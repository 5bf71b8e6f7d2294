import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tokensFrom } from '../../../live-server/tokens/source.ts';
import { serveBench } from './serve-bench.ts';

/** The anchor: the same bytes at the same pace with node:http and nothing else. */
const server = createServer((request, response) => {
  const query = new URL(request.url ?? '', 'http://localhost').searchParams;
  const intervalMs = Number(query.get('intervalMs'));
  const tokens = tokensFrom(1, Number(query.get('tokens')));
  const startMs = performance.now();
  let index = 0;
  let timer: NodeJS.Timeout | undefined;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write('retry: 1000\n\n');
  const tick = () => {
    const delta = { type: 'delta', index: index + 1, token: tokens[index] };
    response.write(`id: ${index + 1}\ndata: ${JSON.stringify(delta)}\n\n`);
    index++;
    if (index === tokens.length) return response.end();
    const waitMs = startMs + index * intervalMs - performance.now();
    timer = setTimeout(tick, Math.max(1, Math.ceil(waitMs)));
  };
  tick();
  response.on('close', () => clearTimeout(timer));
});
server.listen(0, '127.0.0.1', () => serveBench((server.address() as AddressInfo).port));
