import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { FRAME_HEADER_BYTES } from '../../../live-server/tap/frame-reader.ts';
import { CERTIFICATES, until } from './live-server.ts';

/** The local authority of the tests, as a browser that trusts it knows it. */
export function authority(): string {
  return readFileSync(join(CERTIFICATES, 'ca.pem'), 'utf8');
}

/** An HTTP/2 connection of Node's own client, closed when the test is over. */
export async function openSession(
  origin: string,
  options: { settings?: object; servername?: string } = {},
): Promise<ClientHttp2Session> {
  const session = connect(origin, { ca: authority(), ...options });
  session.on('error', () => {});
  onTestFinished(() => session.destroy());
  await once(session, 'remoteSettings');
  return session;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** One request to its end. */
export async function ask(
  session: ClientHttp2Session,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> {
  const stream = session.request({ ':path': path, ...headers }, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  return answerOf(stream);
}

export async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  const body = (await stream.toArray()).map(String).join('');
  return { status: Number(headers[':status']), headers, body };
}

/** A WebSocket handshake over HTTP/2 (RFC 8441 §4). */
export function extendedConnect(
  session: ClientHttp2Session,
  path: string,
  headers: Record<string, string> = {},
): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'CONNECT',
    ':protocol': 'websocket',
    ':scheme': 'https',
    ':path': path,
    'sec-websocket-version': '13',
    ...headers,
  });
  stream.on('error', () => {});
  return stream;
}

/** A frame as a test writes or reads it. */
export interface RawFrame {
  type: number;
  flags: number;
  streamId: number;
  payload: Buffer;
}

export function frame(
  type: number,
  flags: number,
  streamId: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(FRAME_HEADER_BYTES);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
export const EMPTY_SETTINGS = frame(0x4, 0, 0);

/** GET of a path, as literals without indexing: a field block that needs no table. */
export function fieldBlock(path: string, more: Record<string, string> = {}): Buffer {
  const fields = {
    ':method': 'GET',
    ':scheme': 'https',
    ':authority': 'localhost',
    ':path': path,
    ...more,
  };
  return Buffer.concat(
    Object.entries(fields).flatMap(([name, value]) => [
      Buffer.from([0]),
      literal(name),
      literal(value),
    ]),
  );
}

/** A string without Huffman coding, with its length in one or more octets (RFC 7541 §5). */
function literal(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest >>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

/** An HTTP/2 connection without any HTTP library: it writes frames and keeps those it reads. */
export class FrameClient {
  readonly socket: TLSSocket;
  readonly frames: RawFrame[] = [];
  ended = false;
  #unread: Buffer = Buffer.alloc(0);

  constructor(socket: TLSSocket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('close', () => {
      this.ended = true;
    });
    socket.on('error', () => {});
  }

  send(...frames: Buffer[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  /** The error code of the GOAWAY that came, if one did (RFC 9113 §6.8). */
  get goawayCode(): number | undefined {
    return this.frames.find(({ type }) => type === 0x7)?.payload.readUInt32BE(4);
  }

  /** The error code by which a stream was reset, if it was (RFC 9113 §6.4). */
  resetCode(streamId: number): number | undefined {
    const reset = this.frames.find((one) => one.type === 0x3 && one.streamId === streamId);
    return reset?.payload.readUInt32BE(0);
  }

  async untilEnded(): Promise<void> {
    await until('the connection ends', () => this.ended);
  }

  async untilFrame(isIt: (frame: RawFrame) => boolean): Promise<void> {
    await until('the frame arrives', () => this.frames.some(isIt));
  }

  #read(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    while (this.#unread.length >= FRAME_HEADER_BYTES) {
      const end = FRAME_HEADER_BYTES + this.#unread.readUIntBE(0, 3);
      if (this.#unread.length < end) return;
      this.frames.push({
        type: this.#unread[3] as number,
        flags: this.#unread[4] as number,
        streamId: this.#unread.readUInt32BE(5) & 0x7fff_ffff,
        payload: Buffer.from(this.#unread.subarray(FRAME_HEADER_BYTES, end)),
      });
      this.#unread = this.#unread.subarray(end);
    }
  }
}

/** Opens a connection that speaks HTTP/2 by ALPN, and sends nothing on it. */
export async function connectFrames(origin: string, protocol = 'h2'): Promise<FrameClient> {
  const socket = connectTls({
    port: Number(new URL(origin).port),
    host: '127.0.0.1',
    servername: 'localhost',
    ca: authority(),
    ALPNProtocols: [protocol],
  });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return new FrameClient(socket);
}
