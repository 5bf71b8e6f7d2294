import type { Socket } from 'node:net';
import { STALL_MS } from '#contract/faults.ts';

/**
 * `stall`: nothing leaves for {@link STALL_MS}, then everything at once. This is
 * what a lost packet looks like from above TCP: the bytes behind it have arrived
 * and may not be read before it (RFC 9293 §3.10.7.4), whichever HTTP/2 stream
 * they belong to. No packet is lost here; the lab waits.
 */
export function stall(socket: Socket): void {
  socket.cork();
  const timer = setTimeout(() => socket.uncork(), STALL_MS);
  socket.once('close', () => clearTimeout(timer));
}
