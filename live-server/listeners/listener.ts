import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Limits } from '../config.ts';

/** A request, its answer and, on a WebSocket handshake, the way to accept it. */
export type OnRequest = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  acceptWebSocket?: () => WebSocket,
) => void;

/** What an origin does with what comes in. */
export interface Handlers {
  readonly onRequest: OnRequest;
  /** Says which requests are WebSocket handshakes; the others may ask for an upgrade in vain. */
  readonly isHandshake: (incoming: IncomingMessage) => boolean;
  /** What the server is given in place of a new connection. */
  readonly tap?: ((socket: Socket) => Socket) | undefined;
  /** The same for a connection that speaks HTTP/2. */
  readonly tapFrames?: ((socket: Socket) => Socket) | undefined;
}

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

/**
 * The servers of one port as one listener.
 *
 * @param sockets the open connections, kept by whoever accepts them
 * @param sayGoodbye tells the peers of connections that close by themselves when they are done
 */
export function toListener(
  servers: readonly Server[],
  port: number,
  sockets: ReadonlySet<Socket>,
  sayGoodbye: () => void = () => {},
): Listener {
  const closed = Promise.all(servers.map(whenClosed)).then(() => {});
  return {
    port,
    get connections() {
      return sockets.size;
    },
    stopListening() {
      for (const server of servers) server.close();
      sayGoodbye();
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

function whenClosed(server: Server): Promise<void> {
  return new Promise((resolve) => server.once('close', resolve));
}

/** What every server of ours bounds, whatever it speaks through. */
export function http1Options(limits: Limits) {
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
