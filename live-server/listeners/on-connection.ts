import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Comes between a listening server and its new connections; `serve` hands one on.
 *
 * A server in front that emits 'connection' at this one would look simpler, but
 * this one would then never listen, and only when it does Node begins to watch
 * over its connections (headersTimeout, closeAllConnections and the like).
 *
 * @param event `secureConnection` for a server behind TLS: its connections are what was decrypted
 */
export function onConnection(
  server: Server,
  handle: (socket: Socket, serve: (line: Socket) => void) => void,
  event: 'connection' | 'secureConnection' = 'connection',
): void {
  const [serve] = server.listeners(event);
  server.removeAllListeners(event);
  server.on(event, (socket: Socket) => handle(socket, (line) => serve?.call(server, line)));
}
