import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FAULTS, type FaultName } from '#contract/faults.ts';
import { sleep } from '../clock.ts';
import { inflict } from '../faults/faults.ts';
import type { Lab, LiveContext } from '../lab.ts';
import { clientStop } from '../listeners/client-stop.ts';
import { isCut, isRefused, socketOf, streamOf } from '../messages.ts';
import { type Carrier, type Leaving, READ_GRACE_MS } from '../runs/carrier.ts';
import type { Run } from '../runs/run.ts';

/**
 * One request and its answer as a carrier of a run. It notices, from whichever
 * side, that the exchange is over, and tells the run once.
 */
export abstract class HttpExchange implements Carrier {
  position = 0;
  readonly signal: AbortSignal;
  protected readonly run: Run;
  protected readonly lab: Lab;
  protected readonly incoming: IncomingMessage;
  protected readonly outgoing: ServerResponse;
  /** A HEAD request: everything but the body, and so no tokens. */
  protected readonly headOnly: boolean;
  /** The same as `signal.aborted`, at the price of a field: it is asked for every token. */
  protected isOver = false;
  /** The connection that the exchange came in on; over HTTP/2 others share it. */
  readonly #socket: Socket;
  readonly #over = new AbortController();
  readonly #whenGone: (() => void)[] = [];
  #isGone = false;

  constructor(c: LiveContext, run: Run) {
    this.run = run;
    ({ lab: this.lab, incoming: this.incoming, outgoing: this.outgoing } = c.env);
    this.#socket = socketOf(this.incoming);
    this.signal = this.#over.signal;
    this.headOnly = this.incoming.method === 'HEAD';
    // A body nobody asked for must not keep the end of the connection from being read.
    this.incoming.resume();
    if (this.headOnly) return;
    run.attach(this);
    // Whoever ended the exchange, and whether or not somebody has said so by now.
    this.outgoing.once('close', () => {
      run.writableFinished = this.outgoing.writableFinished;
    });
    this.outgoing.once('close', this.#onClose);
    // A pipelined answer waits for its turn without a socket, and then has no 'close' of its own.
    this.#socket.once('close', this.#onClose);
    if (this.#socket.destroyed) queueMicrotask(this.#onClose);
  }

  /** Acts once the answer has left whole, or will never do so. */
  protected whenGone(act: () => void): void {
    if (this.#isGone) act();
    else this.#whenGone.push(act);
  }

  #onClose = (): void => {
    this.outgoing.off('close', this.#onClose);
    this.#socket.off('close', this.#onClose);
    this.#isGone = true;
    this.settle(this.leaving());
    for (const act of this.#whenGone.splice(0)) act();
  };

  async flushed(): Promise<void> {
    while (!this.signal.aborted && this.outgoing.writableLength > 0) {
      await sleep(this.lab.clock, 1, this.signal);
    }
    await sleep(this.lab.clock, READ_GRACE_MS, this.signal);
  }

  suffer(fault: FaultName): void {
    if (FAULTS[fault].cuts) {
      this.settle({ phase: 'cut', reason: `the fault ${fault} after token ${this.position}` });
    }
    inflict(fault, this.#socket);
  }

  abstract sayGoodbye(): void;

  /** Tells the run how this exchange ended; only the first call counts. */
  protected settle(leaving: Leaving): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#over.abort();
    this.run.release(this, leaving);
  }

  /** What to tell the run when the exchange closes and nobody has said anything yet. */
  protected leaving(): Leaving {
    const stream = streamOf(this.incoming);
    const stop = clientStop(this.#socket, stream);
    if (stop !== undefined) return { phase: 'aborted', clientStop: stop };
    if (stream && isRefused(stream)) {
      return { phase: 'aborted', reason: 'the request was malformed' };
    }
    const { errored, writableFinished } = this.outgoing;
    if (isOfConnection(errored)) {
      return { phase: 'aborted', reason: 'its HTTP/2 connection ended with an error' };
    }
    if (errored || writableFinished || (stream && isCut(stream))) {
      return { phase: 'error', reason: 'the endpoint failed' };
    }
    return { phase: 'aborted', reason: 'the connection was lost' };
  }
}

/** Whether what Node says of an answer is said of its whole HTTP/2 connection. */
function isOfConnection(error: NodeJS.ErrnoException | null): boolean {
  return error?.code === 'ERR_HTTP2_ERROR' || error?.code === 'ERR_HTTP2_SESSION_ERROR';
}
