import { describe, expect, test } from 'vitest';
import { tokensFrom } from '../../live-server/tokens/source.ts';
import { newRunId, startServer, stateOf, untilOver } from './support/live-server.ts';
import { connectTo, dechunk, get } from './support/raw-client.ts';

describe('GET /live/chunked', () => {
  test('one chunk per token, byte for byte, and the last chunk', async () => {
    const { labOrigin } = await startServer();
    const client = await get(labOrigin, '/live/chunked?tokens=40&intervalMs=1&seed=3');
    await client.untilText('\r\n0\r\n\r\n');
    expect(client.status).toBe(200);
    expect(client.head).toMatch(/^Content-Type: text\/plain; charset=utf-8$/im);
    expect(client.head).toMatch(/^Transfer-Encoding: chunked$/im);
    expect(client.head).toMatch(/^Cache-Control: no-store$/im);
    expect(client.head).toMatch(/^X-Accel-Buffering: no$/im);
    const { chunks, complete } = dechunk(client.body);
    expect(complete).toBe(true);
    expect(chunks.map(String)).toEqual(tokensFrom(3, 40));
  });

  test('with no pause at all there is still one chunk per token', async () => {
    const { labOrigin } = await startServer();
    const client = await get(labOrigin, '/live/chunked?tokens=2000&intervalMs=0');
    await client.untilText('\r\n0\r\n\r\n');
    expect(dechunk(client.body).chunks).toHaveLength(2000);
  });

  test('the first token does not wait for the second', async () => {
    const { labOrigin } = await startServer();
    const client = await get(labOrigin, '/live/chunked?tokens=2&intervalMs=5000');
    await client.untilText(`${tokensFrom(1, 1)[0]}\r\n`);
    expect(dechunk(client.body)).toMatchObject({ chunks: [expect.anything()], complete: false });
  });

  test('an HTTP/1.0 client gets the bare text, ended by the end of the connection', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    client.send('GET /live/chunked?tokens=5&intervalMs=1 HTTP/1.0\r\nHost: localhost\r\n\r\n');
    await client.untilEnded();
    expect(client.head).not.toMatch(/transfer-encoding/i);
    expect(client.head).toMatch(/^Connection: close$/im);
    expect(client.body.toString()).toBe(tokensFrom(1, 5).join(''));
  });

  test('an HTTP/1.0 client that asks to keep the connection loses it all the same', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    client.send(
      'GET /live/chunked?tokens=2&intervalMs=0 HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n',
    );
    await client.untilEnded();
    expect(client.body.toString()).toBe(tokensFrom(1, 2).join(''));
  });

  test('two pipelined requests get two answers, one after the other', async () => {
    const { labOrigin } = await startServer();
    const client = await connectTo(labOrigin);
    const request = 'GET /live/chunked?tokens=3&intervalMs=1 HTTP/1.1\r\nHost: localhost\r\n\r\n';
    client.send(request + request);
    await expect.poll(() => client.text.split('\r\n0\r\n\r\n')).toHaveLength(3);
    expect(client.text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });

  test('a pipelined stream whose connection goes away before its turn is over, too', async () => {
    const server = await startServer();
    const [first, second] = [newRunId(), newRunId()];
    const client = await connectTo(server.labOrigin);
    for (const run of [first, second]) {
      client.send(
        `GET /live/chunked?run=${run}&intervalMs=5000 HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      );
    }
    await expect.poll(async () => (await stateOf(server, second)).tokensProduced).toBe(1);
    client.socket.destroy();
    expect((await untilOver(server, first)).state).toBe('aborted');
    expect((await untilOver(server, second)).state).toBe('aborted');
  });

  test('a request body that nobody asked for changes nothing', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = await connectTo(server.labOrigin);
    client.send(
      `GET /live/chunked?run=${run}&intervalMs=5000 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n${'x'.repeat(500_000)}`,
    );
    await client.untilText('200 OK');
    client.socket.end();
    expect((await untilOver(server, run)).clientStop?.kind).toBe('FIN');
  });
});
