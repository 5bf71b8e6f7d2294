import { expect, test } from 'vitest';
import { transports } from '../../src/transports/index.ts';
import { indexesOf, only, run, serve } from './support.ts';

const { sse } = transports;
const EVENT_STREAM = { 'Content-Type': 'text/event-stream' };
const END = 'event: end\ndata: {"type":"end","tokens":3}\n\n';

function delta(index: number): string {
  return `id: ${index}\ndata: {"type":"delta","index":${index},"token":"t${index}"}\n\n`;
}

test('events become deltas until the end event, which closes', async () => {
  const { origin } = await serve((_request, response) => {
    response.writeHead(200, EVENT_STREAM).write(`retry: 1\n\n${delta(1)}${delta(2)}${END}`);
  });
  const { events, error } = await run(sse, { origin });
  expect(error).toBeUndefined();
  expect(events.map(({ type }) => type)).toEqual([
    'request',
    'response',
    'message',
    'delta',
    'message',
    'delta',
    'message',
    'end',
  ]);
});

test('after a cut the browser comes back with Last-Event-ID, and the note says so', async () => {
  const lastEventIds: (string | undefined)[] = [];
  const { origin } = await serve((request, response) => {
    const lastEventId = request.headers['last-event-id'] as string | undefined;
    lastEventIds.push(lastEventId);
    response.writeHead(200, EVENT_STREAM);
    if (lastEventId === undefined) response.end(`retry: 1\n\n${delta(1)}${delta(2)}`);
    else response.write(`${delta(3)}${END}`);
  });
  const { events, error } = await run(sse, { origin });
  expect(error).toBeUndefined();
  expect(lastEventIds).toEqual([undefined, '2']);
  expect(indexesOf(events)).toEqual([1, 2, 3]);
  expect(only(events, 'cut')).toEqual([
    { type: 'cut', reason: expect.any(String), retryInMs: null },
  ]);
  expect(only(events, 'request').map(({ note }) => note)).toEqual([undefined, 'Last-Event-ID: 2']);
});

test('an answer other than 200 closes EventSource for good', async () => {
  const { origin } = await serve((_request, response) => {
    response.writeHead(503, EVENT_STREAM).end();
  });
  const { events, error } = await run(sse, { origin });
  expect(error).toMatchObject({ kind: 'gave-up' });
  expect(only(events, 'response')).toEqual([]);
});

test('with onEnd wait, the browser comes back after the end and 204 sends it away', async () => {
  let requests = 0;
  const { origin } = await serve((_request, response) => {
    requests += 1;
    if (requests === 1) response.writeHead(200, EVENT_STREAM).end(`retry: 1\n\n${delta(1)}${END}`);
    else response.writeHead(204).end();
  });
  const { events, error } = await run(sse, { origin, onEnd: 'wait' });
  expect(error).toBeUndefined();
  expect(requests).toBe(2);
  expect(only(events, 'cut')).toHaveLength(1);
  expect(only(events, 'request')).toHaveLength(2);
  expect(events.at(-1)).toEqual({ type: 'end', stopped: false });
});

test('an event that is no message ends the run and closes the connection', async () => {
  let closed: () => void;
  const left = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { origin } = await serve((_request, response) => {
    response.on('close', () => closed());
    response.writeHead(200, EVENT_STREAM).write('data: hello\n\n');
  });
  const { error } = await run(sse, { origin });
  expect(error).toMatchObject({ kind: 'protocol' });
  await left;
});

test('an abort closes the connection and resolves', async () => {
  const abort = new AbortController();
  let closed: () => void;
  const left = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { origin } = await serve((_request, response) => {
    response.on('close', () => closed());
    response.writeHead(200, EVENT_STREAM).write(delta(1));
  });
  const { events, error } = await run(
    sse,
    { origin },
    {
      signal: abort.signal,
      onEvent: ({ type }) => type === 'delta' && abort.abort(),
    },
  );
  expect(error).toBeUndefined();
  expect(events.at(-1)?.type).toBe('delta');
  await left;
});
