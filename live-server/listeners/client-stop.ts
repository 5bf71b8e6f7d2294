import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { ClientStop } from '#contract/run-state.ts';
import { isCut, isRefused } from '../messages.ts';

/** What the last packet from the client said: "I am done" or "I am gone". */
type Goodbye = 'FIN' | 'RST';

/** How a client's leaving arrived; when it did is the run's to say. */
export type Stop = Untimed<Exclude<ClientStop, { kind: 'close-frame' }>>;
type Untimed<One> = One extends unknown ? Omit<One, 'atMs' | 'afterToken'> : never;

const goodbyes = new WeakMap<object, Goodbye>();
const resets = new WeakMap<object, number>();

/** Remembers how the client ends this connection; whatever came first counts. */
export function watchClientStop(socket: Socket): void {
  const remember = (goodbye: Goodbye) => {
    if (!goodbyes.has(socket)) goodbyes.set(socket, goodbye);
  };
  socket.once('end', () => remember('FIN'));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // ECONNRESET is a read that met the RST, EPIPE a write after it (RFC 9293 §3.10.7).
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') remember('RST');
  });
}

/**
 * Remembers the code by which the client ends this stream and lets the connection
 * be (RFC 9113 §6.4). A stream also counts as aborted when its connection goes.
 */
export function watchStreamReset(stream: ServerHttp2Stream): void {
  const { session } = stream;
  stream.once('aborted', () => {
    const isOurs = isCut(stream) || isRefused(stream);
    if (session?.destroyed === false && !isOurs) resets.set(stream, stream.rstCode ?? 0);
  });
}

/** How the client ended this exchange; undefined where it was not the client. */
export function clientStop(socket: Socket, stream?: ServerHttp2Stream): Stop | undefined {
  const goodbye = goodbyes.get(socket);
  if (goodbye !== undefined) return { kind: goodbye };
  const code = stream && resets.get(stream);
  return code === undefined ? undefined : { kind: 'RST_STREAM', code };
}
