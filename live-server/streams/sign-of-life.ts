import type { WebSocket } from 'ws';
import type { Clock, Timer } from '../clock.ts';
import type { Limits } from '../config.ts';

/**
 * Pings a peer and expects its pongs (RFC 6455 §5.5.2). A connection that is
 * silent looks like one that is dead; a browser answers without telling the page.
 *
 * @param onSilence called when a pong did not come in time
 * @returns ends the pinging
 */
export function askForSignsOfLife(
  webSocket: WebSocket,
  clock: Clock,
  { pingIntervalMs, pongTimeoutMs }: Limits,
  onSilence: (reason: string) => void,
): () => void {
  let nextPing: Timer;
  let pongDeadline: Timer | undefined;
  const ping = () => {
    webSocket.ping();
    pongDeadline ??= clock.after(pongTimeoutMs, () => {
      onSilence(`silent: no pong within ${pongTimeoutMs} ms`);
    });
    nextPing = clock.after(pingIntervalMs, ping);
  };
  const hearPong = () => {
    pongDeadline?.cancel();
    pongDeadline = undefined;
  };
  webSocket.on('pong', hearPong);
  nextPing = clock.after(pingIntervalMs, ping);
  return () => {
    nextPing.cancel();
    hearPong();
  };
}
