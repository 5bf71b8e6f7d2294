import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { RawData, WebSocket } from 'ws';
import { FAULTS, type FaultName } from '#contract/faults.ts';
import type { DeltaMessage, EndMessage } from '#contract/messages.ts';
import { sleep, type Timer } from '../clock.ts';
import { inflict } from '../faults/faults.ts';
import type { Lab } from '../lab.ts';
import { clientStop, type Stop } from '../listeners/client-stop.ts';
import { socketOf, streamOf } from '../messages.ts';
import { type Carrier, type Leaving, READ_GRACE_MS } from '../runs/carrier.ts';
import type { Run } from '../runs/run.ts';
import { Backlog } from './backlog.ts';
import { deliver } from './deliver.ts';
import { RateLimit } from './rate-limit.ts';
import { askForSignsOfLife } from './sign-of-life.ts';

/**
 * A WebSocket as a carrier of a run, with what the protocol leaves to its user:
 * a sign of life, a bound for a reader that does not keep up, a limit to what
 * the peer may send, and going on where another connection was cut.
 */
export class WebSocketStream implements Carrier {
  position = 0;
  readonly signal: AbortSignal;
  readonly #lab: Lab;
  readonly #run: Run;
  readonly #webSocket: WebSocket;
  /** The connection that the WebSocket came in on; over HTTP/2 others share it. */
  readonly #socket: Socket;
  readonly #clientStop: () => Stop | undefined;
  readonly #backlog: Backlog;
  readonly #over = new AbortController();
  readonly #isReturn: boolean;
  readonly #messageRate: RateLimit;
  readonly #deadline: Timer;
  readonly #stopPinging: () => void;
  #startOver = new AbortController();
  #goOnAfter: number | undefined;
  #sentBytes = 0;

  constructor(lab: Lab, run: Run, webSocket: WebSocket, incoming: IncomingMessage) {
    this.#lab = lab;
    this.#run = run;
    this.#webSocket = webSocket;
    this.#socket = socketOf(incoming);
    const stream = streamOf(incoming);
    this.#clientStop = () => clientStop(this.#socket, stream);
    this.signal = this.#over.signal;
    this.#isReturn = run.tokensProduced > 0;
    const { clock, config } = lab;
    const { limits } = config;
    this.#backlog = new Backlog(
      clock,
      limits,
      () => webSocket.bufferedAmount,
      (reason) => this.#letGo(1013, reason),
    );
    run.attach(this);
    webSocket.on('close', (code) => this.#settle(this.#leaving(code)));
    // ws has closed the connection by then, with 1009 for a message too big, 1007 for bad UTF-8 and so on.
    webSocket.on('error', (error) => this.#settle({ phase: 'evicted', reason: error.message }));
    this.#messageRate = new RateLimit(clock, limits.messagesPerSecondMax);
    this.#deadline = clock.after(limits.streamTimeMaxMs, () => {
      this.#letGo(1013, `long: the stream lasted ${limits.streamTimeMaxMs} ms`);
    });
    this.#stopPinging = askForSignsOfLife(webSocket, clock, limits, (reason) => {
      this.#settle({ phase: 'evicted', reason });
      webSocket.terminate();
    });
  }

  /** What the client says, while it keeps to the limit of messages per second. */
  onMessage(handle: (data: RawData, isBinary: boolean) => void): void {
    this.#webSocket.on('message', (data, isBinary) => {
      if (this.signal.aborted) return;
      if (!this.#messageRate.isExceeded()) return handle(data, isBinary);
      const max = this.#lab.config.limits.messagesPerSecondMax;
      this.close(1008, `more than ${max} messages in a second`);
    });
  }

  /**
   * The tokens of the run, each when it is due. The first connection of a run
   * begins at once; a later one waits a moment to be told where to go on, so
   * that nobody gets a token twice.
   */
  async *tokens(): AsyncGenerator<DeltaMessage, void, void> {
    if (this.#isReturn && this.#goOnAfter === undefined) {
      const signal = AbortSignal.any([this.signal, this.#startOver.signal, this.#run.stopSignal]);
      await sleep(this.#lab.clock, this.#lab.config.limits.resumeWaitMs, signal);
    }
    do {
      const after = this.#goOnAfter ?? 0;
      this.#goOnAfter = undefined;
      this.#startOver = new AbortController();
      this.position = after;
      const signal = AbortSignal.any([this.signal, this.#startOver.signal]);
      yield* deliver(this.#run, this, this.#lab.clock, after, signal);
    } while (this.#startOver.signal.aborted && !this.signal.aborted);
  }

  /** Goes on after the given token, whatever was being sent before. */
  goOnAfter(position: number): void {
    this.#goOnAfter = position;
    this.#startOver.abort();
  }

  /**
   * Sends one message. Await it: it waits while the reader leaves too much
   * unread. While that lasts nothing is read from the peer either, so that an
   * echo cannot pile up.
   */
  send(data: string | RawData): Promise<void> | undefined {
    if (this.signal.aborted) return undefined;
    const { streamBytesMax } = this.#lab.config.limits;
    this.#sentBytes += byteLength(data);
    if (this.#sentBytes > streamBytesMax) {
      this.#letGo(1013, `large: the stream would exceed ${streamBytesMax} bytes`);
      return undefined;
    }
    this.#webSocket.send(data);
    if (!this.#backlog.isOver()) return undefined;
    return this.#drained();
  }

  endMessage(): EndMessage {
    return this.#run.endMessage(this.position);
  }

  /** The normal end: the close handshake with code 1000 (RFC 6455 §7.4.1). */
  end(text: string): Response {
    if (!this.signal.aborted) {
      this.#webSocket.send(text);
      this.#webSocket.close(1000);
      this.#settle({ phase: 'done' });
    }
    return RESPONSE_ALREADY_SENT;
  }

  /** Lets the client go, with a code and a sentence of at most 123 bytes (RFC 6455 §5.5). */
  close(code: 1001 | 1008 | 1013, reason: string): void {
    this.#letGo(code, reason);
  }

  async flushed(): Promise<void> {
    while (!this.signal.aborted && this.#webSocket.bufferedAmount > 0) {
      await sleep(this.#lab.clock, 1, this.signal);
    }
    await sleep(this.#lab.clock, READ_GRACE_MS, this.signal);
  }

  suffer(fault: FaultName): void {
    if (FAULTS[fault].cuts) {
      this.#settle({ phase: 'cut', reason: `the fault ${fault} after token ${this.position}` });
    }
    inflict(fault, this.#socket);
  }

  sayGoodbye(): void {
    this.#letGo(1001, 'the server is going away');
  }

  #letGo(code: number, reason: string): void {
    this.#settle({ phase: 'evicted', reason });
    this.#webSocket.resume();
    this.#webSocket.close(code, reason);
  }

  #settle(leaving: Leaving): void {
    if (this.signal.aborted) return;
    this.#over.abort();
    this.#backlog.stop();
    this.#deadline.cancel();
    this.#stopPinging();
    this.#run.release(this, leaving);
  }

  /** 1006 never crosses the wire: it says that no close frame came (RFC 6455 §7.1.5). */
  #leaving(code: number): Leaving {
    if (code !== 1006) return { phase: 'aborted', clientStop: { kind: 'close-frame', code } };
    const stop = this.#clientStop();
    if (stop === undefined) return { phase: 'aborted', reason: 'the connection was lost' };
    return { phase: 'aborted', clientStop: stop };
  }

  /** ws has no 'drain' to wait for; while a reader is behind, looking now and then costs little. */
  async #drained(): Promise<void> {
    this.#webSocket.pause();
    while (!this.signal.aborted && this.#backlog.isOver()) {
      await sleep(this.#lab.clock, 10, this.signal);
    }
    this.#webSocket.resume();
  }
}

function byteLength(data: string | RawData): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  if (Array.isArray(data)) return data.reduce((sum, part) => sum + part.byteLength, 0);
  return data.byteLength;
}
