import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { WireClose } from '#contract/wire-record.ts';
import { systemClock } from '../clock.ts';

/** Who ended a connection, and how. */
export type ConnectionEnd = WireClose['how'];

/** Is told of everything that passes a tap, before it is handed on, and copies what it wants to keep. */
export interface Recorder {
  /** One read from the client. @returns whether it may be handed on */
  inbound(bytes: Buffer): boolean;
  /** One write to the client. */
  outbound(bytes: Buffer): void;
  /** What is still to be said when the server ends the connection for an error; asked more than once. */
  lastWords?(errorCode: number): Buffer | undefined;
  /** The connection is gone; nothing passes any more. */
  closed(how: ConnectionEnd): void;
}

interface Piece {
  chunk: Buffer | string;
  encoding: BufferEncoding;
}

const NOTHING = Buffer.alloc(0);

/** How long a client may take to read why its connection is ended, in ms. */
const LAST_WORDS_MS = 100;

type Done = (error?: Error | null) => void;

/**
 * A socket with a listener on the line: a server that is given the tap instead
 * of the socket notices no difference, except that `recorder` sees every byte.
 *
 * One read is handed on as one read, one write as one write; what was written
 * under cork leaves as one write too. It holds nothing back: a write is done
 * when the socket says so, and where the reader is full the socket is paused, so
 * that backpressure, errors, half-closed connections and resets pass through.
 * A read that the recorder refuses is the last: `flood` is emitted, and what comes
 * after it is thrown away, so that nothing unread makes an RST of the end. Who is
 * about to end the connection for an error emits `failure` with its code, and the
 * recorder may have last words.
 */
export class Tap extends Duplex {
  readonly recorder: Recorder;
  readonly #socket: Socket;
  #isPaused = false;
  #isRefused = false;
  /** The error code that the connection is ended with. */
  #failure: number | undefined;
  #isSocketClosed = false;
  /** Whatever came first counts. */
  #end: ConnectionEnd | undefined;

  constructor(socket: Socket, recorder: Recorder) {
    super({ decodeStrings: false });
    this.#socket = socket;
    this.recorder = recorder;
    // Over HTTP/2 every stream waits for the connection's end; limits bound their number.
    this.setMaxListeners(0);
    socket.on('data', this.#onData);
    socket.on('end', () => {
      this.#end ??= 'client-fin';
      this.push(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // ECONNRESET is a read that met the RST, EPIPE a write after it (RFC 9293 §3.10.7).
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.#end ??= 'client-rst';
      this.destroy(error);
    });
    socket.on('timeout', () => this.emit('timeout'));
    this.once('failure', (errorCode: number) => {
      this.#failure = errorCode;
    });
    socket.on('close', () => {
      this.#isSocketClosed = true;
      recorder.closed(this.#end ?? 'server-close');
      this.destroy();
    });
  }

  #onData = (bytes: Buffer): void => {
    if (this.#isRefused) return;
    if (!this.recorder.inbound(bytes)) {
      this.#isRefused = true;
      this.emit('flood');
      return;
    }
    if (this.push(bytes)) return;
    this.#isPaused = true;
    this.#socket.pause();
  };

  override _read(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.resume();
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: Done): void {
    this.#send(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk, done);
  }

  override _writev(pieces: Piece[], done: Done): void {
    this.#send(join(pieces), done);
  }

  /**
   * The kernel takes most writes at once. Then there is nothing to wait for, and a
   * callback would cost every token a turn; behind a write that has to wait, an
   * empty one tells when its turn has come.
   */
  #send(bytes: Buffer, done: Done): void {
    this.recorder.outbound(bytes);
    const socket = this.#socket;
    socket.write(bytes);
    if (socket.writableLength === 0 && socket.errored === null) done();
    else socket.write(NOTHING, done);
  }

  override _final(done: Done): void {
    this.#end ??= 'server-close';
    this.#socket.end(this.#failure === undefined ? NOTHING : this.#lastWords(), done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#end ??= 'server-close';
    const socket = this.#socket;
    if (this.#isSocketClosed) {
      done(error);
      return;
    }
    socket.once('close', () => done(error));
    if (this.#failure === undefined || !socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(this.#lastWords());
    const timer = systemClock.after(LAST_WORDS_MS, () => socket.destroy());
    socket.once('close', () => timer.cancel());
  }

  /** What comes in from here on is thrown away: closed over it, the connection would be reset. */
  #lastWords(): Buffer {
    this.#isRefused = true;
    this.#socket.resume();
    const words = this.recorder.lastWords?.(this.#failure ?? 0) ?? NOTHING;
    this.recorder.outbound(words);
    return words;
  }

  // What servers expect of a socket beyond a stream; the socket does it.

  /** Ends the connection by an RST instead of a FIN. */
  resetAndDestroy(): this {
    this.#end ??= 'lab-reset';
    this.#socket.resetAndDestroy();
    return this.destroy();
  }

  /** Destroys the connection once everything written has left. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  setTimeout(timeoutMs: number, onTimeout?: () => void): this {
    if (onTimeout !== undefined) this.once('timeout', onTimeout);
    this.#socket.setTimeout(timeoutMs);
    return this;
  }

  setNoDelay(noDelay?: boolean): this {
    this.#socket.setNoDelay(noDelay);
    return this;
  }

  setKeepAlive(enable?: boolean, initialDelayMs?: number): this {
    this.#socket.setKeepAlive(enable, initialDelayMs);
    return this;
  }

  ref(): this {
    this.#socket.ref();
    return this;
  }

  unref(): this {
    this.#socket.unref();
    return this;
  }

  address(): ReturnType<Socket['address']> {
    return this.#socket.address();
  }

  get timeout(): number | undefined {
    return this.#socket.timeout;
  }
  get connecting(): boolean {
    return this.#socket.connecting;
  }
  get bytesRead(): number {
    return this.#socket.bytesRead;
  }
  get bytesWritten(): number {
    return this.#socket.bytesWritten;
  }
  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }
  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }
  get remoteFamily(): string | undefined {
    return this.#socket.remoteFamily;
  }
  get localAddress(): string | undefined {
    return this.#socket.localAddress;
  }
  get localPort(): number | undefined {
    return this.#socket.localPort;
  }
  get localFamily(): string | undefined {
    return this.#socket.localFamily;
  }
}

/** Everything that was written under one cork, as the one piece that it is on the wire. */
function join(pieces: readonly Piece[]): Buffer {
  let sizeBytes = 0;
  for (const { chunk, encoding } of pieces) {
    sizeBytes += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
  }
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let at = 0;
  for (const { chunk, encoding } of pieces) {
    if (typeof chunk === 'string') {
      at += bytes.write(chunk, at, encoding);
    } else {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  }
  return bytes;
}
