import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { transports } from '../../src/transports/index.ts';
import { RETRIES_MAX } from '../../src/transports/retry.ts';
import { indexesOf, only, run, serve } from './support.ts';

const { websocket } = transports;
const END = '{"type":"end","tokens":3}';

function delta(index: number): string {
  return JSON.stringify({ type: 'delta', index, token: `t${index}` });
}

// No pause before a retry: full jitter is a random number times the bound.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A WebSocket server; `onSocket` gets each connection and its number, from 1. */
async function serveSockets(onSocket: (socket: WebSocket, nth: number) => void): Promise<string> {
  const { origin, server } = await serve((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server });
  let count = 0;
  sockets.on('connection', (socket) => {
    count += 1;
    onSocket(socket, count);
  });
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });
  return origin;
}

test('messages become deltas, and the close after the end message is the end', async () => {
  const origin = await serveSockets((socket) => {
    for (const text of [delta(1), delta(2), END]) socket.send(text);
    socket.close(1000);
  });
  const { events, error } = await run(websocket, { origin });
  expect(error).toBeUndefined();
  expect(only(events, 'response')).toEqual([{ type: 'response', status: 101, mediaType: '' }]);
  expect(indexesOf(events)).toEqual([1, 2]);
  expect(events.at(-1)).toEqual({ type: 'end', stopped: false });
});

test('after a lost connection it comes back, says where it was, and shows no token twice', async () => {
  const said: string[] = [];
  const origin = await serveSockets((socket, nth) => {
    if (nth === 1) {
      socket.send(delta(1));
      socket.send(delta(2), () => socket.terminate());
      return;
    }
    // What a server sends before it has read `resume`.
    socket.send(delta(1));
    socket.on('message', (data) => {
      said.push(String(data));
      for (const text of [delta(3), END]) socket.send(text);
      socket.close(1000);
    });
  });
  const { events, error } = await run(websocket, { origin });
  expect(error).toBeUndefined();
  expect(said.map((text) => JSON.parse(text))).toEqual([{ type: 'resume', after: 2 }]);
  expect(indexesOf(events)).toEqual([1, 2, 3]);
  expect(only(events, 'cut')).toEqual([
    { type: 'cut', reason: expect.stringContaining('1006'), retryInMs: 0 },
  ]);
  expect(only(events, 'request').map(({ note }) => note)).toEqual([undefined, 'resume after=2']);
});

test('a clean close without an end message is a cut as well', async () => {
  const origin = await serveSockets((socket, nth) => {
    if (nth === 1) socket.close(1001, 'restart');
    else socket.send(END, () => socket.close(1000));
  });
  const { events, error } = await run(websocket, { origin });
  expect(error).toBeUndefined();
  expect(only(events, 'cut')[0]?.reason).toContain('1001: restart');
});

test('1008 is a refusal: no retry, and the reason is shown', async () => {
  const origin = await serveSockets((socket) => socket.close(1008, 'Not this message.'));
  const { events, error } = await run(websocket, { origin });
  expect(error).toMatchObject({ kind: 'refused', message: 'Not this message.' });
  expect(only(events, 'request')).toHaveLength(1);
});

test('it gives up after ten retries in a row', async () => {
  const { origin } = await serve((_request, response) => response.writeHead(404).end());
  const { events, error } = await run(websocket, { origin });
  expect(error).toMatchObject({ kind: 'gave-up' });
  expect(only(events, 'cut')).toHaveLength(RETRIES_MAX);
  expect(only(events, 'request')).toHaveLength(RETRIES_MAX + 1);
});

test('a token sets the count of failures back', async () => {
  const connections = RETRIES_MAX + 5;
  const origin = await serveSockets((socket, nth) => {
    if (nth < connections) socket.send(delta(nth), () => socket.terminate());
    else socket.send(END, () => socket.close(1000));
  });
  const { events, error } = await run(websocket, { origin });
  expect(error).toBeUndefined();
  expect(only(events, 'delta')).toHaveLength(connections - 1);
});

test('a message that is none ends the run', async () => {
  const origin = await serveSockets((socket) => socket.send('hello'));
  const { error } = await run(websocket, { origin });
  expect(error).toMatchObject({ kind: 'protocol' });
});

test('an abort closes with 1000 and resolves', async () => {
  const abort = new AbortController();
  let closed: (code: number) => void;
  const code = new Promise<number>((resolve) => {
    closed = resolve;
  });
  const origin = await serveSockets((socket) => {
    socket.on('close', (closeCode) => closed(closeCode));
    socket.send(delta(1));
  });
  const { error } = await run(
    websocket,
    { origin },
    {
      signal: abort.signal,
      onEvent: ({ type }) => type === 'delta' && abort.abort(),
    },
  );
  expect(error).toBeUndefined();
  expect(await code).toBe(1000);
});

test('an abort during the pause before a retry ends the run at once', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.99);
  const abort = new AbortController();
  const origin = await serveSockets((socket) => socket.terminate());
  const { events, error } = await run(
    websocket,
    { origin },
    {
      signal: abort.signal,
      onEvent: ({ type }) => type === 'cut' && queueMicrotask(() => abort.abort()),
    },
  );
  expect(error).toBeUndefined();
  expect(events.at(-1)?.type).toBe('cut');
});
