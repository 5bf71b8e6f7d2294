import { TransportError } from '../transport.ts';
import type { ProcedureLab } from './procedure.ts';

/**
 * Asks for a head, so that there is a connection that a WebSocket could join: a
 * browser tries extended CONNECT only on an HTTP/2 connection whose SETTINGS it has
 * (RFC 8441 §3). A WebSocket may carry cookies, and Chromium keeps the connections
 * that may apart from those that may not, so this request may carry them too. The
 * answer stays closed to the page; its head is all that is wanted.
 *
 * @param run the run whose bytes it counts with: HEAD begins none itself
 * @throws TransportError `unreachable` where the browser refuses that name
 */
export async function warmConnection(
  lab: Pick<ProcedureLab, 'fetch'>,
  origin: string,
  run: string,
): Promise<void> {
  const url = `${origin}/live/chunked?run=${run}&tokens=1&intervalMs=0&seed=4`;
  try {
    await lab.fetch(url, { method: 'HEAD', mode: 'no-cors', credentials: 'include' });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const sentence = `Your browser gave up on ${origin} before it asked. A certificate warning that was clicked away counts for one host name alone: npm run trust is for both names.`;
    throw new TransportError('unreachable', sentence, { cause });
  }
}
