import type { ArmedFault } from '#contract/faults.ts';
import type { DeltaMessage, EndMessage } from '#contract/messages.ts';
import type { ClientStop, HttpVersion, RunPhase, RunState } from '#contract/run-state.ts';
import type { TransportId } from '#contract/transports.ts';
import type { Clock } from '../clock.ts';
import type { Ask } from '../parameters.ts';
import { tokensFrom } from '../tokens/source.ts';
import type { Carrier, Leaving } from './carrier.ts';

/**
 * One run: one press of the button, over as many connections as it takes. It
 * keeps the books (what was produced, who carries it, how it ended) and can be
 * stopped; it writes nothing itself.
 *
 * A run is in exactly one phase at any time. It returns to `running` when a
 * client that was cut off or went away comes back.
 */
export class Run {
  readonly transport: TransportId;
  readonly ask: Ask;
  readonly tokens: readonly string[];
  readonly beganAtMs: number;
  /** Faults that wait for their token. */
  readonly armed: ArmedFault[];
  /** Faults whose token has been handed out; they fire once it is written. */
  readonly due: ArmedFault[] = [];
  /** What carries the run at this moment. */
  readonly carriers = new Set<Carrier>();
  requests = 0;
  /** How the last request was spoken. */
  httpVersion: HttpVersion = '1.1';
  /** What Node said of the last answer when it closed; see RunState. */
  writableFinished: boolean | null = null;
  tokensProduced = 0;
  /** The last token that was handed out, 1-based; 0 before the first. */
  lastToken = 0;
  /** When token 1 was due, on the server's clock: what polls count from. */
  scheduleFromMs: number | undefined;
  /** When the run last had a carrier, on the server's clock. */
  lastUsedAtMs: number;

  readonly #clock: Clock;
  readonly #onPhase: (from: RunPhase, to: RunPhase) => void;
  readonly #stop = new AbortController();
  #phase: RunPhase = 'running';
  #reason: string | null = null;
  /** On the server's clock; NaN before the first token. */
  #lastTokenAtMs = Number.NaN;
  #stoppedAtMs: number | null = null;
  #clientStop: ClientStop | null = null;

  constructor(
    transport: TransportId,
    ask: Ask,
    clock: Clock,
    onPhase: (from: RunPhase, to: RunPhase) => void,
  ) {
    this.transport = transport;
    this.ask = ask;
    this.tokens = tokensFrom(ask.seed, ask.tokens);
    this.armed = [...ask.faults];
    this.#clock = clock;
    this.#onPhase = onPhase;
    this.beganAtMs = clock.now();
    this.lastUsedAtMs = this.beganAtMs;
  }

  /** Whether the first request of the run is the one being answered, on this instance. */
  get isNew(): boolean {
    return this.requests === 1 && this.tokensProduced === 0;
  }

  get phase(): RunPhase {
    return this.#phase;
  }

  /** Aborts when somebody stops the run. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** When the run was stopped, on the server's clock; null while it was not. */
  get stoppedAtMs(): number | null {
    return this.#stoppedAtMs;
  }

  /** Hands out a token and books it. @param index 1-based */
  produce(index: number): DeltaMessage {
    this.tokensProduced++;
    this.lastToken = index;
    this.#lastTokenAtMs = this.#clock.now();
    if (this.armed.length > 0) this.#makeDue(index);
    return { type: 'delta', index, token: this.tokens[index - 1] ?? '' };
  }

  /** What a stream says last. @param position the last token the client got */
  endMessage(position: number): EndMessage {
    const stopped = this.#phase === 'stopped';
    return { type: 'end', tokens: position, ...(stopped && { stopped: true }) };
  }

  attach(carrier: Carrier): void {
    this.carriers.add(carrier);
    this.lastUsedAtMs = this.#clock.now();
    if (this.#phase !== 'stopped') this.#enter('running', null);
  }

  /** Takes back a carrier. The last one to leave decides how the run stands. */
  release(carrier: Carrier, { phase, reason, clientStop }: Leaving): void {
    if (!this.carriers.delete(carrier)) return;
    this.lastUsedAtMs = this.#clock.now();
    if (clientStop !== undefined) this.#clientStop = this.#timed(clientStop);
    if (this.carriers.size === 0 && this.#phase === 'running') this.#enter(phase, reason ?? null);
  }

  /** Ends the run on request, also while its client is away. What is done stays done. */
  stop(): void {
    if (this.#phase === 'done' || this.#phase === 'stopped') return;
    this.#stoppedAtMs = this.#clock.now();
    this.#enter('stopped', null);
    this.#stop.abort();
  }

  /** Ends a run that has no carrier and will get none. */
  conclude(phase: RunPhase, reason: string | null = null): void {
    if (this.carriers.size === 0) this.#enter(phase, reason);
  }

  toState(): RunState {
    return {
      run: this.ask.run ?? '',
      transport: this.transport,
      state: this.#phase,
      reason: this.#reason,
      tokens: this.ask.tokens,
      tokensProduced: this.tokensProduced,
      requests: this.requests,
      httpVersion: this.httpVersion,
      ageMs: round(this.#clock.now() - this.beganAtMs),
      lastTokenAtMs: this.lastToken === 0 ? null : round(this.#lastTokenAtMs - this.beganAtMs),
      clientStop: this.#clientStop,
      writableFinished: this.writableFinished,
    };
  }

  /** A fault leaves `armed` for good: a client that comes back asks for the same faults again. */
  #makeDue(index: number): void {
    for (const fault of this.armed.filter(({ afterToken }) => afterToken === index)) {
      this.armed.splice(this.armed.indexOf(fault), 1);
      this.due.push(fault);
    }
  }

  #timed(how: NonNullable<Leaving['clientStop']>): ClientStop {
    const atMs = round(this.#clock.now() - this.beganAtMs);
    return { ...how, atMs, afterToken: this.lastToken };
  }

  #enter(phase: RunPhase, reason: string | null): void {
    const from = this.#phase;
    this.#phase = phase;
    this.#reason = reason;
    if (phase !== from) this.#onPhase(from, phase);
  }
}

/** Milliseconds with one decimal: what a person can use. */
function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
