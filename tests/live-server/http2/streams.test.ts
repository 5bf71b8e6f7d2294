import { once } from 'node:events';
import { get } from 'node:https';
import { describe, expect, test } from 'vitest';
import { ask, authority, extendedConnect, openSession } from '../support/http2-client.ts';
import { newRunId, startServer, stateOf, until, untilOver } from '../support/live-server.ts';

const INTERNAL_ERROR = 2;
const CANCEL = 8;

describe('the TLS origin over HTTP/2', () => {
  test.each(['chunked', 'ndjson', 'sse'])(
    '%s says the same as over HTTP/1.1, with no Transfer-Encoding',
    async (path) => {
      const { labOrigin, labTlsOrigin } = await startServer();
      const target = `/live/${path}?tokens=30&intervalMs=1&seed=7`;
      const session = await openSession(labTlsOrigin);
      const answer = await ask(session, target);
      const overHttp1 = await fetch(labOrigin + target);
      expect(answer.body).toBe(await overHttp1.text());
      expect(answer.headers['content-type']).toBe(overHttp1.headers.get('content-type'));
      expect(answer.headers['transfer-encoding']).toBeUndefined();
      expect(answer.headers.connection).toBeUndefined();
    },
  );

  test('POST /live/sse takes its JSON body', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const run = newRunId();
    const headers = { ':method': 'POST', 'content-type': 'application/json' };
    const body = JSON.stringify({ prompt: 'hi', tokens: 3, intervalMs: 0, run });
    const answer = await ask(session, '/live/sse', headers, body);
    expect(answer.body).toContain('event: end');
    expect(await stateOf(server, run)).toMatchObject({ state: 'done', httpVersion: '2.0' });
  });

  test('both polls bring the tokens that are due', async () => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    for (const path of ['short-poll', 'long-poll']) {
      const target = `/live/${path}?tokens=3&intervalMs=0&run=${newRunId()}&cursor=0`;
      expect(JSON.parse((await ask(session, target)).body)).toMatchObject({
        cursor: 3,
        done: true,
      });
    }
  });

  test('an event stream goes on after Last-Event-ID', async () => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    const { body } = await ask(session, '/live/sse?tokens=5&intervalMs=0', {
      'last-event-id': '3',
    });
    expect([...body.matchAll(/^id: (\d+)/gm)].map(([, id]) => id)).toEqual(['4', '5']);
  });

  test('a refusal is a problem document, and carries nothing that belongs to a connection', async () => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    const cases: [string, Record<string, string>, number][] = [
      ['/live/sse?tokens=0', {}, 400],
      ['/live/nothing', {}, 404],
      ['/live/sse', { ':method': 'PUT' }, 405],
      ['/live/websocket', {}, 400],
      ['/live/sse', { ':authority': 'evil.example' }, 421],
      ['/live/sse', { host: 'evil.example' }, 421],
      [`/live/sse?seed=${'1'.repeat(3000)}`, {}, 414],
    ];
    for (const [path, headers, status] of cases) {
      const answer = await ask(session, path, headers);
      expect(answer.status, path).toBe(status);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.headers.connection).toBeUndefined();
    }
  });

  test('the end of a body that is cut is no end (§8.1)', async () => {
    const server = await startServer({ STREAM_TIME_MAX_MS: '100' });
    const session = await openSession(server.labTlsOrigin);
    const stream = session.request({ ':path': '/live/chunked?tokens=2000&intervalMs=20' });
    stream.resume();
    await expect(once(stream, 'end')).rejects.toThrow('NGHTTP2_INTERNAL_ERROR');
    expect(stream.rstCode).toBe(INTERNAL_ERROR);
  });

  test('an answer that the client asked for and leaves there is let go, finished or not', async () => {
    const server = await startServer({ STREAM_TIME_MAX_MS: '300', UNREAD_TIME_MAX_MS: '200' });
    const session = await openSession(server.labTlsOrigin, {
      settings: { initialWindowSize: 0 },
    });
    const streams = [0, 100].flatMap((intervalMs) =>
      ['sse', 'ndjson', 'chunked'].map((path) =>
        session.request({ ':path': `/live/${path}?tokens=50&intervalMs=${intervalMs}` }),
      ),
    );
    const codes = streams.map(async (stream) => {
      stream.on('error', () => {}).resume();
      await new Promise((resolve) => stream.once('close', resolve));
      return stream.rstCode;
    });
    expect(await Promise.all(codes)).toEqual(codes.map(() => INTERNAL_ERROR));
  });

  test('a WebSocket that the server cuts ends by CANCEL (RFC 8441 §5)', async () => {
    const server = await startServer({ PING_INTERVAL_MS: '50', PONG_TIMEOUT_MS: '50' });
    const session = await openSession(server.labTlsOrigin);
    const stream = extendedConnect(session, '/live/websocket?tokens=2000&intervalMs=50').resume();
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.rstCode).toBe(CANCEL);
  });

  test.each([
    [':method: get', { ':method': 'get' }, 501],
    ['another case of the same host', { host: 'LOCALHOST' }, 200],
  ])('%s', async (_, headers, status) => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    const authority = { ':authority': 'localhost' };
    const answer = await ask(session, '/live/chunked?tokens=1', { ...authority, ...headers });
    expect(answer.status).toBe(status);
  });

  test('an answer to HEAD ends with its head', async () => {
    const { labTlsOrigin } = await startServer();
    const session = await openSession(labTlsOrigin);
    const answer = await ask(session, '/live/sse', { ':method': 'HEAD' });
    expect(answer).toMatchObject({ status: 200, body: '' });
  });

  test('a client that speaks HTTP/1.1 gets chunks', async () => {
    const { labTlsOrigin } = await startServer();
    const url = `${labTlsOrigin}/live/chunked?tokens=2&intervalMs=0`;
    const [response] = await once(get(url, { ca: authority(), agent: false }), 'response');
    response.resume();
    expect(response.httpVersion).toBe('1.1');
    expect(response.headers['transfer-encoding']).toBe('chunked');
  });
});

describe('a client that stops one stream of many', () => {
  test('is heard as RST_STREAM with its code, and the others go on', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const [stopped, other] = [newRunId(), newRunId()];
    const rest = ask(session, `/live/sse?run=${other}&tokens=40&intervalMs=5`);
    const stream = session.request({
      ':path': `/live/sse?run=${stopped}&tokens=2000&intervalMs=5`,
    });
    stream.on('error', () => {});
    await once(stream, 'data');
    stream.close(CANCEL);
    const state = await untilOver(server, stopped);
    expect(state).toMatchObject({
      state: 'aborted',
      clientStop: { kind: 'RST_STREAM', code: CANCEL },
    });
    expect((await rest).body).toContain('event: end');
    expect(await stateOf(server, other)).toMatchObject({ state: 'done' });
  });

  test('looks to Node like an answer that was written to its end', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const run = newRunId();
    const stream = session.request({ ':path': `/live/chunked?run=${run}&intervalMs=5000` });
    stream.on('error', () => {});
    await once(stream, 'data');
    // A write that is still under way would be destroyed, and then Node says false.
    await until('nothing is under way', async () => (await stateOf(server, run)).ageMs > 50);
    stream.close(CANCEL);
    const state = await untilOver(server, run);
    expect(state).toMatchObject({ state: 'aborted', tokensProduced: 1, writableFinished: true });
  });

  test('a connection that goes takes all its runs along', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const runs = [newRunId(), newRunId()];
    for (const run of runs) {
      const stream = session.request({ ':path': `/live/chunked?run=${run}&tokens=2000` });
      stream.on('error', () => {});
      await once(stream, 'data');
    }
    session.destroy();
    for (const run of runs)
      expect(await untilOver(server, run)).toMatchObject({ state: 'aborted' });
    await until('nothing is carried', () => server.counts().carriers === 0);
  });
});

describe('faults over HTTP/2', () => {
  test('a cut takes the connection, with every stream on it', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const [cut, beside] = [newRunId(), newRunId()];
    const stream = session.request({ ':path': `/live/sse?run=${beside}&tokens=2000` });
    stream.on('error', () => {});
    await once(stream, 'data');
    const path = `/live/sse?run=${cut}&tokens=20&intervalMs=1&faults=reset_peer:5`;
    const hurt = session.request({ ':path': path });
    hurt.on('error', () => {}).resume();
    await until('the connection is gone', () => session.destroyed);
    expect(await untilOver(server, cut)).toMatchObject({ state: 'cut', tokensProduced: 5 });
    expect(await untilOver(server, beside)).toMatchObject({ state: 'aborted' });
  });

  test('a stall silences every stream of the connection, and loses nothing', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const query = 'tokens=60&intervalMs=20';
    const arrivals: number[][] = [[], []];
    const streams = ['faults=stall:10', 'seed=1'].map((more, at) => {
      const stream = session.request({ ':path': `/live/ndjson?${query}&${more}` });
      stream.on('data', () => arrivals[at]?.push(performance.now()));
      return stream;
    });
    await Promise.all(streams.map((stream) => once(stream, 'close')));
    for (const times of arrivals) {
      const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
      expect(Math.max(...gaps)).toBeGreaterThan(700);
    }
    expect(streams.map(({ rstCode }) => rstCode)).toEqual([0, 0]);
  });
});

describe('going away', () => {
  test('the server says GOAWAY and ends its streams in good order', async () => {
    const server = await startServer();
    const session = await openSession(server.labTlsOrigin);
    const stream = session.request({ ':path': '/live/sse?tokens=2000' });
    const text: string[] = [];
    stream.setEncoding('utf8').on('data', (part) => text.push(String(part)));
    await once(stream, 'data');
    const goaway = once(session, 'goaway');
    const ended = once(stream, 'end');
    await server.close();
    expect((await goaway)[0]).toBe(0);
    await ended;
    expect(text.join('')).toContain(': the server is going away');
  });
});
