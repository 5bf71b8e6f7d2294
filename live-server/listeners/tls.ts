import {
  createServer as createHttp2Server,
  type Http2Server,
  type ServerHttp2Session,
  type ServerOptions,
} from 'node:http2';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Limits } from '../config.ts';
import {
  asHttp1,
  isExtendedConnect,
  StreamRequest,
  StreamResponse,
  tieSession,
} from '../messages.ts';
import { watchClientStop, watchStreamReset } from './client-stop.ts';
import { answerHttp1 } from './http1.ts';
import { type Handlers, http1Options, type Listener, toListener } from './listener.ts';
import { type ListenOn, listen } from './loopback.ts';
import { onConnection } from './on-connection.ts';
import { boundSession, endWhenStill, isGone } from './session-bounds.ts';
import { refuseMalformed, tellFailure } from './session-errors.ts';
import { openOnStream } from './upgrade.ts';

/** A certificate with what belongs before it, and its key; both PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/**
 * Under this name the TLS origin leaves SETTINGS_ENABLE_CONNECT_PROTOCOL out, so
 * that a browser needs a connection of its own for each WebSocket (RFC 8441 §3).
 * It is told apart by SNI: a setting cannot be taken back on a connection.
 */
export const CONNECT_OFF_NAME = 'extended-connect-off.localhost';

/** What Node is told of bounds that `boundSession` keeps. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/**
 * Opens the TLS origin: HTTP/2, or HTTP/1.1 for a client that asks for it by ALPN
 * (RFC 7301). The tap stands behind the decryption, so a learner sees frames.
 *
 * @throws {ListenError}
 */
export async function openTls(
  on: ListenOn,
  limits: Limits,
  identity: TlsIdentity,
  handlers: Handlers,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  const http2 = {
    on: http2Server(limits, handlers, sessions, true),
    off: http2Server(limits, handlers, sessions, false),
  };
  const { servers, port } = await listen(on, () => {
    const server = createServer({
      ...http1Options(limits),
      ...identity,
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: limits.handshakeTimeoutMs,
      shouldUpgradeCallback: handlers.isHandshake,
    });
    onConnection(
      server,
      (socket, serve) => {
        const { alpnProtocol, servername } = socket as TLSSocket & { servername?: string | false };
        const speaksHttp2 = alpnProtocol === 'h2';
        const tap = speaksHttp2 ? handlers.tapFrames : handlers.tap;
        const line = tap?.(socket) ?? socket;
        const serverName = servername || undefined;
        if (!speaksHttp2) serve(line);
        else
          serveHttp2(
            http2[serverName === CONNECT_OFF_NAME ? 'off' : 'on'],
            line,
            serverName,
            limits,
          );
        watchClientStop(line);
      },
      'secureConnection',
    );
    keepRawSockets(server, sockets);
    return answerHttp1(server, limits, handlers.onRequest);
  });
  return toListener(servers, port, sockets, () => {
    // GOAWAY: no new streams; the connection closes with its last one (RFC 9113 §6.8).
    for (const session of sessions) session.close();
  });
}

/**
 * Keeps the sockets beneath TLS, and lets a decrypted one end by an RST, which
 * only the socket beneath can send.
 */
function keepRawSockets(server: Server, sockets: Set<Socket>): void {
  const raw = new Map<string, Socket>();
  const peerOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    sockets.add(socket);
    raw.set(peer, socket);
    socket.once('close', () => {
      sockets.delete(socket);
      raw.delete(peer);
    });
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const beneath = raw.get(peerOf(socket));
    socket.resetAndDestroy = () => {
      beneath?.resetAndDestroy();
      return socket.destroy();
    };
  });
}

/** Serves decrypted connections that are handed to it; it listens on nothing itself. */
function http2Server(
  limits: Limits,
  { onRequest }: Handlers,
  sessions: Set<ServerHttp2Session>,
  enableConnectProtocol: boolean,
): Http2Server {
  const options: ServerOptions = {
    Http2ServerRequest: StreamRequest,
    Http2ServerResponse: StreamResponse,
    settings: {
      enableConnectProtocol,
      maxConcurrentStreams: limits.streamsPerConnectionMax,
      maxHeaderListSize: limits.headerBytesMax,
    },
    maxHeaderListPairs: limits.headerCountMax,
    streamResetBurst: UNBOUNDED,
    streamResetRate: UNBOUNDED,
  };
  const server = createHttp2Server(options);
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    // A peer that breaks the protocol is told so by GOAWAY; nobody else needs to know.
    session.on('error', () => {});
  });
  server.on('stream', watchStreamReset);
  const serve = (incoming: StreamRequest, outgoing: StreamResponse) => {
    if (!isGone(incoming.stream)) onRequest(...asHttp1(incoming, outgoing));
  };
  server.on('request', serve);
  // Node would write the 100 on a stream that is gone as well, and throw where nobody catches it.
  server.on('checkContinue', (incoming, outgoing) => {
    if (!isGone(incoming.stream)) outgoing.writeContinue();
    serve(incoming, outgoing);
  });
  server.on('connect', (incoming, outgoing) => {
    if (isGone(incoming.stream)) return;
    const messages = asHttp1(incoming, outgoing);
    if (!isExtendedConnect(incoming)) return onRequest(...messages);
    const respond = () => {
      outgoing.writeHead(200);
      outgoing.flushHeaders();
    };
    onRequest(...messages, () => openOnStream(messages[0], incoming.stream, respond, limits));
  });
  return server;
}

function serveHttp2(
  server: Http2Server,
  socket: Socket,
  serverName: string | undefined,
  limits: Limits,
): void {
  server.once('session', (session) => {
    tieSession(session, { socket, serverName });
    tellFailure(session, socket);
    refuseMalformed(session, socket);
    boundSession(session, socket, limits);
    endWhenStill(session, socket, limits);
  });
  server.emit('connection', socket);
}
