import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { DeltaMessage, EndMessage } from '#contract/messages.ts';
import type { Timer } from '../clock.ts';
import type { LiveContext } from '../lab.ts';
import { streamOf } from '../messages.ts';
import type { Run } from '../runs/run.ts';
import { Backlog } from './backlog.ts';
import { deliver } from './deliver.ts';
import { HttpExchange } from './http-exchange.ts';

export interface StreamOptions {
  readonly headers: { readonly 'Content-Type': string };
  /** The last token the client already has. Default 0. */
  readonly after?: number;
  /** Sent when the stream has been silent for too long. */
  readonly heartbeat?: string;
  /** How this media type says that the server ends the stream early; without it the stream is cut. */
  readonly lastWords?: (reason: string) => string;
}

/** Answers 200 and opens the body; nothing of it is buffered on the way. */
export function openStream(c: LiveContext, run: Run, options: StreamOptions): ResponseStream {
  return new ResponseStream(c, run, options);
}

/**
 * A body written while it is made: straight to the response, so that one write
 * is one chunk (HTTP/1.1, RFC 9112 §7.1) or one DATA frame (HTTP/2). Bounded in
 * time, in bytes and in what a reader may leave unread.
 */
export class ResponseStream extends HttpExchange {
  readonly #options: StreamOptions;
  readonly #after: number;
  readonly #backlog: Backlog;
  #heartbeat: Timer | undefined;
  #lastWriteMs: number;
  #sentBytes = 0;

  constructor(c: LiveContext, run: Run, options: StreamOptions) {
    super(c, run);
    const { clock, config } = this.lab;
    const { streamTimeMaxMs } = config.limits;
    this.#options = options;
    this.#after = options.after ?? 0;
    this.position = this.#after;
    this.#lastWriteMs = clock.now();
    this.#backlog = new Backlog(
      clock,
      config.limits,
      () => this.outgoing.writableLength,
      (reason) => this.#letGo(reason),
    );
    if (this.headOnly) return;
    this.outgoing.writeHead(200, this.#headers());
    const deadline = clock.after(streamTimeMaxMs, () => {
      if (this.isOver) this.outgoing.destroy();
      else this.#letGo(`long: the stream lasted ${streamTimeMaxMs} ms`);
    });
    // Not with the last write: the reader may leave that one, too, where it is.
    this.whenGone(() => deadline.cancel());
    if (options.heartbeat !== undefined) this.#beatAfter(config.limits.heartbeatMs);
    this.signal.addEventListener('abort', () => {
      this.#heartbeat?.cancel();
      this.#backlog.stop();
    });
  }

  /** The tokens from here to the end of the run, each when it is due. */
  tokens(): AsyncIterable<DeltaMessage> {
    const signal = this.headOnly ? AbortSignal.abort() : this.signal;
    return deliver(this.run, this, this.lab.clock, this.#after, signal);
  }

  /**
   * Writes one piece. Await it: it waits while the reader leaves too much
   * unread. After the stream is over it does nothing.
   */
  write(text: string): Promise<void> | undefined {
    if (this.headOnly || this.isOver) return undefined;
    const { streamBytesMax } = this.lab.config.limits;
    this.#sentBytes += Buffer.byteLength(text);
    if (this.#sentBytes > streamBytesMax) {
      this.#letGo(`large: the stream would exceed ${streamBytesMax} bytes`);
      return undefined;
    }
    this.#lastWriteMs = this.lab.clock.now();
    const hasRoom = this.#writeAsOne(text);
    return hasRoom || !this.#backlog.isOver() ? undefined : this.#drained();
  }

  /** What the stream says last, in the words of the contract. */
  endMessage(): EndMessage {
    return this.run.endMessage(this.position);
  }

  /** Ends the body as its framing says; a stream that was cut stays cut. */
  end(text?: string): Response {
    if (this.headOnly) return new Response(null, { headers: this.#headers() });
    if (!this.isOver) {
      if (text !== undefined) this.#writeAsOne(text);
      this.outgoing.end();
      this.settle({ phase: 'done' });
    }
    return RESPONSE_ALREADY_SENT;
  }

  override sayGoodbye(): void {
    this.#letGo('the server is going away');
  }

  /**
   * Node joins everything that is written in one turn of the event loop into one
   * chunk, unless the socket is corked already. Corked for just this write, it
   * sends size, data and CRLF together, and as a chunk of their own. Over HTTP/2 a
   * write is a DATA frame of its own without further ado.
   */
  #writeAsOne(text: string): boolean {
    if (streamOf(this.incoming) !== undefined) return this.outgoing.write(text);
    const { socket } = this.outgoing;
    socket?.cork();
    const hasRoom = this.outgoing.write(text);
    socket?.uncork();
    return hasRoom;
  }

  /** nginx would hold a stream back; this header tells it not to. */
  #headers(): Record<string, string> {
    return { ...this.#options.headers, 'X-Accel-Buffering': 'no' };
  }

  #letGo(reason: string): void {
    const { lastWords } = this.#options;
    this.settle({ phase: 'evicted', reason });
    if (lastWords !== undefined && !this.outgoing.writableNeedDrain) {
      this.outgoing.end(lastWords(reason));
      // The reader may leave these, too, where they are.
      const { clock, config } = this.lab;
      const patience = clock.after(config.limits.unreadTimeMaxMs, () => this.outgoing.destroy());
      this.whenGone(() => patience.cancel());
    } else {
      this.outgoing.destroy();
    }
  }

  /** Resolves at `drain` or when the stream is over: a reader that is gone never drains. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const goOn = () => {
        this.outgoing.off('drain', goOn);
        this.signal.removeEventListener('abort', goOn);
        this.#backlog.isOver();
        resolve();
      };
      this.outgoing.on('drain', goOn);
      this.signal.addEventListener('abort', goOn);
    });
  }

  /** One timer per stream, armed again only when it rings: a token costs it nothing. */
  #beatAfter(delayMs: number): void {
    const { clock, config } = this.lab;
    this.#heartbeat = clock.after(delayMs, () => {
      const silentMs = clock.now() - this.#lastWriteMs;
      const restMs = config.limits.heartbeatMs - silentMs;
      if (restMs <= 0) this.write(this.#options.heartbeat ?? '');
      this.#beatAfter(restMs > 0 ? restMs : config.limits.heartbeatMs);
    });
  }
}
