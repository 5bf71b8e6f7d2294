import { createParser } from 'eventsource-parser';
import { describe, expect, test } from 'vitest';
import { tokensFrom } from '../../live-server/tokens/source.ts';
import { newRunId, problemOf, startServer, stateOf, until } from './support/live-server.ts';
import { dechunk, get } from './support/raw-client.ts';
import { openWebSocket } from './support/websocket-client.ts';

const N = 10;
const TOKENS = tokensFrom(1, N);

/** Reads an event stream as a browser does: reconnects with the last id until the end event. */
async function readLikeABrowser(origin: string, query: string) {
  const tokens: string[] = [];
  const requests: string[] = [];
  let lastEventId = '';
  let isOver = false;
  while (!isOver) {
    requests.push(lastEventId);
    const client = await get(
      origin,
      `/live/sse?${query}`,
      lastEventId === '' ? {} : { 'Last-Event-ID': lastEventId },
    );
    await until('an end or a cut', () => client.ended || client.text.includes('\r\n0\r\n\r\n'));
    const parser = createParser({
      onEvent: ({ event, id, data }) => {
        if (id !== undefined) lastEventId = id;
        if (event === 'end') isOver = true;
        else tokens.push(JSON.parse(data).token);
      },
    });
    for (const chunk of dechunk(client.body).chunks) parser.feed(String(chunk));
    client.socket.destroy();
    if (requests.length > N + 2) throw new Error('the stream does not get on');
  }
  return { tokens, requests };
}

describe('the fault reset_peer', () => {
  test('after token k: nothing lost, nothing twice, for every k', async () => {
    const { labOrigin } = await startServer();
    for (let k = 1; k <= N; k++) {
      const query = `run=${newRunId()}&tokens=${N}&intervalMs=0&faults=reset_peer:${k}`;
      const { tokens, requests } = await readLikeABrowser(labOrigin, query);
      expect(tokens).toEqual(TOKENS);
      expect(requests).toEqual(['', String(k)]);
    }
  });

  test('several times in one run, each once', async () => {
    const server = await startServer();
    const run = newRunId();
    const faults = 'reset_peer:2,reset_peer:3,reset_peer:7';
    const query = `run=${run}&tokens=${N}&intervalMs=0&faults=${faults}`;
    const { tokens, requests } = await readLikeABrowser(server.labOrigin, query);
    expect(tokens).toEqual(TOKENS);
    expect(requests).toEqual(['', '2', '3', '7']);
    expect(await stateOf(server, run)).toMatchObject({
      state: 'done',
      tokensProduced: N,
      requests: 4,
    });
  });

  test('arrives as a reset, with the token before it and without a last chunk', async () => {
    const server = await startServer();
    const run = newRunId();
    const query = `run=${run}&tokens=${N}&intervalMs=1&faults=reset_peer:4`;
    const client = await get(server.labOrigin, `/live/chunked?${query}`);
    await client.untilEnded();
    expect(client.error?.code).toBe('ECONNRESET');
    const { chunks, complete } = dechunk(client.body);
    expect(complete).toBe(false);
    expect(chunks.map(String)).toEqual(TOKENS.slice(0, 4));
    expect(await stateOf(server, run)).toMatchObject({
      state: 'cut',
      reason: 'the fault reset_peer after token 4',
      tokensProduced: 4,
    });
  });

  test('on a WebSocket shows as 1006, and the run is running again when the client is back', async () => {
    const server = await startServer();
    const run = newRunId();
    const query = `run=${run}&tokens=${N}&intervalMs=1&faults=reset_peer:5`;
    const first = openWebSocket(server.labOrigin, query);
    await first.untilClosed();
    expect(first.close.code).toBe(1006);
    expect(first.messages).toHaveLength(5);
    expect((await stateOf(server, run)).state).toBe('cut');
    const second = openWebSocket(server.labOrigin, query);
    await second.untilOpen();
    await until('it runs again', async () => (await stateOf(server, run)).state === 'running');
    second.webSocket.send('{"type":"resume","after":5}');
    await second.untilClosed();
    expect(second.messages.map(({ token }) => token).slice(0, -1)).toEqual(TOKENS.slice(5));
    expect((await stateOf(server, run)).state).toBe('done');
  });

  test('on a poll strikes after the answer with the token', async () => {
    const server = await startServer();
    const run = newRunId();
    const query = `run=${run}&tokens=${N}&intervalMs=5000&faults=reset_peer:1`;
    const client = await get(server.labOrigin, `/live/short-poll?${query}`);
    await client.untilEnded();
    expect(client.text).toContain('"cursor":1');
    expect((await stateOf(server, run)).state).toBe('cut');
    await fetch(`${server.labOrigin}/live/short-poll?${query}&cursor=1`);
    expect((await stateOf(server, run)).state).toBe('running');
  });
});

describe('POST /control/runs/:run/faults', () => {
  function fire(
    { siteOrigin }: { siteOrigin: string },
    run: string,
    { body = '{"name":"reset_peer"}', origin = siteOrigin, type = 'application/json' } = {},
  ) {
    const headers = { 'Content-Type': type, ...(origin && { Origin: origin }) };
    return fetch(`${siteOrigin}/control/runs/${run}/faults`, { method: 'POST', headers, body });
  }

  test('cuts the open connections of the run now', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/sse?run=${run}&intervalMs=5000`);
    const other = await get(server.labOrigin, '/live/sse?intervalMs=5000');
    await client.untilText('id: 1');
    await other.untilText('id: 1');
    expect((await fire(server, run)).status).toBe(204);
    await client.untilEnded();
    expect(client.error?.code).toBe('ECONNRESET');
    expect((await stateOf(server, run)).state).toBe('cut');
    expect(other.ended).toBe(false);
  });

  test('for a run nobody knows gets 404, for one without a connection 409', async () => {
    const server = await startServer();
    expect((await fire(server, newRunId())).status).toBe(404);
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${run}&tokens=1`)).text();
    expect((await fire(server, run)).status).toBe(409);
  });

  test('comes from the course’s site or not at all', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/sse?run=${run}&intervalMs=5000`);
    await client.untilText('id: 1');
    for (const origin of ['http://evil.example', 'null', '', server.labOrigin]) {
      expect((await fire(server, run, { origin })).status).toBe(403);
    }
    expect((await fire(server, run, { type: 'text/plain' })).status).toBe(415);
    expect((await stateOf(server, run)).state).toBe('running');
  });

  test.each([
    ['{"name":"meteor"}', 'name'],
    ['{}', 'name'],
    ['{"name":"reset_peer","delayMs":3}', 'delayMs'],
  ])('the body %s gets 400', async (body, parameter) => {
    const response = await fire(await startServer(), newRunId(), { body });
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ parameter });
  });
});
