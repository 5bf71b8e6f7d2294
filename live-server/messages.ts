import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  constants,
  Http2ServerRequest,
  Http2ServerResponse,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import { TRANSPORTS } from '#contract/transports.ts';

const INTERNAL_ERROR = constants.NGHTTP2_INTERNAL_ERROR;

/**
 * HTTP/2 requests and answers in the shape that the rest of the server knows.
 * Node's compatibility API has most of what IncomingMessage and ServerResponse
 * have; these two classes add what is missing, so that an endpoint cannot tell
 * over which version it is asked.
 */

/** A request over HTTP/2. */
export class StreamRequest extends Http2ServerRequest {}

/** An answer over HTTP/2. */
export class StreamResponse<
  Request extends Http2ServerRequest = Http2ServerRequest,
> extends Http2ServerResponse<Request> {}

// Accessors at run time and fields to the compiler, so no class body can hold them.
Object.defineProperties(StreamRequest.prototype, {
  /**
   * A WebSocket handshake is a CONNECT with `:protocol` (RFC 8441 §4) and is
   * routed as the GET that it is over HTTP/1.1.
   */
  method: {
    get(this: Http2ServerRequest) {
      return isExtendedConnect(this) ? 'GET' : this.headers[':method'];
    },
  },
  /** `:authority` stands for Host (RFC 9113 §8.3.1); a Host that says something else is a second one. */
  headersDistinct: {
    get(this: Http2ServerRequest) {
      const hosts = [this.headers[':authority'], this.headers.host].flatMap(
        (host) => host?.toLowerCase() ?? [],
      );
      return { host: [...new Set(hosts)] };
    },
  },
});
Object.defineProperties(StreamResponse.prototype, {
  /**
   * Node would reset the stream with NO_ERROR, and a body that is cut would pass for a whole
   * one. Of the other codes its own client takes CANCEL, too, for the end of a body.
   */
  destroy: {
    value(this: Http2ServerResponse) {
      if (this.stream && !this.stream.closed) cutStream(this.stream, INTERNAL_ERROR);
      return this;
    },
  },
  destroyed: {
    get(this: Http2ServerResponse) {
      return !this.stream || this.stream.closed || this.stream.destroyed;
    },
  },
  errored: {
    get(this: Http2ServerResponse) {
      return this.stream?.errored ?? null;
    },
  },
});

/**
 * A CONNECT for a WebSocket, where there is one. To any other path it stays a CONNECT,
 * for a 200 would say that the WebSocket is open (RFC 8441 §5).
 */
export function isExtendedConnect({ headers }: Http2ServerRequest | IncomingMessage): boolean {
  return (
    headers[':method'] === 'CONNECT' &&
    headers[':protocol'] === 'websocket' &&
    leadsToWebSocket(String(headers[':path']))
  );
}

/** Whether the target of a request is where WebSockets are opened. */
export function leadsToWebSocket(target: string): boolean {
  return (target.split('?')[0] ?? '').endsWith(TRANSPORTS.websocket.path);
}

const cuts = new WeakSet<ServerHttp2Stream>();

/** Resets a stream on our own account (RFC 9113 §6.4): the client is not who ended it. */
export function cutStream(stream: ServerHttp2Stream, errorCode: number): void {
  cuts.add(stream);
  stream.close(errorCode);
}

/** Whether the server reset the stream. */
export function isCut(stream: ServerHttp2Stream): boolean {
  return cuts.has(stream);
}

const refusals = new WeakSet<ServerHttp2Stream>();

/** Resets the stream of a malformed request (RFC 9113 §8.1.1). */
export function refuseStream(stream: ServerHttp2Stream): void {
  refusals.add(stream);
  stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
}

/** Whether the stream was reset because its request was malformed. */
export function isRefused(stream: ServerHttp2Stream): boolean {
  return refusals.has(stream);
}

/** The HTTP/2 stream of a request; undefined over HTTP/1.1. */
export function streamOf(incoming: IncomingMessage): ServerHttp2Stream | undefined {
  return incoming instanceof StreamRequest ? incoming.stream : undefined;
}

/** The compatibility API's types and the ones it is compatible with are strangers to the compiler. */
export function asHttp1(
  incoming: Http2ServerRequest,
  outgoing: Http2ServerResponse,
): [IncomingMessage, ServerResponse] {
  return [incoming as unknown as IncomingMessage, outgoing as unknown as ServerResponse];
}

/** What an HTTP/2 session does not tell: the socket it speaks through, and the name it was opened by. */
interface Line {
  readonly socket: Socket;
  /** By SNI; undefined where the client named none, as for an address. */
  readonly serverName: string | undefined;
}

const lines = new WeakMap<ServerHttp2Session, Line>();

/** Remembers what a session came in on: its own proxy of the socket forbids most of one. */
export function tieSession(session: ServerHttp2Session, line: Line): void {
  lines.set(session, line);
}

/**
 * The name that the connection of an HTTP/2 request was opened by (SNI, RFC 6066 §3);
 * undefined where there is none, and over HTTP/1.1, where names share no connection.
 */
export function serverNameOf(incoming: IncomingMessage): string | undefined {
  return lineOf(incoming)?.serverName;
}

/**
 * What a request came in on: the socket, or the tap in its place. Ask while the
 * stream is open; a closed one has forgotten its session.
 */
export function socketOf(incoming: IncomingMessage): Socket {
  return lineOf(incoming)?.socket ?? incoming.socket;
}

function lineOf(incoming: IncomingMessage): Line | undefined {
  const session = streamOf(incoming)?.session as ServerHttp2Session | undefined;
  return session && lines.get(session);
}
