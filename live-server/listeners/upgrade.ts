import type { IncomingMessage } from 'node:http';
import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Limits } from '../config.ts';
import { cutStream } from '../messages.ts';
import { ProblemError } from '../problems.ts';

/** Turns a handshake into an open WebSocket. @throws {ProblemError} 400 for a bad one */
export type Upgrade = (incoming: IncomingMessage, socket: Socket, head: Buffer) => WebSocket;

/** How every WebSocket of ours behaves, whatever it travels on. */
function webSocketOptions(limits: Limits) {
  return {
    allowSynchronousEvents: true,
    autoPong: true,
    maxPayload: limits.messageBytesMax,
    maxFragments: 128,
    maxBufferedChunks: 1024,
    maxPendingAutoPongs: 16,
    /** How long the peer may take to answer a close frame, in ms. */
    closeTimeout: 2000,
  };
}

export function webSocketServer(limits: Limits): Upgrade {
  const options = {
    ...webSocketOptions(limits),
    noServer: true,
    clientTracking: false,
    /** Compression would hide the very bytes the course is about, and costs memory per socket. */
    perMessageDeflate: false,
  };
  const server = new WebSocketServer(options);
  let refusal: string | undefined;
  server.on('wsClientError', (error) => {
    refusal = error.message;
  });
  return (incoming, socket, head) => {
    let open: WebSocket | undefined;
    refusal = undefined;
    server.handleUpgrade(incoming, socket, head, (webSocket) => {
      open = webSocket;
    });
    if (open !== undefined) return open;
    throw badHandshake(refusal ?? 'the client left');
  };
}

/** ws knows no HTTP/2 (websockets/ws#1458): what it does with a socket after a handshake, we ask of it. */
type SocketTaker = WebSocket & {
  setSocket(socket: Duplex, head: Buffer, options: object): void;
};
type WebSocketOnServer = new (address: null, protocols: undefined, options: object) => SocketTaker;

/**
 * Opens a WebSocket on an HTTP/2 stream: 200 instead of 101, no key and no accept,
 * then the same frames, in DATA (RFC 8441 §5).
 *
 * @param respond sends the head of the answer
 * @throws {ProblemError} 400 for another version than 13
 */
export function openOnStream(
  incoming: IncomingMessage,
  stream: ServerHttp2Stream,
  respond: () => void,
  limits: Limits,
): WebSocket {
  const version = incoming.headers['sec-websocket-version'];
  if (version !== '13') throw badHandshake('Missing or invalid Sec-WebSocket-Version header');
  respond();
  // What ws does to cut a TCP connection: here a stream, and its RST is CANCEL (RFC 8441 §5).
  const destroy = stream.destroy.bind(stream);
  stream.destroy = (error) => {
    if (!stream.closed && !stream.writableEnded) cutStream(stream, constants.NGHTTP2_CANCEL);
    return destroy(error);
  };
  const options = webSocketOptions(limits);
  const webSocket = new (WebSocket as unknown as WebSocketOnServer)(null, undefined, options);
  webSocket.setSocket(stream, Buffer.alloc(0), options);
  return webSocket;
}

function badHandshake(reason: string): ProblemError {
  const headers = { 'Sec-WebSocket-Version': '13' };
  return new ProblemError(400, `The WebSocket handshake failed: ${reason}.`, { headers });
}
