import type { Socket } from 'node:net';

/** What the last packet from the client said: "I am done" or "I am gone". */
export type ClientGoodbye = 'FIN' | 'RST';

const goodbyes = new WeakMap<object, ClientGoodbye>();

/** Remembers how the client ends this connection; whatever came first counts. */
export function watchClientStop(socket: Socket): void {
  const remember = (goodbye: ClientGoodbye) => {
    if (!goodbyes.has(socket)) goodbyes.set(socket, goodbye);
  };
  socket.once('end', () => remember('FIN'));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // ECONNRESET is a read that met the RST, EPIPE a write after it (RFC 9293 §3.10.7).
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') remember('RST');
  });
}

/** How the client ended this connection; undefined where it was not the client. */
export function clientGoodbye(socket: object): ClientGoodbye | undefined {
  return goodbyes.get(socket);
}
