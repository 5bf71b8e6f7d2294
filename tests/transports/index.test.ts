import { expect, test } from 'vitest';
import { transports } from '../../src/transports/index.ts';
import { indexesOf, only, run, serve } from './support.ts';

const THREE_LINES = [1, 2, 3]
  .map((index) => `${JSON.stringify({ type: 'delta', index, token: 't' })}\n`)
  .join('');

test('after an abort nothing is told, not even what had been read by then', async () => {
  const abort = new AbortController();
  const { origin } = await serve((_request, response) => response.write(THREE_LINES));
  const { events, error } = await run(
    transports.ndjson,
    { origin },
    { signal: abort.signal, onEvent: ({ type }) => type === 'delta' && abort.abort() },
  );
  expect(error).toBeUndefined();
  expect(indexesOf(events)).toEqual([1]);
});

test('a run that fails in the middle of a stream lets the connection go', async () => {
  let closed: () => void;
  const left = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { origin } = await serve((_request, response) => {
    response.on('close', () => closed());
    response.write('no message\n');
  });
  const { error } = await run(transports.ndjson, { origin });
  expect(error).toMatchObject({ kind: 'protocol' });
  await left;
});

test('a signal that has aborted already sends nothing', async () => {
  let requests = 0;
  const { origin } = await serve((_request, response) => {
    requests += 1;
    response.end();
  });
  for (const transport of Object.values(transports)) {
    const { events, error } = await run(transport, { origin }, { signal: AbortSignal.abort() });
    expect(error).toBeUndefined();
    expect(only(events, 'request')).toEqual([]);
  }
  expect(requests).toBe(0);
});
