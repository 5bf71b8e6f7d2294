import { describe, expect, test } from 'vitest';
import { tokensFrom } from '../../live-server/tokens/source.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import {
  newRunId,
  problemOf,
  startServer,
  stateOf,
  until,
  untilOver,
} from './support/live-server.ts';
import { connectTo, dechunk, get } from './support/raw-client.ts';

const N = 12;
const TOKENS = tokensFrom(1, N);

function eventText(index: number): string {
  const data = JSON.stringify({ type: 'delta', index, token: TOKENS[index - 1] });
  return `id: ${index}\ndata: ${data}\n\n`;
}

const END = `event: end\ndata: {"type":"end","tokens":${N}}\n\n`;

async function resume(origin: string, lastEventId: string, run?: string): Promise<Response> {
  const query = `tokens=${N}&intervalMs=0${run ? `&run=${run}` : ''}`;
  return fetch(`${origin}/live/sse?${query}`, { headers: { 'Last-Event-ID': lastEventId } });
}

describe('GET /live/sse', () => {
  test('retry first, an event per token, and an end event without an id', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/sse?tokens=${N}&intervalMs=0`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = TOKENS.map((_, i) => eventText(i + 1)).join('');
    expect(await response.text()).toBe(`retry: 1000\n\n${events}${END}`);
  });

  test('each event is a chunk of its own', async () => {
    const { labOrigin } = await startServer();
    const client = await get(labOrigin, `/live/sse?tokens=${N}&intervalMs=1`);
    await client.untilText('0\r\n\r\n');
    const { chunks, complete } = dechunk(client.body);
    expect(complete).toBe(true);
    expect(chunks.map(String)).toEqual([
      'retry: 1000\n\n',
      ...TOKENS.map((_, i) => eventText(i + 1)),
      END,
    ]);
  });

  test('Last-Event-ID k goes on at k+1, for every k, on an instance that never saw the run', async () => {
    const { labOrigin } = await startServer();
    for (let k = 1; k < N; k++) {
      const rest = TOKENS.map((_, i) => eventText(i + 1))
        .slice(k)
        .join('');
      for (const run of [undefined, newRunId()]) {
        const response = await resume(labOrigin, String(k), run);
        expect(await response.text()).toBe(`retry: 1000\n\n${rest}${END}`);
      }
    }
  });

  test('a new EventSource goes on after lastEventId, and its reconnects after the header', async () => {
    const { labOrigin } = await startServer();
    const rest = (k: number) =>
      TOKENS.map((_, i) => eventText(i + 1))
        .slice(k)
        .join('');
    const url = `${labOrigin}/live/sse?tokens=${N}&intervalMs=0&lastEventId=5`;
    expect(await (await fetch(url)).text()).toBe(`retry: 1000\n\n${rest(5)}${END}`);
    const again = await fetch(url, { headers: { 'Last-Event-ID': '9' } });
    expect(await again.text()).toBe(`retry: 1000\n\n${rest(9)}${END}`);
    const refused = await fetch(`${labOrigin}/live/sse?tokens=${N}&lastEventId=${N + 1}`);
    expect(await problemOf(refused)).toMatchObject({ status: 400, parameter: 'lastEventId' });
  });

  test('after the end a reconnect gets 204, here and on another instance', async () => {
    const [server, other] = [await startServer(), await startServer()];
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/sse?run=${run}&tokens=${N}&intervalMs=0`)).text();
    for (const { labOrigin } of [server, other]) {
      const response = await resume(labOrigin, String(N), run);
      expect(response.status).toBe(204);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    expect((await stateOf(server, run)).state).toBe('done');
    expect((await resume(server.labOrigin, String(N))).status).toBe(204);
  });

  test('a reader that missed some tokens of a finished run still gets them', async () => {
    const { labOrigin } = await startServer();
    const run = newRunId();
    await (await fetch(`${labOrigin}/live/sse?run=${run}&tokens=${N}&intervalMs=0`)).text();
    const text = await (await resume(labOrigin, String(N - 1), run)).text();
    expect(text).toBe(`retry: 1000\n\n${eventText(N)}${END}`);
  });

  test('cut between the last token and the end, the reconnect gets the end alone', async () => {
    const server = await startServer();
    const run = newRunId();
    const query = `run=${run}&tokens=${N}&intervalMs=0&faults=reset_peer:${N}`;
    const client = await get(server.labOrigin, `/live/sse?${query}`);
    await client.untilEnded();
    expect((await untilOver(server, run)).state).toBe('cut');
    const response = await resume(server.labOrigin, String(N), run);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(`retry: 1000\n\n${END}`);
    expect((await stateOf(server, run)).state).toBe('done');
    expect((await resume(server.labOrigin, String(N), run)).status).toBe(204);
  });

  test('a stopped run is over for a reconnect, wherever it was', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/sse?run=${run}&tokens=${N}&intervalMs=5000`);
    await client.untilText('id: 1\n');
    await fetch(`${server.labOrigin}/live/runs/${run}`, { method: 'DELETE' });
    await client.untilText('event: end\ndata: {"type":"end","tokens":1,"stopped":true}\n\n');
    const query = `run=${run}&tokens=${N}&intervalMs=5000`;
    const again = await fetch(`${server.labOrigin}/live/sse?${query}`, {
      headers: { 'Last-Event-ID': '1' },
    });
    expect(again.status).toBe(204);
  });

  test.each(['0', '-1', 'x', '1.5', '1e1', '13', '99999', '٣', ' 1 2', '1, 2', 'x'.repeat(2000)])(
    'Last-Event-ID %j is refused by name',
    async (id) => {
      const { labOrigin } = await startServer();
      const client = await get(labOrigin, `/live/sse?tokens=${N}`, { 'Last-Event-ID': id });
      await client.untilText('}');
      expect(client.status).toBe(400);
      expect(JSON.parse(client.body.toString())).toMatchObject({
        status: 400,
        parameter: 'Last-Event-ID',
        allowed: `an id of this stream, from 1 to ${N}`,
      });
    },
  );

  test('a comment line is sent when the stream was silent for 15 s, and only then', async () => {
    const clock = new FakeClock();
    const { labOrigin } = await startServer({ HEARTBEAT_MS: '1000' }, clock);
    const client = await get(labOrigin, '/live/sse?tokens=3&intervalMs=2500');
    await client.untilText('id: 1\n');
    await clock.advance(900);
    expect(client.text).not.toContain(': still here');
    await clock.advance(100);
    await client.untilText(': still here\n\n');
    await clock.advance(1600);
    await client.untilText('id: 2\n');
    await clock.advance(850);
    await settled();
    expect(client.text.match(/: still here/g)).toHaveLength(2);
    await clock.advance(100);
    await expect.poll(() => client.text.match(/: still here/g)).toHaveLength(3);
  });

  test('when all streams are over nothing ticks any more', async () => {
    const clock = new FakeClock();
    const { labOrigin } = await startServer({}, clock);
    const before = clock.pending;
    const client = await get(labOrigin, '/live/sse?tokens=100&intervalMs=1000');
    await client.untilText('id: 1\n');
    expect(clock.pending).toBeGreaterThan(before);
    client.socket.destroy();
    await expect.poll(() => clock.pending).toBe(before);
  });
});

describe('POST /live/sse', () => {
  async function post(origin: string, body: unknown, query = '', type = 'application/json') {
    return fetch(`${origin}/live/sse${query}`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  test('the same events as GET, asked for by a JSON body', async () => {
    const { labOrigin } = await startServer();
    const asked = await post(labOrigin, { prompt: 'Why?', tokens: N, intervalMs: 0, seed: 1 });
    const got = await fetch(`${labOrigin}/live/sse?tokens=${N}&intervalMs=0&seed=1`);
    expect(asked.headers.get('content-type')).toBe('text/event-stream');
    expect(await asked.text()).toBe(await got.text());
  });

  test('a parameter may stand in the query or in the body', async () => {
    const server = await startServer();
    const run = newRunId();
    await (
      await post(server.labOrigin, { prompt: 'x', intervalMs: 0 }, `?run=${run}&tokens=2`)
    ).text();
    expect(await stateOf(server, run)).toMatchObject({
      transport: 'fetch-sse',
      state: 'done',
      tokens: 2,
    });
  });

  test('but not in both', async () => {
    const { labOrigin } = await startServer();
    const response = await post(labOrigin, { prompt: 'x', tokens: 2 }, '?tokens=2');
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ parameter: 'tokens' });
  });

  test.each([
    ['no prompt', {}, 'prompt'],
    ['an empty prompt', { prompt: '' }, 'prompt'],
    ['a prompt that is no text', { prompt: 7 }, 'prompt'],
    ['a prompt of 4,001 characters', { prompt: 'x'.repeat(4001) }, 'prompt'],
    ['a number as a string', { prompt: 'x', tokens: '3' }, 'tokens'],
    ['a number out of range', { prompt: 'x', tokens: 2001 }, 'tokens'],
    ['a fraction', { prompt: 'x', intervalMs: 1.5 }, 'intervalMs'],
    ['null', { prompt: 'x', seed: null }, 'seed'],
    ['an unknown field', { prompt: 'x', model: 'y' }, 'model'],
    ['a prototype', '{"prompt":"x","__proto__":{}}', '__proto__'],
  ])('%s gets 400 with its name', async (_, body, parameter) => {
    const { labOrigin } = await startServer();
    const response = await post(labOrigin, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await problemOf(response)).toMatchObject({ status: 400, parameter });
  });

  test.each([
    ['broken JSON', '{"prompt":', 400],
    ['an array', '[]', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
  ])('%s gets %s', async (_, body, status) => {
    const { labOrigin } = await startServer();
    expect((await post(labOrigin, body)).status).toBe(status);
  });

  test('bytes that are no UTF-8 get 400', async () => {
    const { labOrigin } = await startServer();
    const body = Buffer.from('{"prompt":"\xff"}', 'latin1');
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${labOrigin}/live/sse`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'Content-Type %j gets 415',
    async (type) => {
      const { labOrigin } = await startServer();
      expect((await post(labOrigin, '{"prompt":"x"}', '', type)).status).toBe(415);
    },
  );

  test('a body over 16 KiB gets 413, with or without a length', async () => {
    const { labOrigin } = await startServer();
    const body = JSON.stringify({ prompt: 'x'.repeat(17_000) });
    const known = await post(labOrigin, body);
    expect(known.status).toBe(413);
    const headers = { 'Content-Type': 'application/json' };
    const stream = new Blob([body]).stream();
    const init = { method: 'POST', headers, body: stream, duplex: 'half' } as const;
    expect((await fetch(`${labOrigin}/live/sse`, init)).status).toBe(413);
  });

  test('a client that leaves while it sends the body leaves nothing behind', async () => {
    const server = await startServer();
    const client = await connectTo(server.labOrigin);
    client.send(
      'POST /live/sse HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"prompt":',
    );
    await until('the server sees it', () => server.counts().connections === 1);
    client.socket.destroy();
    await until('the connection is gone', () => server.counts().connections === 0);
    expect(server.counts().runs.begun).toBe(0);
  });
});
