import type { DeltaMessage } from '#contract/messages.ts';
import type { Clock } from '../clock.ts';
import { fireDueFaults } from '../faults/faults.ts';
import type { Carrier } from '../runs/carrier.ts';
import type { Run } from '../runs/run.ts';
import { Pace } from '../tokens/pace.ts';

/**
 * Hands out the tokens of a run at its pace, for one carrier. Ends when all are
 * out, when the run is stopped, or when `signal` aborts; then nothing ticks.
 *
 * @param after the last token the client already has; 0 where it has none
 */
export function deliver(
  run: Run,
  carrier: Carrier,
  clock: Clock,
  after: number,
  signal: AbortSignal,
): AsyncIterable<DeltaMessage> {
  return { [Symbol.asyncIterator]: () => new Delivery(run, carrier, clock, after, signal) };
}

/**
 * An iterator by hand where an async generator would read better: this is the one
 * place that every token of every stream passes, and it needs one promise per
 * token where a generator needs four.
 */
class Delivery implements AsyncIterator<DeltaMessage> {
  readonly #run: Run;
  readonly #carrier: Carrier;
  readonly #signal: AbortSignal;
  readonly #pace: Pace;
  #index: number;
  #isOver = false;
  #resolve: (result: IteratorResult<DeltaMessage>) => void = () => {};

  constructor(run: Run, carrier: Carrier, clock: Clock, after: number, signal: AbortSignal) {
    this.#run = run;
    this.#carrier = carrier;
    this.#signal = signal;
    this.#pace = new Pace(clock, run.ask.intervalMs);
    this.#index = after;
    signal.addEventListener('abort', this.#end);
    run.stopSignal.addEventListener('abort', this.#end);
    if (signal.aborted || run.stopSignal.aborted) this.#end();
  }

  /** Whoever asks for the next token has written the last one: the moment a fault waits for. */
  next(): Promise<IteratorResult<DeltaMessage>> {
    if (this.#run.due.length === 0) return this.#nextToken();
    return fireDueFaults(this.#run, this.#carrier).then(() => this.#nextToken());
  }

  #nextToken(): Promise<IteratorResult<DeltaMessage>> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#index === this.#run.ask.tokens) this.#end();
      if (this.#isOver) resolve({ done: true, value: undefined });
      else this.#pace.next(this.#tick);
    });
  }

  #tick = (): void => {
    this.#index++;
    this.#carrier.position = this.#index;
    this.#resolve({ done: false, value: this.#run.produce(this.#index) });
  };

  #end = (): void => {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#pace.stop();
    this.#signal.removeEventListener('abort', this.#end);
    this.#run.stopSignal.removeEventListener('abort', this.#end);
    this.#resolve({ done: true, value: undefined });
  };
}
