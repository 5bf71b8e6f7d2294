import { describe, expect, test } from 'vitest';
import type { RunState } from '#contract/run-state.ts';
import { FakeClock } from './support/fake-clock.ts';
import {
  newRunId,
  problemOf,
  startServer,
  stateOf,
  until,
  untilOver,
} from './support/live-server.ts';
import { get } from './support/raw-client.ts';
import { openWebSocket } from './support/websocket-client.ts';

const STREAMS = ['chunked', 'ndjson', 'sse'];

/** Waits until the run has produced so many tokens. */
async function untilProduced(read: () => Promise<RunState>, tokens: number): Promise<void> {
  await until(`${tokens} tokens`, async () => (await read()).tokensProduced >= tokens);
}

describe('a client that goes away', () => {
  for (const path of STREAMS) {
    for (const [kind, leave] of [
      ['FIN', 'end'],
      ['RST', 'resetAndDestroy'],
    ] as const) {
      test(`stops its ${path} run within one token; it went by ${kind}`, async () => {
        const server = await startServer();
        const run = newRunId();
        const client = await get(server.labOrigin, `/live/${path}?run=${run}&intervalMs=100`);
        await untilProduced(() => stateOf(server, run), 3);
        const { tokensProduced } = await stateOf(server, run);
        client.socket[leave]();
        const state = await untilOver(server, run);
        expect(state).toMatchObject({
          state: 'aborted',
          clientStop: { kind, afterToken: state.tokensProduced },
          writableFinished: false,
        });
        expect(state.tokensProduced - tokensProduced).toBeLessThanOrEqual(1);
        expect(server.counts().carriers).toBe(0);
      });
    }
  }

  test('by a close frame: the run knows its code', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = openWebSocket(server.labOrigin, `run=${run}&intervalMs=20`);
    await client.untilMessages(2);
    client.webSocket.close(4001, 'enough');
    await client.untilClosed();
    const state = await untilOver(server, run);
    expect(state).toMatchObject({
      state: 'aborted',
      clientStop: { kind: 'close-frame', code: 4001, afterToken: state.tokensProduced },
      writableFinished: null,
    });
  });

  test.each(['FIN', 'RST'] as const)(
    'from a WebSocket without a close frame, by %s',
    async (kind) => {
      const server = await startServer();
      const run = newRunId();
      const client = openWebSocket(server.labOrigin, `run=${run}&intervalMs=5000`);
      await client.untilMessages(1);
      // @ts-expect-error ws keeps its socket to itself.
      const socket = client.webSocket._socket;
      if (kind === 'FIN') socket.end();
      else socket.resetAndDestroy();
      expect(await untilOver(server, run)).toMatchObject({
        state: 'aborted',
        clientStop: { kind },
      });
    },
  );

  test('a storm of clients that connect and leave leaves nothing behind', async () => {
    const clock = new FakeClock();
    const server = await startServer({}, clock);
    const before = clock.pending;
    for (let round = 0; round < 10; round++) {
      const clients = await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          get(server.labOrigin, `/live/${STREAMS[i % 3]}?intervalMs=5000`),
        ),
      );
      for (const [i, { socket }] of clients.entries()) {
        if (i % 2 === 0) socket.resetAndDestroy();
        else socket.destroy();
      }
    }
    await until('all are gone', () => server.counts().connections === 0);
    const { carriers, runs } = server.counts();
    expect(carriers).toBe(0);
    expect(runs.running).toBe(0);
    expect(clock.pending).toBe(before);
  });
});

describe('DELETE /live/runs/:run', () => {
  const stop = (origin: string, run: string) =>
    fetch(`${origin}/live/runs/${run}`, { method: 'DELETE' });

  test.each([
    ['chunked', /^A\r\n0\r\n\r\n$/],
    ['ndjson', /\{"type":"end","tokens":1,"stopped":true\}\n\r\n0\r\n\r\n$/],
    ['sse', /event: end\ndata: \{"type":"end","tokens":1,"stopped":true\}\n\n\r\n0\r\n\r\n$/],
  ])('ends a %s stream as its protocol says', async (path, ending) => {
    const server = await startServer();
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/${path}?run=${run}&intervalMs=5000`);
    await untilProduced(() => stateOf(server, run), 1);
    expect((await stop(server.labOrigin, run)).status).toBe(204);
    await client.untilText('\r\n0\r\n\r\n');
    expect(client.body.toString().replace(/^1\r\n/, '')).toMatch(ending);
    expect(await stateOf(server, run)).toMatchObject({ state: 'stopped', tokensProduced: 1 });
  });

  test('ends a WebSocket with its end message and code 1000', async () => {
    const server = await startServer();
    const run = newRunId();
    const client = openWebSocket(server.labOrigin, `run=${run}&intervalMs=5000`);
    await client.untilMessages(1);
    await stop(server.labOrigin, run);
    await client.untilClosed();
    expect(client.messages.at(-1)).toEqual({ type: 'end', tokens: 1, stopped: true });
    expect(client.close.code).toBe(1000);
  });

  test('of a run that is over changes nothing', async () => {
    const server = await startServer();
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${run}&tokens=1`)).text();
    expect((await stop(server.labOrigin, run)).status).toBe(204);
    expect((await stateOf(server, run)).state).toBe('done');
  });

  test('of an unknown run gets 404, of a malformed id 400', async () => {
    const { labOrigin } = await startServer();
    expect((await stop(labOrigin, newRunId())).status).toBe(404);
    const malformed = await stop(labOrigin, 'short');
    expect(malformed.status).toBe(400);
    expect(await problemOf(malformed)).toMatchObject({ parameter: 'run', found: 'short' });
  });
});

describe('GET /live/runs/:run', () => {
  test('tells what the server knows', async () => {
    const server = await startServer();
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${run}&tokens=3&intervalMs=1`)).text();
    const state = await stateOf(server, run);
    expect(state).toEqual({
      run,
      transport: 'ndjson',
      state: 'done',
      reason: null,
      tokens: 3,
      tokensProduced: 3,
      requests: 1,
      httpVersion: '1.1',
      ageMs: expect.any(Number),
      lastTokenAtMs: expect.any(Number),
      clientStop: null,
      writableFinished: true,
    });
  });

  test('of an unknown run gets 404', async () => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/runs/${newRunId()}`);
    expect(response.status).toBe(404);
    expect(await problemOf(response)).toMatchObject({ status: 404, parameter: 'run' });
  });

  test('minutes after its last use a run is forgotten', async () => {
    const clock = new FakeClock();
    const server = await startServer({ RUN_IDLE_MAX_MS: '60000' }, clock);
    const run = newRunId();
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${run}&tokens=1`)).text();
    await clock.advance(59_000);
    expect((await stateOf(server, run)).state).toBe('done');
    await clock.advance(8000);
    expect((await fetch(`${server.labOrigin}/live/runs/${run}`)).status).toBe(404);
    expect(clock.pending).toBe(0);
  });
});

describe('the books', () => {
  test('every run that was begun is in exactly one phase', async () => {
    const server = await startServer();
    const { labOrigin } = server;
    const stopped = newRunId();
    await (await fetch(`${labOrigin}/live/ndjson?tokens=2&intervalMs=0`)).text();
    await fetch(`${labOrigin}/live/short-poll?run=${newRunId()}&intervalMs=5000`);
    const leaving = await get(labOrigin, '/live/chunked?intervalMs=5000');
    await leaving.untilText('A\r\n');
    leaving.socket.destroy();
    const cut = await get(labOrigin, '/live/sse?intervalMs=1&faults=reset_peer:2');
    await cut.untilEnded();
    const stopping = await get(labOrigin, `/live/sse?run=${stopped}&intervalMs=5000`);
    await stopping.untilText('id: 1');
    await fetch(`${labOrigin}/live/runs/${stopped}`, { method: 'DELETE' });
    await until('one stream is left', () => server.counts().runs.running === 1);
    expect(server.counts().runs).toEqual({
      begun: 5,
      running: 1,
      done: 1,
      stopped: 1,
      aborted: 1,
      evicted: 0,
      cut: 1,
      error: 0,
    });
  });
});
