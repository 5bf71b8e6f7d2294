import { describe, expect, test } from 'vitest';
import type { PollReply } from '#contract/messages.ts';
import { tokensFrom } from '../../live-server/tokens/source.ts';
import { FakeClock } from './support/fake-clock.ts';
import { newRunId, problemOf, startServer, stateOf, until } from './support/live-server.ts';
import { get } from './support/raw-client.ts';

const TOKENS = tokensFrom(1, 10);

function poller(origin: string, kind: 'short-poll' | 'long-poll', intervalMs = 100) {
  const run = newRunId();
  const ask = (cursor: number, more = '') =>
    fetch(
      `${origin}/live/${kind}?run=${run}&tokens=10&intervalMs=${intervalMs}&cursor=${cursor}${more}`,
    );
  const poll = async (cursor: number) => (await (await ask(cursor)).json()) as PollReply;
  return { run, ask, poll };
}

describe('GET /live/short-poll', () => {
  test('brings the tokens that became due since the cursor, often none', async () => {
    const clock = new FakeClock();
    const { labOrigin } = await startServer({}, clock);
    const { poll } = poller(labOrigin, 'short-poll');
    expect(await poll(0)).toEqual({ tokens: TOKENS.slice(0, 1), cursor: 1, done: false });
    expect(await poll(1)).toEqual({ tokens: [], cursor: 1, done: false });
    await clock.advance(250);
    expect(await poll(1)).toEqual({ tokens: TOKENS.slice(1, 3), cursor: 3, done: false });
    await clock.advance(10_000);
    expect(await poll(3)).toEqual({ tokens: TOKENS.slice(3), cursor: 10, done: true });
    expect(await poll(10)).toEqual({ tokens: [], cursor: 10, done: true });
  });

  test('asked twice with one cursor it answers twice the same', async () => {
    const clock = new FakeClock();
    const server = await startServer({}, clock);
    const { poll, run } = poller(server.labOrigin, 'short-poll');
    await poll(0);
    await clock.advance(300);
    expect(await poll(1)).toEqual(await poll(1));
    expect(await stateOf(server, run)).toMatchObject({ tokensProduced: 4, requests: 3 });
  });

  test('another instance goes on from any cursor, the next token at once', async () => {
    const clock = new FakeClock();
    const { labOrigin } = await startServer({}, clock);
    for (let cursor = 0; cursor < 10; cursor++) {
      const { poll } = poller(labOrigin, 'short-poll');
      expect((await poll(cursor)).tokens).toEqual([TOKENS[cursor]]);
      await clock.advance(100);
      expect((await poll(cursor)).tokens).toEqual(TOKENS.slice(cursor, cursor + 2));
    }
  });

  test('intervalMs=0 has everything due at once', async () => {
    const { labOrigin } = await startServer();
    const { poll } = poller(labOrigin, 'short-poll', 0);
    expect(await poll(0)).toEqual({ tokens: TOKENS, cursor: 10, done: true });
  });

  test('a stopped run gives what was due at the stop, and is done', async () => {
    const clock = new FakeClock();
    const server = await startServer({}, clock);
    const { poll, run } = poller(server.labOrigin, 'short-poll');
    await poll(0);
    await clock.advance(250);
    await fetch(`${server.labOrigin}/live/runs/${run}`, { method: 'DELETE' });
    await clock.advance(5000);
    const stopped = { cursor: 3, done: true, stopped: true };
    expect(await poll(1)).toEqual({ tokens: TOKENS.slice(1, 3), ...stopped });
    expect(await poll(3)).toEqual({ tokens: [], ...stopped });
    expect((await stateOf(server, run)).state).toBe('stopped');
  });

  test('a client that asks no more counts as gone', async () => {
    const clock = new FakeClock();
    const server = await startServer({ POLL_IDLE_MAX_MS: '5000' }, clock);
    const { poll, run } = poller(server.labOrigin, 'short-poll', 4000);
    await poll(0);
    expect((await stateOf(server, run)).state).toBe('running');
    await clock.advance(6000);
    expect(await stateOf(server, run)).toMatchObject({
      state: 'aborted',
      reason: 'no poll came for 6 s',
    });
    await poll(1);
    expect((await stateOf(server, run)).state).toBe('running');
  });

  test.each([
    ['without a run id', 'cursor=0', 'run'],
    ['with a cursor beyond the tokens', `run=${newRunId()}&tokens=10&cursor=11`, 'cursor'],
    ['with a negative cursor', `run=${newRunId()}&cursor=-1`, 'cursor'],
    ['with a cursor that is no number', `run=${newRunId()}&cursor=x`, 'cursor'],
  ])('%s gets 400 with the name of the parameter', async (_, query, parameter) => {
    const { labOrigin } = await startServer();
    const response = await fetch(`${labOrigin}/live/short-poll?${query}`);
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ parameter });
  });

  test('a run keeps to what it began with: anything else gets 409', async () => {
    const { labOrigin } = await startServer();
    const run = newRunId();
    const first = `${labOrigin}/live/short-poll?run=${run}&tokens=10&intervalMs=1&seed=2`;
    expect((await fetch(first)).status).toBe(200);
    for (const [query, parameter] of [
      ['tokens=11&intervalMs=1&seed=2', 'tokens'],
      ['tokens=10&intervalMs=2&seed=2', 'intervalMs'],
      ['tokens=10&intervalMs=1&seed=3', 'seed'],
    ]) {
      const response = await fetch(`${labOrigin}/live/short-poll?run=${run}&${query}`);
      expect(response.status).toBe(409);
      expect(await problemOf(response)).toMatchObject({ parameter });
    }
    const other = await fetch(first.replace('short-poll', 'long-poll'));
    expect(other.status).toBe(409);
    expect(await problemOf(other)).toMatchObject({ parameter: 'run' });
  });
});

describe('GET /live/long-poll', () => {
  test('is held until the next token is due', async () => {
    const clock = new FakeClock();
    const server = await startServer({}, clock);
    const { poll } = poller(server.labOrigin, 'long-poll');
    expect((await poll(0)).tokens).toEqual([TOKENS[0]]);
    let answered = false;
    const held = poll(1).finally(() => {
      answered = true;
    });
    await until('the poll is held', () => server.counts().carriers === 1);
    await clock.advance(99);
    expect(answered).toBe(false);
    await clock.advance(1);
    expect(await held).toEqual({ tokens: [TOKENS[1]], cursor: 2, done: false });
  });

  test('answers with nothing when no token came in time', async () => {
    const clock = new FakeClock();
    const server = await startServer({ LONG_POLL_WAIT_MS: '1000' }, clock);
    const { poll } = poller(server.labOrigin, 'long-poll', 5000);
    await poll(0);
    const held = poll(1);
    await until('the poll is held', () => server.counts().carriers === 1);
    await clock.advance(1000);
    expect(await held).toEqual({ tokens: [], cursor: 1, done: false });
  });

  test('every token comes once over as many polls as it takes', async () => {
    const { labOrigin } = await startServer();
    const { poll } = poller(labOrigin, 'long-poll', 3);
    const got: string[] = [];
    for (let reply = await poll(0); ; reply = await poll(reply.cursor)) {
      got.push(...reply.tokens);
      expect(reply.cursor).toBe(got.length);
      if (reply.done) break;
    }
    expect(got).toEqual(TOKENS);
  });

  test('a stop answers a held poll at once', async () => {
    const clock = new FakeClock();
    const server = await startServer({}, clock);
    const { poll, run } = poller(server.labOrigin, 'long-poll');
    await poll(0);
    const held = poll(1);
    await until('the poll is held', () => server.counts().carriers === 1);
    await fetch(`${server.labOrigin}/live/runs/${run}`, { method: 'DELETE' });
    expect(await held).toEqual({ tokens: [], cursor: 1, done: true, stopped: true });
  });

  test('a client that leaves a held poll leaves nothing behind', async () => {
    const clock = new FakeClock();
    const server = await startServer({}, clock);
    const run = newRunId();
    const target = `/live/long-poll?run=${run}&tokens=10&intervalMs=5000&cursor`;
    await fetch(`${server.labOrigin}${target}=0`);
    const before = clock.pending;
    const client = await get(server.labOrigin, `${target}=1`);
    await until('the poll is held', () => server.counts().carriers === 1);
    client.socket.end();
    await until('it is let go', () => server.counts().carriers === 0);
    expect(clock.pending).toBe(before);
    expect(await stateOf(server, run)).toMatchObject({
      state: 'aborted',
      clientStop: { kind: 'FIN', afterToken: 1 },
    });
  });
});
