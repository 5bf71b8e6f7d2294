import { sleep } from '../clock.ts';
import { fireDueFaults } from '../faults/faults.ts';
import type { LiveContext } from '../lab.ts';
import type { PollAsk } from '../parameters.ts';
import type { Leaving } from '../runs/carrier.ts';
import type { Run } from '../runs/run.ts';
import { HttpExchange } from './http-exchange.ts';

export function openPoll(c: LiveContext, run: Run, ask: PollAsk): PollExchange {
  return new PollExchange(c, run, ask);
}

/**
 * One poll. Nothing runs between two polls: which tokens are due follows from
 * the clock alone. Token i (counted from 0) is due i intervals after the run's
 * first poll, and a stopped run has no token due after the stop.
 */
export class PollExchange extends HttpExchange {
  readonly #ask: PollAsk;
  readonly #startMs: number;
  #answered: Leaving | undefined;

  constructor(c: LiveContext, run: Run, ask: PollAsk) {
    super(c, run);
    this.#ask = ask;
    // A run that began on another instance goes on here: its next token is due now.
    run.scheduleFromMs ??= this.lab.clock.now() - ask.cursor * ask.intervalMs;
    this.#startMs = run.scheduleFromMs;
    this.outgoing.once('finish', () => this.#onAnswered());
  }

  /** The tokens after the cursor that are due by now; the run counts them as produced. */
  takeDue(): string[] {
    const { cursor } = this.#ask;
    const due = Math.max(cursor, this.#dueByNow());
    for (let index = this.run.lastToken + 1; index <= due; index++) {
      if (index > cursor) this.run.produce(index);
    }
    this.position = due;
    const stopped = this.run.phase === 'stopped';
    const done = stopped || due === this.#ask.tokens;
    this.#answered = { phase: done ? 'done' : 'running' };
    return this.run.tokens.slice(cursor, due);
  }

  /** Whether the client has everything it will get. */
  get done(): boolean {
    return this.#answered?.phase === 'done';
  }

  get stopped(): boolean {
    return this.run.phase === 'stopped';
  }

  /** Waits until a token after the cursor is due, the run is stopped, or `maxMs` passed. */
  async untilDue(maxMs: number): Promise<void> {
    const { cursor, tokens, intervalMs } = this.#ask;
    if (cursor === tokens) return;
    const waitMs = this.#startMs + cursor * intervalMs - this.lab.clock.now();
    if (waitMs <= 0) return;
    const signal = AbortSignal.any([this.signal, this.run.stopSignal]);
    await sleep(this.lab.clock, Math.min(waitMs, maxMs), signal);
  }

  /** A held poll answers with what is due; its client asks again elsewhere. */
  override sayGoodbye(): void {
    this.settle({ phase: 'evicted', reason: 'the server is going away' });
  }

  protected override leaving(): Leaving {
    return this.outgoing.writableFinished && this.#answered ? this.#answered : super.leaving();
  }

  /** The connection outlives the answer; a fault that became due with it strikes there. */
  #onAnswered(): void {
    if (this.run.due.length === 0) return;
    if (!this.done) this.#answered = { phase: 'cut', reason: 'a fault after the answer' };
    void fireDueFaults(this.run, this);
  }

  #dueByNow(): number {
    const { tokens, intervalMs } = this.#ask;
    const untilMs = this.run.stoppedAtMs ?? this.lab.clock.now();
    const elapsedMs = untilMs - this.#startMs;
    const due = intervalMs === 0 ? tokens : Math.floor(elapsedMs / intervalMs) + 1;
    return Math.min(tokens, Math.max(0, due));
  }
}
