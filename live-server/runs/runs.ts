import type { RunPhase } from '#contract/run-state.ts';
import { TRANSPORTS, type TransportId } from '#contract/transports.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Limits } from '../config.ts';
import type { Ask } from '../parameters.ts';
import { overLimit, ProblemError } from '../problems.ts';
import type { Carrier } from './carrier.ts';
import { Run } from './run.ts';

/** How many runs are in each phase, over the life of the server. */
export type Tally = Record<RunPhase, number>;

/**
 * The runs this instance knows: bounded in number, forgotten minutes after they
 * were last used. A run without an id is carried and counted like any other,
 * but nobody can ask for it.
 */
export class Runs {
  readonly tally: Tally = {
    running: 0,
    done: 0,
    stopped: 0,
    aborted: 0,
    evicted: 0,
    cut: 0,
    error: 0,
  };
  /** Runs begun since the server started: at any time the sum of the tally. */
  begun = 0;

  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #onForget: (id: string) => void;
  readonly #known = new Map<string, Run>();
  /** Runs without an id, while something carries them. */
  readonly #nameless = new Set<Run>();
  #sweep: Timer | undefined;

  /** @param onForget told of the id of each run that is forgotten */
  constructor(clock: Clock, limits: Limits, onForget: (id: string) => void = () => {}) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onForget = onForget;
  }

  find(id: string): Run | undefined {
    const run = this.#known.get(id);
    if (run !== undefined) this.#concludeAbandonedPoll(run);
    return run;
  }

  /**
   * The run a request belongs to: a new one, or the known one of that id.
   *
   * @throws {ProblemError} 409 where the id belongs to a run that asked for
   *   something else, 429 and 503 over a limit
   */
  enter(transport: TransportId, ask: Ask): Run {
    const known = ask.run === null ? undefined : this.find(ask.run);
    if (known !== undefined) this.#refuseMismatch(known, transport, ask);
    const run = known ?? this.#begin(transport, ask);
    run.requests++;
    return run;
  }

  /** Whether a run has ended in a way that its client does not come back from. */
  isFinal(id: string): boolean {
    const run = this.find(id);
    // A request that begins no run, such as an upload, is over with its answer.
    if (run === undefined) return true;
    if (run.phase === 'running') return false;
    if (run.phase === 'done' || run.phase === 'stopped') return true;
    return !TRANSPORTS[run.transport].resumes;
  }

  /** Everything that carries a run at this moment. */
  *carriers(): Generator<Carrier> {
    for (const run of [...this.#known.values(), ...this.#nameless]) yield* [...run.carriers];
  }

  /** Forgets every run and stops sweeping. */
  close(): void {
    this.#sweep?.cancel();
    this.#known.clear();
  }

  #begin(transport: TransportId, ask: Ask): Run {
    if (ask.run !== null) this.#makeRoom();
    const run = new Run(transport, ask, this.#clock, (from, to) => {
      this.tally[from]--;
      this.tally[to]++;
      if (ask.run !== null) return;
      if (to === 'running') this.#nameless.add(run);
      else this.#nameless.delete(run);
    });
    this.begun++;
    this.tally.running++;
    if (ask.run === null) {
      this.#nameless.add(run);
    } else {
      this.#known.set(ask.run, run);
      this.#sweep ??= this.#sweepLater();
    }
    return run;
  }

  #refuseMismatch(run: Run, transport: TransportId, ask: Ask): void {
    if (run.transport !== transport) {
      const detail = `The run id belongs to a run over ${run.transport}; a run over ${transport} needs an id of its own.`;
      throw new ProblemError(409, detail, { parameter: 'run' });
    }
    for (const name of ['tokens', 'intervalMs', 'seed'] as const) {
      if (run.ask[name] === ask[name]) continue;
      const detail = `The run began with ${name}=${run.ask[name]}; a request with ${name}=${ask[name]} needs a run id of its own.`;
      throw new ProblemError(409, detail, { parameter: name, found: String(ask[name]) });
    }
    if (run.carriers.size >= this.#limits.connectionsPerRunMax) {
      const detail = `The run has ${run.carriers.size} open connections, and no run may have more; close one first.`;
      throw overLimit(429, detail);
    }
  }

  /** Forgets the oldest run that nothing carries when the table is full. */
  #makeRoom(): void {
    if (this.#known.size < this.#limits.runsMax) return;
    for (const [id, run] of this.#known) {
      if (run.carriers.size > 0) continue;
      this.#forget(id, run);
      return;
    }
    throw overLimit(503, `The server carries ${this.#limits.runsMax} runs, and no more.`, 5);
  }

  #forget(id: string, run: Run): void {
    if (run.phase === 'running') run.conclude('aborted', 'no request came any more');
    this.#known.delete(id);
    this.#onForget(id);
  }

  #sweepLater(): Timer {
    return this.#clock.after(this.#limits.runIdleMaxMs / 10, () => {
      const nowMs = this.#clock.now();
      for (const [id, run] of this.#known) {
        this.#concludeAbandonedPoll(run);
        const idle = run.carriers.size === 0;
        if (idle && nowMs - run.lastUsedAtMs > this.#limits.runIdleMaxMs) this.#forget(id, run);
      }
      this.#sweep = this.#known.size > 0 ? this.#sweepLater() : undefined;
    });
  }

  /** Nothing tells the server that a poll's client has gone, except that it asks no more. */
  #concludeAbandonedPoll(run: Run): void {
    if (run.phase !== 'running' || run.carriers.size > 0) return;
    const idleMs = this.#clock.now() - run.lastUsedAtMs;
    if (idleMs > this.#limits.pollIdleMaxMs) {
      run.conclude('aborted', `no poll came for ${Math.round(idleMs / 1000)} s`);
    }
  }
}
