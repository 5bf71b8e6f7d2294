import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Limits } from '../config.ts';
import { watchClientStop } from './client-stop.ts';
import { type ListenOn, listen } from './loopback.ts';
import { onConnection } from './on-connection.ts';
import { type Upgrade, webSocketServer } from './upgrade.ts';

/** A request, its answer and, on a WebSocket handshake, the way to accept it. */
export type OnRequest = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  acceptWebSocket?: () => WebSocket,
) => void;

export interface Listener {
  readonly port: number;
  /** Open connections, upgraded ones included. */
  readonly connections: number;
  /** Refuses new connections and lets go of idle ones. */
  stopListening(): void;
  /** Resolves when the last connection is closed. */
  readonly closed: Promise<void>;
  /** Closes what is still open, whatever it is doing. */
  destroyConnections(): void;
}

/** How often a closing listener looks for connections that have become idle, in ms. */
const IDLE_CHECK_MS = 50;

/** Opens an HTTP/1.1 origin. @throws {ListenError} */
export async function openHttp1(
  on: ListenOn,
  limits: Limits,
  onRequest: OnRequest,
  /** Says which requests are WebSocket handshakes; the others may ask for an upgrade in vain. */
  isHandshake: (incoming: IncomingMessage) => boolean,
  /** What the server is given in place of a new connection. */
  tap?: (socket: Socket) => Socket,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const upgrade = webSocketServer(limits);
  const { servers, port } = await listen(on, () => {
    const server = createServer({ ...serverOptions(limits), shouldUpgradeCallback: isHandshake });
    server.maxHeadersCount = limits.headerCountMax;
    server.maxRequestsPerSocket = limits.requestsPerSocketMax;
    // Above connectionsMax the answer is 503; this is for whoever does not even ask.
    server.maxConnections = limits.connectionsMax * 2;
    onConnection(server, (socket, serve) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      const line = tap?.(socket) ?? socket;
      serve(line);
      watchClientStop(line);
    });
    server.on('request', (incoming, outgoing) => onRequest(incoming, outgoing));
    server.on('upgrade', (incoming, socket, head) => {
      handleUpgrade(incoming, socket as Socket, head, upgrade, onRequest);
    });
    return server;
  });
  const closed = Promise.all(servers.map(whenClosed)).then(() => {});
  return {
    port,
    get connections() {
      return sockets.size;
    },
    stopListening() {
      for (const server of servers) server.close();
      const letGoOfIdle = setInterval(() => {
        for (const server of servers) server.closeIdleConnections();
      }, IDLE_CHECK_MS);
      void closed.then(() => clearInterval(letGoOfIdle));
    },
    closed,
    destroyConnections() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function serverOptions(limits: Limits) {
  return {
    noDelay: true,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxHeaderSize: limits.headerBytesMax,
    // A missing Host is refused at the door, with a sentence.
    requireHostHeader: false,
  };
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

function whenClosed(server: Server): Promise<void> {
  return new Promise((resolve) => server.once('close', resolve));
}
