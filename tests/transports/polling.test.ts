import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { transports } from '../../src/transports/index.ts';
import { RETRIES_MAX } from '../../src/transports/retry.ts';
import { indexesOf, only, run, serve, textOf } from './support.ts';

// No pause before a retry: full jitter is a random number times the bound.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(['short-polling', 'long-polling'] as const)('%s', (id) => {
  const poll = transports[id];

  test('each poll carries the cursor of the reply before, until done', async () => {
    const replies = [
      { tokens: ['a', ' b'], cursor: 2, done: false },
      { tokens: [], cursor: 2, done: false },
      { tokens: [' c'], cursor: 3, done: true },
    ];
    const cursors: (string | null)[] = [];
    const { origin } = await serve((request, response) => {
      cursors.push(new URLSearchParams(request.url?.split('?')[1]).get('cursor'));
      response.end(JSON.stringify(replies.shift()));
    });
    const { events, error } = await run(poll, { origin, pollMs: 0 });
    expect(error).toBeUndefined();
    expect(cursors).toEqual(['0', '2', '2']);
    expect(only(events, 'request').map(({ note }) => note)).toEqual([
      'cursor=0',
      'cursor=2',
      'cursor=2',
    ]);
    expect(textOf(events)).toBe('a b c');
    expect(indexesOf(events)).toEqual([1, 2, 3]);
    expect(only(events, 'message')).toHaveLength(3);
    expect(events.at(-1)).toEqual({ type: 'end', stopped: false });
  });

  test('a poll that fails is asked again with the same cursor', async () => {
    let polls = 0;
    const { origin } = await serve((request, response) => {
      polls += 1;
      if (polls === 2) request.socket.destroy();
      else if (polls === 3) response.write('{"tokens":[', () => response.destroy());
      else
        response.end(JSON.stringify({ tokens: ['t'], cursor: polls > 1 ? 2 : 1, done: polls > 1 }));
    });
    const { events, error } = await run(poll, { origin, pollMs: 0 });
    expect(error).toBeUndefined();
    expect(only(events, 'cut').map(({ retryInMs }) => retryInMs)).toEqual([0, 0]);
    expect(indexesOf(events)).toEqual([1, 2]);
  });

  test('it gives up after ten retries in a row', async () => {
    const { origin, server } = await serve(() => {});
    server.close();
    const { events, error } = await run(poll, { origin });
    expect(error).toMatchObject({ kind: 'gave-up' });
    expect(error?.message).toContain(origin);
    expect(only(events, 'cut')).toHaveLength(RETRIES_MAX);
  });

  test('a refusal is not asked again', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(400, { 'Content-Type': 'application/problem+json' });
      response.end(JSON.stringify({ detail: 'run is missing.' }));
    });
    const { events, error } = await run(poll, { origin });
    expect(error).toMatchObject({ kind: 'refused', message: 'run is missing.' });
    expect(only(events, 'request')).toHaveLength(1);
  });

  test('a reply that is none is quoted', async () => {
    const { origin } = await serve((_request, response) => response.end('{"tokens":"a"}'));
    const { error } = await run(poll, { origin });
    expect(error).toMatchObject({ kind: 'protocol' });
    expect(error?.message).toContain('{"tokens":"a"}');
  });

  test('an abort while the server holds the request ends it', async () => {
    const abort = new AbortController();
    let closed: () => void;
    const left = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { origin } = await serve((_request, response) => {
      response.on('close', () => closed());
      abort.abort();
    });
    const { error } = await run(poll, { origin }, { signal: abort.signal });
    expect(error).toBeUndefined();
    await left;
  });
});

test('an abort during the pause between two short polls ends the run at once', async () => {
  const abort = new AbortController();
  const { origin } = await serve((_request, response) => {
    response.end(JSON.stringify({ tokens: [], cursor: 0, done: false }));
  });
  const { events, error } = await run(
    transports['short-polling'],
    { origin, pollMs: 60_000 },
    {
      signal: abort.signal,
      // The reply is read to its end in the same turn; the pause has begun in the next.
      onEvent: ({ type }) => type === 'message' && setImmediate(() => abort.abort()),
    },
  );
  expect(error).toBeUndefined();
  expect(only(events, 'request')).toHaveLength(1);
});
