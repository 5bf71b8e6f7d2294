import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { until } from '../support/live-server.ts';
import { connectTo, get } from '../support/raw-client.ts';
import { tappedHttp, tappedLine } from '../support/tapped.ts';

const MIB = 1024 * 1024;

function sha1(pieces: readonly Buffer[]): string {
  const hash = createHash('sha1');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

describe('a tap', () => {
  test('one write is one record and one read at the other end, in any encoding', async () => {
    const { tap, client, recording } = await tappedLine();
    const reads: Buffer[] = [];
    client.on('data', (bytes: Buffer) => reads.push(bytes));
    const writes = [
      ['héllo 🌊', 'utf8'],
      ['h\xe9llo', 'latin1'],
      ['00ff7f', 'hex'],
      ['aGk=', 'base64'],
      ['hi', 'utf16le'],
    ] as const;
    for (const [i, [text, encoding]] of writes.entries()) {
      tap.write(text, encoding);
      await until('it is read', () => reads.length === i + 1);
    }
    tap.write(new Uint8Array([1, 2, 3]));
    await until('it is read', () => reads.length === writes.length + 1);
    const expected = writes.map(([text, encoding]) => Buffer.from(text, encoding));
    expect(reads).toEqual([...expected, Buffer.from([1, 2, 3])]);
    expect(recording.writes).toEqual(reads);
  });

  test('what is written under one cork is one record and one read', async () => {
    const { tap, client, recording } = await tappedLine();
    const reads: Buffer[] = [];
    client.on('data', (bytes: Buffer) => reads.push(bytes));
    tap.cork();
    tap.write('6\r\n', 'latin1');
    tap.write(Buffer.from('héllo'));
    tap.write('\r\n');
    tap.uncork();
    await until('it is read', () => reads.length > 0);
    expect(reads).toEqual([Buffer.from('6\r\nhéllo\r\n')]);
    expect(recording.writes).toEqual(reads);
  });

  test('the callback of a write comes when the write is done, with its error', async () => {
    const { tap, client } = await tappedLine();
    await new Promise<void>((resolve) => tap.write('x', () => resolve()));
    client.resetAndDestroy();
    await until('it is gone', () => tap.destroyed);
    const error = await new Promise((resolve) => tap.write('y', resolve));
    expect(error).toBeInstanceOf(Error);
  });

  test('a reader that does not read holds up the writer: 26 MB arrive as they went', async () => {
    const { tap, client, recording } = await tappedLine();
    client.pause();
    const sent: Buffer[] = [];
    const write = () => {
      while (sent.length < 400) {
        const piece = Buffer.alloc(65_000, sent.length);
        sent.push(piece);
        if (!tap.write(piece)) return;
      }
      tap.end();
    };
    tap.on('drain', write);
    write();
    await until('nothing goes any more', () => tap.writableNeedDrain);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(tap.writableLength).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(300);
    const received: Buffer[] = [];
    client.on('data', (bytes: Buffer) => received.push(bytes));
    client.resume();
    await once(client, 'end');
    expect(sha1(received)).toBe(sha1(sent));
    expect(sha1(recording.writes)).toBe(sha1(sent));
  });

  test('a server that does not read holds up the client: 26 MB arrive as they went', async () => {
    const { tap, client, recording } = await tappedLine();
    const sent = Array.from({ length: 400 }, (_, i) => Buffer.alloc(65_000, i));
    for (const piece of sent) client.write(piece);
    client.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(client.writableLength).toBeGreaterThan(MIB);
    expect(tap.readableLength).toBeLessThan(MIB);
    const received: Buffer[] = [];
    for await (const piece of tap) received.push(piece);
    expect(sha1(received)).toBe(sha1(sent));
    expect(sha1(recording.reads)).toBe(sha1(sent));
  });

  test('a half-closed connection still carries the answer', async () => {
    const { tap, client, recording } = await tappedLine();
    client.end('question');
    const question: Buffer[] = [];
    tap.on('data', (bytes: Buffer) => question.push(bytes));
    await once(tap, 'end');
    expect(Buffer.concat(question).toString()).toBe('question');
    expect(tap.writable).toBe(true);
    tap.end('answer');
    expect(Buffer.concat(await client.toArray()).toString()).toBe('answer');
    await until('it is told', () => recording.end === 'client-fin');
  });

  test('the end of the server is a FIN to the client', async () => {
    const { tap, client, recording } = await tappedLine();
    tap.end('bye');
    expect(Buffer.concat(await client.toArray()).toString()).toBe('bye');
    client.end();
    tap.resume();
    await until('it is told', () => recording.end === 'server-close');
  });

  test('an RST of the client is an error of the server', async () => {
    const { tap, client, recording } = await tappedLine();
    tap.resume();
    const error = once(tap, 'error');
    client.resetAndDestroy();
    expect((await error)[0]).toMatchObject({ code: 'ECONNRESET' });
    expect(recording.end).toBe('client-rst');
  });

  test('resetAndDestroy is an RST to the client', async () => {
    const { tap, client, recording } = await tappedLine();
    client.resume();
    const error = once(client, 'error');
    tap.resetAndDestroy();
    expect((await error)[0]).toMatchObject({ code: 'ECONNRESET' });
    await until('it is told', () => recording.end === 'lab-reset');
  });

  test('destroySoon lets out what was written', async () => {
    const { tap, client } = await tappedLine();
    tap.write('x'.repeat(MIB));
    tap.destroySoon();
    expect(Buffer.concat(await client.toArray()).length).toBe(MIB);
    await until('it is destroyed', () => tap.destroyed);
  });

  test('destroy closes the connection, and close comes once', async () => {
    const { tap, client, recording } = await tappedLine();
    let closings = 0;
    tap.on('close', () => closings++);
    tap.destroy();
    client.resume();
    await once(client, 'end');
    await until('it is closed', () => closings > 0);
    expect([closings, recording.end]).toEqual([1, 'server-close']);
  });

  test('has what servers expect of a socket', async () => {
    const { tap, client } = await tappedLine();
    expect(tap.remotePort).toBe(client.localPort);
    expect(tap.localPort).toBe(client.remotePort);
    expect([tap.remoteAddress, tap.localAddress]).toEqual(['127.0.0.1', '127.0.0.1']);
    expect([tap.remoteFamily, tap.localFamily, tap.connecting]).toEqual(['IPv4', 'IPv4', false]);
    expect(tap.address()).toMatchObject({ address: '127.0.0.1' });
    expect(tap.setNoDelay().setKeepAlive(true, 1000).unref().ref()).toBe(tap);
    const timeout = once(tap, 'timeout');
    expect(tap.setTimeout(10).timeout).toBe(10);
    await timeout;
    tap.write('four');
    client.write('fifth');
    tap.resume();
    await until('all is there', () => tap.bytesRead === 5 && tap.bytesWritten === 4);
  });
});

describe('behind a tap an HTTP server still', () => {
  test('closes a head that does not come with 408', async () => {
    const { origin } = await tappedHttp({ headersTimeout: 100 }, () => {});
    const [silent, slow] = [await connectTo(origin), await connectTo(origin)];
    slow.send('GET / HTTP/1.1\r\n');
    const drip = setInterval(() => slow.send('x: y\r\n'), 30);
    await Promise.all([silent.untilEnded(), slow.untilEnded()]);
    clearInterval(drip);
    expect([silent.status, slow.status]).toEqual([408, 408]);
  });

  test('closes a body that does not come with 408', async () => {
    const { origin, recordings } = await tappedHttp(
      { headersTimeout: 100, requestTimeout: 200 },
      (request) => request.resume(),
    );
    const client = await connectTo(origin);
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n');
    const drip = setInterval(() => client.send('x'), 30);
    await client.untilEnded();
    clearInterval(drip);
    expect(client.status).toBe(408);
    await until('it is told', () => recordings[0]?.end === 'server-close');
  });

  test('lets go of an idle connection after keepAliveTimeout, not of a busy one', async () => {
    const options = { keepAliveTimeout: 100, keepAliveTimeoutBuffer: 0 };
    const { origin } = await tappedHttp(options, (request, response) => {
      if (request.url === '/busy') response.write('x');
      else response.end('x');
    });
    const [idle, busy] = [await get(origin, '/'), await get(origin, '/busy')];
    await idle.untilEnded();
    expect(busy.ended).toBe(false);
    expect(idle.status).toBe(200);
  });

  test('closeIdleConnections closes the idle ones, closeAllConnections all', async () => {
    const { origin, server } = await tappedHttp({}, (request, response) => {
      if (request.url === '/busy') response.write('x');
      else response.end('x');
    });
    const [idle, busy] = [await get(origin, '/'), await get(origin, '/busy')];
    await Promise.all([idle.untilText('\r\n\r\nx'), busy.untilText('1\r\nx')]);
    server.closeIdleConnections();
    await idle.untilEnded();
    expect(busy.ended).toBe(false);
    server.closeAllConnections();
    await busy.untilEnded();
  });

  test('answers 100, 103 and 20 pipelined requests, byte for byte', async () => {
    const { origin, recordings } = await tappedHttp({}, async (request, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      for await (const piece of request) response.write(piece);
      response.end(request.url);
    });
    const client = await connectTo(origin);
    const head =
      'POST /first HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n';
    const rest = Array.from({ length: 20 }, (_, i) => `GET /${i} HTTP/1.1\r\nHost: a\r\n\r\n`);
    client.send(head);
    await client.untilText('100 Continue');
    client.send(`hello${rest.join('')}`);
    await client.untilText('\r\n\r\n/19');
    expect(Buffer.concat(recordings[0]?.reads ?? []).toString()).toBe(
      `${head}hello${rest.join('')}`,
    );
    expect(Buffer.concat(recordings[0]?.writes ?? [])).toEqual(client.bytes);
  });
});
