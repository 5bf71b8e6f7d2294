import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from '../config.ts';
import { watchClientStop } from './client-stop.ts';
import {
  type Handlers,
  http1Options,
  type Listener,
  type OnRequest,
  toListener,
} from './listener.ts';
import { type ListenOn, listen } from './loopback.ts';
import { onConnection } from './on-connection.ts';
import { type Upgrade, webSocketServer } from './upgrade.ts';

/** Opens an HTTP/1.1 origin. @throws {ListenError} */
export async function openHttp1(
  on: ListenOn,
  limits: Limits,
  handlers: Handlers,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const { servers, port } = await listen(on, () => {
    const server = createServer({
      ...http1Options(limits),
      shouldUpgradeCallback: handlers.isHandshake,
    });
    onConnection(server, (socket, serve) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      const line = handlers.tap?.(socket) ?? socket;
      serve(line);
      watchClientStop(line);
    });
    return answerHttp1(server, limits, handlers.onRequest);
  });
  return toListener(servers, port, sockets);
}

/** What a server does with requests over HTTP/1.1, in the clear or decrypted. */
export function answerHttp1<S extends Server>(server: S, limits: Limits, onRequest: OnRequest): S {
  const upgrade = webSocketServer(limits);
  server.maxHeadersCount = limits.headerCountMax;
  server.maxRequestsPerSocket = limits.requestsPerSocketMax;
  // Above connectionsMax the answer is 503; this is for whoever does not even ask.
  server.maxConnections = limits.connectionsMax * 2;
  server.on('request', (incoming, outgoing) => onRequest(incoming, outgoing));
  server.on('upgrade', (incoming, socket, head) => {
    handleUpgrade(incoming, socket as Socket, head, upgrade, onRequest);
  });
  return server;
}

/**
 * A handshake takes the same way through the app as any request: with a response
 * of its own, which a refusal is written to and a WebSocket replaces.
 */
function handleUpgrade(
  incoming: IncomingMessage,
  socket: Socket,
  head: Buffer,
  upgrade: Upgrade,
  onRequest: OnRequest,
): void {
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  outgoing.assignSocket(socket);
  outgoing.once('finish', () => socket.destroySoon());
  onRequest(incoming, outgoing, () => {
    const webSocket = upgrade(incoming, socket, head);
    outgoing.detachSocket(socket);
    return webSocket;
  });
}
