import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Limits } from '../config.ts';
import { ProblemError } from '../problems.ts';

/** Turns a handshake into an open WebSocket. @throws {ProblemError} 400 for a bad one */
export type Upgrade = (incoming: IncomingMessage, socket: Socket, head: Buffer) => WebSocket;

export function webSocketServer(limits: Limits): Upgrade {
  const options = {
    noServer: true,
    clientTracking: false,
    /** Compression would hide the very bytes the course is about, and costs memory per socket. */
    perMessageDeflate: false,
    maxPayload: limits.messageBytesMax,
    maxFragments: 128,
    maxPendingAutoPongs: 16,
    /** How long the peer may take to answer a close frame, in ms. */
    closeTimeout: 2000,
  };
  const server = new WebSocketServer(options);
  let refusal: string | undefined;
  server.on('wsClientError', (error) => {
    refusal = error.message;
  });
  return (incoming, socket, head) => {
    let open: WebSocket | undefined;
    refusal = undefined;
    server.handleUpgrade(incoming, socket, head, (webSocket) => {
      open = webSocket;
    });
    if (open !== undefined) return open;
    const detail = `The WebSocket handshake failed: ${refusal ?? 'the client left'}.`;
    throw new ProblemError(400, detail, { headers: { 'Sec-WebSocket-Version': '13' } });
  };
}
