import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Comes between a listening server and its new connections; `serve` hands one on.
 *
 * A server in front that emits 'connection' at this one would look simpler, but
 * this one would then never listen, and only when it does Node begins to watch
 * over its connections (headersTimeout, closeAllConnections and the like).
 */
export function onConnection(
  server: Server,
  handle: (socket: Socket, serve: (line: Socket) => void) => void,
): void {
  const [serve] = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket) => handle(socket, (line) => serve?.call(server, line)));
}
