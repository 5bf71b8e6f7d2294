import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { RUN_ID_PATTERN } from '#contract/parameters.ts';
import type { RunPhase } from '#contract/run-state.ts';
import { TRANSPORT_IDS, TRANSPORTS, type TransportId } from '#contract/transports.ts';
import { readConfig } from '../../live-server/config.ts';
import { type LiveServer, startLiveServer } from '../../live-server/server.ts';
import { cutConnection, fetchRunState, newRunId, stopRun } from '../../src/transports/control.ts';
import { transports } from '../../src/transports/index.ts';
import { fetchOrigins } from '../../src/transports/origins.ts';
import type { TransportEvent, TransportRequest } from '../../src/transports/transport.ts';
import { ENVIRONMENT } from '../live-server/support/live-server.ts';
import { indexesOf, type Outcome, only, run, textOf, type Watch } from './support.ts';

const TOKENS = 12;
const ALL_INDEXES = Array.from({ length: TOKENS }, (_, i) => i + 1);

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer(readConfig(ENVIRONMENT));
});
afterAll(() => server.close());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function runLive(
  id: TransportId,
  request: Partial<TransportRequest> = {},
  watch: Watch = {},
): Promise<Outcome> {
  const fast = { run: newRunId(), tokens: TOKENS, intervalMs: 1, pollMs: 1 };
  return run(transports[id], { origin: server.labOrigin, ...fast, ...request }, watch);
}

/** Calls `action` once, at the first delta. */
function atFirstDelta(action: () => void): (event: TransportEvent) => void {
  let done = false;
  return ({ type }) => {
    if (done || type !== 'delta') return;
    done = true;
    action();
  };
}

/** Waits until the server says so; the test's own time limit ends the waiting. */
async function stateOf(id: string, wanted: RunPhase): Promise<void> {
  const state = await fetchRunState(server.labOrigin, id);
  if (state?.state !== wanted) await stateOf(id, wanted);
}

describe.each(TRANSPORT_IDS)('%s', (id) => {
  const { resumes } = TRANSPORTS[id];

  test('brings the whole text, in order, and its end', async () => {
    const text = await textOfSeed();
    const { events, error } = await runLive(id);
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe(text);
    if (id !== 'chunked') expect(indexesOf(events)).toEqual(ALL_INDEXES);
    expect(events[0]?.type).toBe('request');
    expect(events.at(-1)).toEqual({ type: 'end', stopped: false });
  });

  test('an abort ends the run on the server, too, and nothing is told after it', async () => {
    const runId = newRunId();
    const abort = new AbortController();
    const { events, error } = await runLive(
      id,
      { run: runId, tokens: 2000, intervalMs: 20 },
      { signal: abort.signal, onEvent: atFirstDelta(() => abort.abort()) },
    );
    expect(error).toBeUndefined();
    expect(events.at(-1)?.type).toBe('delta');
    // Polls have no connection to lose: their run ends when nobody asks for a while.
    if (!id.endsWith('polling')) await stateOf(runId, 'aborted');
  });

  test('a stop request ends the stream cleanly', async () => {
    const runId = newRunId();
    const slow = { run: runId, tokens: 2000, intervalMs: 20 };
    const stop = atFirstDelta(() => stopRun(server.labOrigin, runId));
    const { events, error } = await runLive(id, slow, { onEvent: stop });
    expect(error).toBeUndefined();
    // Bare text has no way to say that it was stopped.
    expect(events.at(-1)).toEqual({ type: 'end', stopped: id !== 'chunked' });
    await stateOf(runId, 'stopped');
  });

  test('an armed reset is told as it is, and a client that resumes loses nothing', async () => {
    const text = await textOfSeed();
    const { events, error } = await runLive(id, { faults: 'reset_peer:5' });
    if (!resumes) {
      expect(error).toMatchObject({ kind: 'truncated' });
      expect(only(events, 'end')).toEqual([]);
      return;
    }
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe(text);
    expect(indexesOf(events)).toEqual(ALL_INDEXES);
  });

  test('a refusal is told with its reason, unless the browser hides it', async () => {
    // No pause before a retry: full jitter is a random number times the bound.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { error } = await runLive(id, { tokens: 0 });
    const hidden = id === 'sse' || id === 'websocket';
    expect(error?.kind).toBe(hidden ? 'gave-up' : 'refused');
    if (!hidden) expect(error?.message).toContain('tokens');
  });
});

describe('the untapped side', () => {
  test('tells where the lab is', async () => {
    const origins = await fetchOrigins(server.siteOrigin);
    expect(origins?.h1).toEqual({ origin: server.labOrigin, up: true });
  });

  test('is undefined where nothing answers', async () => {
    expect(await fetchOrigins('http://127.0.0.1:9')).toBeUndefined();
  });

  test.each(['sse', 'websocket'] as const)('cuts %s, which goes on where it was', async (id) => {
    addOriginAsBrowsersDo();
    const runId = newRunId();
    const cut = atFirstDelta(() => cutConnection(runId, server.siteOrigin));
    const { events, error } = await runLive(id, { run: runId, intervalMs: 20 }, { onEvent: cut });
    expect(error).toBeUndefined();
    expect(only(events, 'cut')).toHaveLength(1);
    expect(only(events, 'request')).toHaveLength(2);
    expect(indexesOf(events)).toEqual(ALL_INDEXES);
  });

  test('refuses to cut what is not there', async () => {
    addOriginAsBrowsersDo();
    await expect(cutConnection(newRunId(), server.siteOrigin)).rejects.toMatchObject({
      kind: 'refused',
    });
  });

  test('knows no run that never was', async () => {
    expect(await fetchRunState(server.labOrigin, newRunId())).toBeUndefined();
    expect(await stopRun(server.labOrigin, newRunId())).toBe(false);
  });

  test('a run id is of the contract, and never the same', () => {
    const ids = Array.from({ length: 1000 }, newRunId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(RUN_ID_PATTERN);
  });
});

test('after the end, a browser that comes back gets 204 and stays away', async () => {
  const { events, error } = await runLive('sse', { onEnd: 'wait' });
  expect(error).toBeUndefined();
  expect(only(events, 'request').map(({ note }) => note)).toEqual([
    undefined,
    `Last-Event-ID: ${TOKENS}`,
  ]);
  expect(events.at(-1)?.type).toBe('end');
});

/** A browser adds Origin to every POST, and the server insists on it; Node's fetch does not. */
function addOriginAsBrowsersDo(): void {
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const headers = { ...init.headers, Origin: server.siteOrigin };
    return fetch(url, { ...init, headers });
  });
}

/** The text of seed 1, read in the plainest way. */
async function textOfSeed(): Promise<string> {
  const query = `tokens=${TOKENS}&intervalMs=0&seed=1`;
  const response = await fetch(`${server.labOrigin}/live/chunked?${query}`);
  return response.text();
}
