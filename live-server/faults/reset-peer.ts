import type { Socket } from 'node:net';

/**
 * `reset_peer`: the connection ends with an RST, in the middle of whatever it
 * was saying (RFC 9293 §3.5.2). What the kernel had not sent yet is thrown away.
 * To the client this is a network that broke, not a message that ended.
 */
export function resetPeer(socket: Socket): void {
  socket.resetAndDestroy();
}
