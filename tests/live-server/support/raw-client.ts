import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { until } from './live-server.ts';

/** A connection without any HTTP library: it sends what it is told and keeps every byte. */
export class RawClient {
  readonly socket: Socket;
  /** Whether the server has closed its side, or the connection is gone. */
  ended = false;
  /** Set when the connection broke instead of ending. */
  error: NodeJS.ErrnoException | undefined;
  #received = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
    });
    socket.on('end', () => {
      this.ended = true;
    });
    socket.on('close', () => {
      this.ended = true;
    });
    socket.on('error', (error) => {
      this.error = error;
    });
  }

  send(text: string): void {
    this.socket.write(text);
  }

  get text(): string {
    return this.#received.toString('utf8');
  }

  get bytes(): Buffer {
    return this.#received;
  }

  /** The status line and header fields of the first answer. */
  get head(): string {
    return this.text.split('\r\n\r\n')[0] ?? '';
  }

  get status(): number {
    return Number(this.text.split(' ')[1]);
  }

  /** Everything after the first empty line, as bytes. */
  get body(): Buffer {
    const at = this.#received.indexOf('\r\n\r\n');
    return at < 0 ? Buffer.alloc(0) : this.#received.subarray(at + 4);
  }

  async untilText(part: string): Promise<void> {
    await until(`${JSON.stringify(part)} arrives`, () => this.text.includes(part));
  }

  async untilEnded(): Promise<void> {
    await until('the connection ends', () => this.ended);
  }
}

export async function connectTo(origin: string): Promise<RawClient> {
  const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return new RawClient(socket);
}

/** Sends a GET over HTTP/1.1 by hand. */
export async function get(
  origin: string,
  target: string,
  headers: Record<string, string> = {},
): Promise<RawClient> {
  const client = await connectTo(origin);
  const fields = Object.entries({ Host: 'localhost', ...headers });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  client.send(`GET ${target} HTTP/1.1\r\n${lines}\r\n`);
  return client;
}

/**
 * Undoes the chunked coding (RFC 9112 §7.1) and is strict about it: every size,
 * every CRLF, and the last chunk with nothing behind it.
 */
export function dechunk(bytes: Buffer): { chunks: Buffer[]; complete: boolean } {
  const chunks: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) break;
    const sizeText = bytes.toString('latin1', at, lineEnd);
    if (!/^[0-9a-f]+$/i.test(sizeText)) throw new Error(`no chunk size: ${sizeText}`);
    const size = Number.parseInt(sizeText, 16);
    const dataEnd = lineEnd + 2 + size;
    if (dataEnd + 2 > bytes.length) break;
    if (bytes.toString('latin1', dataEnd, dataEnd + 2) !== '\r\n') throw new Error('no CRLF');
    if (size === 0) {
      if (dataEnd + 2 !== bytes.length) throw new Error('bytes after the last chunk');
      return { chunks, complete: true };
    }
    chunks.push(bytes.subarray(lineEnd + 2, dataEnd));
    at = dataEnd + 2;
  }
  return { chunks, complete: false };
}
