import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { extendedConnect, openSession } from './http2-client.ts';
import { until } from './live-server.ts';

/** A WebSocket that keeps what it hears. */
export interface WebSocketClient {
  readonly webSocket: WebSocket;
  /** Text messages, parsed. */
  readonly messages: { type: string; index?: number; token?: string }[];
  readonly binaries: Buffer[];
  readonly close: { code?: number; reason?: string };
  untilOpen(): Promise<void>;
  untilMessages(count: number): Promise<void>;
  untilClosed(): Promise<void>;
}

export function openWebSocket(
  labOrigin: string,
  query: string,
  options: ClientOptions = {},
): WebSocketClient {
  const webSocket = labOrigin.startsWith('https:')
    ? webSocketOnStream(labOrigin, query, options)
    : new WebSocket(`${labOrigin.replace('http', 'ws')}/live/websocket?${query}`, options);
  onTestFinished(() => webSocket.terminate());
  const messages: WebSocketClient['messages'] = [];
  const binaries: Buffer[] = [];
  const close: WebSocketClient['close'] = {};
  webSocket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) binaries.push(data);
    else messages.push(JSON.parse(data.toString()));
  });
  webSocket.on('close', (code, reason) => Object.assign(close, { code, reason: `${reason}` }));
  webSocket.on('error', () => {});
  return {
    webSocket,
    messages,
    binaries,
    close,
    untilOpen: () => until('it is open', () => webSocket.readyState === WebSocket.OPEN),
    untilMessages: (count) => until(`${count} messages came`, () => messages.length >= count),
    untilClosed: () => until('it is closed', () => close.code !== undefined),
  };
}

type StreamWebSocket = WebSocket & {
  _isServer: boolean;
  setSocket(socket: Duplex, head: Buffer, options: object): void;
};

/** ws has no client for HTTP/2: here it is given a stream on which the handshake is done. */
function webSocketOnStream(origin: string, query: string, options: ClientOptions): WebSocket {
  const make = WebSocket as unknown as new (...all: unknown[]) => StreamWebSocket;
  const webSocket = new make(null, undefined, { autoPong: true, closeTimeout: 30_000, ...options });
  webSocket._isServer = false;
  void openSession(origin).then((session) => {
    const stream = extendedConnect(session, `/live/websocket?${query}`);
    stream.once('response', () => {
      webSocket.setSocket(stream, Buffer.alloc(0), { allowSynchronousEvents: true });
    });
  });
  return webSocket;
}

/** What a refused handshake is answered with. */
export function refusedHandshake(
  labOrigin: string,
  query: string,
  options: ClientOptions = {},
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  const { webSocket } = openWebSocket(labOrigin, query, options);
  return new Promise((resolve, reject) => {
    webSocket.on('open', () => reject(new Error('the handshake was accepted')));
    webSocket.on('unexpected-response', async (_, response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
    });
  });
}
