import { expect, test } from 'vitest';
import { transports } from '../../src/transports/index.ts';
import { bytes, everyCut, oneByOne, only, run, runOnParts, serve, textOf } from './support.ts';

const { chunked } = transports;
const TEXT = 'né 😀 中';

test('the text is whole wherever a read ends, even inside a character', async () => {
  for (const parts of everyCut(bytes(TEXT))) {
    const { events, error } = await runOnParts(chunked, parts);
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe(TEXT);
  }
});

test('one byte at a time gives one delta per character and no empty ones', async () => {
  const { events } = await runOnParts(chunked, oneByOne(bytes(TEXT)));
  expect(only(events, 'read')).toHaveLength(bytes(TEXT).byteLength);
  expect(only(events, 'delta').map(({ text }) => text)).toEqual([...TEXT]);
});

test('a body that ends inside a character ends with U+FFFD', async () => {
  const { events, error } = await runOnParts(chunked, [bytes('né').subarray(0, 2)]);
  expect(textOf(events)).toBe('n\u{FFFD}');
  expect(error).toBeUndefined();
});

test('events come in order: request, response, reads with their text, end', async () => {
  const { events } = await runOnParts(chunked, [bytes('ab'), bytes('c')]);
  expect(events).toEqual([
    {
      type: 'request',
      method: 'GET',
      target: '/live/chunked?run=a-run-id-of-this-test-0&tokens=3&intervalMs=0&seed=1',
    },
    { type: 'response', status: 200, mediaType: 'text/plain' },
    { type: 'read', sizeBytes: 2 },
    { type: 'delta', text: 'ab' },
    { type: 'read', sizeBytes: 1 },
    { type: 'delta', text: 'c' },
    { type: 'end', stopped: false },
  ]);
});

test('a missing last chunk is told as truncated, after what did arrive', async () => {
  const { events, error } = await runOnParts(chunked, [bytes('half')], 'cut');
  expect(textOf(events)).toBe('half');
  expect(error).toMatchObject({ name: 'TransportError', kind: 'truncated' });
  expect(only(events, 'end')).toEqual([]);
});

test('a server that does not answer is told as unreachable, with its address', async () => {
  const { origin, server } = await serve(() => {});
  server.close();
  const { error } = await run(chunked, { origin });
  expect(error).toMatchObject({ kind: 'unreachable' });
  expect(error?.message).toContain(origin);
});

test('a refusal carries the detail of the problem document', async () => {
  const { origin } = await serve((_request, response) => {
    response.writeHead(400, { 'Content-Type': 'application/problem+json; charset=utf-8' });
    response.end(JSON.stringify({ status: 400, detail: 'tokens is 0; allowed: 1 to 2000.' }));
  });
  const { events, error } = await run(chunked, { origin });
  expect(only(events, 'response')[0]?.status).toBe(400);
  expect(error).toMatchObject({ kind: 'refused', message: 'tokens is 0; allowed: 1 to 2000.' });
});

test('a refusal without a problem document names the status', async () => {
  const { origin } = await serve((_request, response) => {
    response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>');
  });
  const { error } = await run(chunked, { origin });
  expect(error).toMatchObject({ kind: 'refused' });
  expect(error?.message).toContain('502');
});

test('faults travel in the query when there are any', async () => {
  let url = '';
  const { origin } = await serve((request, response) => {
    url = request.url ?? '';
    response.end();
  });
  await run(chunked, { origin, faults: 'reset_peer:14' });
  expect(new URLSearchParams(url.split('?')[1]).get('faults')).toBe('reset_peer:14');
});
