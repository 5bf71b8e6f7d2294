import type { ServerResponse } from 'node:http';
import type { Timer } from '../clock.ts';
import type { Lab } from '../lab.ts';
import { Backlog } from '../streams/backlog.ts';
import { encodeEvent } from '../streams/event-stream.ts';
import type { RunLog, WireEntry } from '../tap/run-log.ts';

/** How long the browser waits before it comes back, in ms. */
const RETRY_MS = 1000;
/** How often a feed looks whether its run is over, in ms. */
const LOOK_MS = 250;
/** How much is written in one turn of the event loop; other streams want theirs. */
const BATCH_BYTES = 64 * 1024;

/**
 * One reader of a run's log. It waits for the run, tells every entry as it
 * comes, and ends when the run is over. Everything it needs is in the log, so a
 * reader that does not keep up costs a position there and nothing else; one that
 * does not keep up for too long is let go.
 */
export class WireFeed {
  readonly #lab: Lab;
  readonly #outgoing: ServerResponse;
  readonly #backlog: Backlog;
  readonly #beganAtMs: number;
  /** Seq of the last entry that was told. */
  #position: number;
  #log: RunLog | undefined;
  #unsubscribe: () => void = () => {};
  #look: Timer | undefined;
  #turn: NodeJS.Immediate | undefined;
  #lastWriteMs: number;
  #isOver = false;

  /** @param after seq of the last entry that the reader already has */
  constructor(lab: Lab, outgoing: ServerResponse, after: number) {
    this.#lab = lab;
    this.#outgoing = outgoing;
    this.#position = after;
    this.#beganAtMs = lab.clock.now();
    this.#lastWriteMs = this.#beganAtMs;
    this.#backlog = new Backlog(
      lab.clock,
      lab.config.limits,
      () => outgoing.writableLength,
      () => outgoing.destroy(),
    );
  }

  tell(run: string): void {
    const { logs } = this.#lab;
    logs.feeds++;
    this.#outgoing.once('close', () => this.#leave());
    this.#outgoing.on('drain', () => {
      if (!this.#backlog.isOver()) this.#tellSoon();
    });
    this.#write(encodeEvent({ retry: RETRY_MS }));
    const log = logs.find(run);
    if (log === undefined) this.#unsubscribe = logs.whenBegun(run, (begun) => this.#follow(begun));
    else this.#follow(log);
    this.#lookLater();
  }

  #follow(log: RunLog): void {
    this.#unsubscribe();
    const onChange = () => this.#tellSoon();
    log.readers.add(onChange);
    this.#unsubscribe = () => log.readers.delete(onChange);
    this.#log = log;
    this.#tellSoon();
  }

  /** What is recorded in one turn of the event loop is told together, in the next. */
  #tellSoon(): void {
    if (this.#isOver) return;
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#tellBatch();
    });
  }

  #tellBatch(): void {
    const log = this.#log;
    if (log === undefined || this.#outgoing.writableNeedDrain) return;
    let text = '';
    while (this.#position < log.length && text.length < BATCH_BYTES) {
      text += encode(log.entry(++this.#position));
    }
    if (text !== '') this.#write(text);
    if (this.#position < log.length) this.#tellSoon();
  }

  #write(text: string): void {
    this.#lastWriteMs = this.#lab.clock.now();
    this.#outgoing.write(text);
    this.#backlog.isOver();
  }

  /** One timer for all that depends on time: the end, giving up, the heartbeat. */
  #lookLater(): void {
    const { clock, config } = this.#lab;
    this.#look = clock.after(LOOK_MS, () => {
      if (this.#hasEnded()) return this.#end();
      if (clock.now() - this.#lastWriteMs >= config.limits.heartbeatMs) {
        this.#write(encodeEvent({ comment: 'still here' }));
      }
      this.#lookLater();
    });
  }

  #hasEnded(): boolean {
    const { clock, config, logs } = this.#lab;
    const log = this.#log;
    if (log === undefined) {
      const waitedMs = clock.now() - this.#beganAtMs;
      return logs.isClosing || waitedMs >= config.limits.wireWaitMaxMs;
    }
    if (!logs.isOver(log)) return false;
    log.settle();
    return this.#position === log.length;
  }

  /** The end has the last id once more: whoever comes back with it gets 204. */
  #end(): void {
    this.#outgoing.end(encodeEvent({ id: this.#position, event: 'end', data: '{}' }));
    this.#leave();
  }

  #leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#lab.logs.feeds--;
    this.#unsubscribe();
    this.#backlog.stop();
    this.#look?.cancel();
    if (this.#turn !== undefined) clearImmediate(this.#turn);
  }
}

function encode({ type, ...entry }: WireEntry): string {
  const data = JSON.stringify(entry);
  if (type === 'record') return encodeEvent({ id: entry.seq, data });
  return encodeEvent({ id: entry.seq, event: type, data });
}
