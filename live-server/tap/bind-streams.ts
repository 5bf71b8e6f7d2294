import type { HeaderField, WireDirection } from '#contract/wire-record.ts';
import type { Clock } from '../clock.ts';
import type { Limits } from '../config.ts';
import { RateLimit } from '../streams/rate-limit.ts';
import { FieldBlocks, type FieldSection } from './field-blocks.ts';
import {
  ACK,
  CONTINUATION,
  DATA,
  END_STREAM,
  FRAME_HEADER_BYTES,
  type Frame,
  FrameReader,
  GOAWAY,
  HEADERS,
  PING,
  PREFACE,
  PUSH_PROMISE,
  promisedStream,
  RST_STREAM,
  SETTINGS,
  WINDOW_UPDATE,
} from './frame-reader.ts';
import { goawayCodeOf, goawayFrame } from './goaway.ts';
import { runInTarget } from './run-in-target.ts';
import type { RunLog } from './run-log.ts';
import type { RunLogs } from './run-logs.ts';
import type { ConnectionEnd, Recorder } from './tap.ts';

/** How a connection began is kept for every run that comes to it, up to so many bytes. */
const BEGINNING_BYTES_MAX = 1024;
/** Streams that are over and may still be spoken of, for example by a late WINDOW_UPDATE. */
const STREAMS_KEPT_MAX = 256;

const SETTINGS_HEADER_TABLE_SIZE = 0x1;
const SETTING_BYTES = 6;

/** One frame, and what its field section decodes to where it ends one. */
interface Piece {
  readonly direction: WireDirection;
  readonly frame: Frame;
  readonly atMs: number;
  readonly fields?: readonly HeaderField[];
}

/** One stream: a request and its answer, or a WebSocket. */
interface Exchange {
  /** Whose frames these are; undefined while that is not known, null for nobody's. */
  log: RunLog | null | undefined;
  /** What was seen while that was not known. */
  held: Piece[];
  lostBytes: number;
  /** The directions in which nothing more comes. */
  readonly ended: Set<WireDirection>;
  isOver: boolean;
}

/**
 * Ties the frames of one HTTP/2 connection to runs: those of a stream to the run
 * that its request names, those of the connection itself (stream 0) to every run
 * that is open on it.
 *
 * A field section can be decoded only by whoever has seen all before it (RFC 7541
 * §2.2), so this is where it happens, and where secrets are masked.
 */
export class StreamBinding implements Recorder {
  /** Is told of each request whose head or trailer section is malformed. */
  onMalformed: (streamId: number) => void = () => {};
  readonly #logs: RunLogs;
  readonly #clock: Clock;
  readonly #limits: Limits;
  /** What the client makes the server answer. */
  readonly #answers: RateLimit;
  readonly #readers: Record<WireDirection, FrameReader> = {
    inbound: new FrameReader({ expectsPreface: true }),
    outbound: new FrameReader({ expectsPreface: false }),
  };
  readonly #blocks = { inbound: new FieldBlocks(), outbound: new FieldBlocks() };
  readonly #exchanges = new Map<number, Exchange>();
  /** The ids of those that are over, in that order. */
  readonly #over: number[] = [];
  /** How many streams of a run are open here. */
  readonly #openLogs = new Map<RunLog, number>();
  /** The runs that know how the connection began. */
  readonly #told = new WeakSet<RunLog>();
  readonly #beginning: Piece[] = [];
  #beginningBytes = 0;
  #heldBytes = 0;
  /** The highest that the client has opened. */
  #lastStreamId = 0;
  /** The error code of the server's GOAWAY, once it has sent one; 0 where it only says goodbye. */
  #goawayCode: number | undefined;
  /** What the client asked for in SETTINGS that are not acknowledged yet. */
  readonly #tableSizes: (number | undefined)[] = [];

  constructor(logs: RunLogs, clock: Clock, limits: Limits) {
    this.#logs = logs;
    this.#clock = clock;
    this.#limits = limits;
    this.#answers = new RateLimit(clock, limits.controlFramesPerSecondMax);
  }

  inbound(bytes: Buffer): boolean {
    const wanting = this.#read('inbound', bytes).filter(wantsAnswer);
    return !wanting.some(() => this.#answers.isExceeded());
  }

  outbound(bytes: Buffer): void {
    this.#read('outbound', bytes);
  }

  closed(how: ConnectionEnd): void {
    const atMs = this.#clock.now();
    for (const log of this.#openLogs.keys()) log.close(log.connectionId(this), how, atMs);
    for (const exchange of this.#exchanges.values()) this.#leave(exchange);
    this.#exchanges.clear();
  }

  /** A request turns out to belong to a run, or to none. The first word counts. */
  bind(streamId: number, run: string | null): void {
    const exchange = this.#exchanges.get(streamId);
    if (exchange !== undefined && exchange.log === undefined) this.#bind(exchange, run);
  }

  /**
   * A GOAWAY, where nghttp2 found fault with the connection and could not say so: an error
   * ends a session at once, and while a write is under way its GOAWAY stays behind.
   */
  lastWords(errorCode: number): Buffer | undefined {
    return this.#goawayCode ? undefined : goawayFrame(this.#lastStreamId, errorCode);
  }

  #read(direction: WireDirection, bytes: Buffer): Frame[] {
    const atMs = this.#clock.now();
    const frames = this.#readers[direction].read(bytes);
    for (const frame of frames) this.#take(direction, frame, atMs);
    return frames;
  }

  #take(direction: WireDirection, frame: Frame, atMs: number): void {
    const { type } = frame;
    if (type === HEADERS || type === PUSH_PROMISE || type === CONTINUATION) {
      const section = this.#blocks[direction].add(frame);
      if (section !== undefined) this.#takeSection(direction, section, atMs);
      return;
    }
    if (type === SETTINGS) this.#heedTableSize(direction, frame);
    if (type === GOAWAY && direction === 'outbound') this.#goawayCode = goawayCodeOf(frame);
    this.#note({ direction, frame, atMs });
    this.#watchEnd(direction, frame);
  }

  #takeSection(direction: WireDirection, section: FieldSection, atMs: number): void {
    const { frames, fields, isCut, isMalformed } = section;
    const [first] = frames;
    if (first === undefined) return;
    this.#openStreams(direction, frames, fields);
    for (const [index, frame] of frames.entries()) {
      const isLast = index === frames.length - 1;
      if (isCut) this.#notKept(direction, frame);
      else this.#note({ direction, frame, atMs, ...(isLast && { fields }) });
    }
    this.#watchEnd(direction, first);
    const isOpen = this.#exchanges.has(first.streamId);
    if (isMalformed && isOpen && direction === 'inbound') this.onMalformed(first.streamId);
  }

  /** A request opens its stream, a promise another for the same run. */
  #openStreams(
    direction: WireDirection,
    [first]: readonly Frame[],
    fields: readonly HeaderField[],
  ): void {
    if (first === undefined) return;
    if (first.type === PUSH_PROMISE) {
      const promising = this.#exchanges.get(first.streamId);
      const exchange = this.#open(promisedStream(first));
      exchange.ended.add('inbound');
      if (promising?.log) this.#bind(exchange, promising.log.run);
    } else if (
      direction === 'inbound' &&
      !this.#exchanges.has(first.streamId) &&
      // After a GOAWAY no stream is opened (RFC 9113 §6.8).
      this.#goawayCode === undefined
    ) {
      const exchange = this.#open(first.streamId);
      this.#lastStreamId = Math.max(this.#lastStreamId, first.streamId);
      const target = fields.find(({ name }) => name === ':path')?.value ?? '';
      const run = runInTarget(target);
      if (run !== undefined) this.#bind(exchange, run);
    }
  }

  #open(streamId: number): Exchange {
    const exchange: Exchange = {
      log: undefined,
      held: [],
      lostBytes: 0,
      ended: new Set(),
      isOver: false,
    };
    this.#exchanges.set(streamId, exchange);
    this.#forgetOldStreams();
    return exchange;
  }

  #forgetOldStreams(): void {
    if (this.#exchanges.size <= STREAMS_KEPT_MAX) return;
    const oldest = this.#over.shift();
    if (oldest !== undefined) this.#exchanges.delete(oldest);
  }

  #bind(exchange: Exchange, run: string | null): void {
    const log = run === null ? undefined : this.#logs.begin(run);
    const { held, lostBytes } = exchange;
    this.#dropHeld(exchange);
    exchange.log = log ?? null;
    if (log === undefined || exchange.isOver) return;
    log.open++;
    this.#openLogs.set(log, (this.#openLogs.get(log) ?? 0) + 1);
    this.#tellBeginning(log);
    for (const piece of held) this.#record(log, piece);
    if (lostBytes > 0) log.notKept('inbound', lostBytes);
  }

  /** A connection that served somebody before began earlier than the run. */
  #tellBeginning(log: RunLog): void {
    if (this.#told.has(log)) return;
    this.#told.add(log);
    const isEarlier = this.#exchanges.size > 1;
    for (const piece of this.#beginning) this.#record(log, piece, isEarlier);
  }

  #note(piece: Piece): void {
    const { streamId, bytes } = piece.frame;
    if (streamId === 0) {
      for (const log of this.#openLogs.keys()) this.#record(log, piece);
      this.#keepBeginning(piece);
      return;
    }
    const exchange = this.#exchanges.get(streamId);
    if (exchange === undefined || exchange.log === null) return;
    if (exchange.log) this.#record(exchange.log, piece);
    else if (this.#heldBytes + bytes.length > this.#limits.wireHeldBytesMax) {
      exchange.lostBytes += bytes.length;
    } else {
      this.#heldBytes += bytes.length;
      exchange.held.push(piece);
    }
  }

  #notKept(direction: WireDirection, { streamId, bytes }: Frame): void {
    const exchange = this.#exchanges.get(streamId);
    if (exchange?.log) exchange.log.notKept(direction, bytes.length);
    else if (exchange) exchange.lostBytes += bytes.length;
  }

  /** The preface, what both sides set, and how the windows stood before the first request. */
  #keepBeginning(piece: Piece): void {
    const { type, bytes } = piece.frame;
    const isBeforeRequests = type === WINDOW_UPDATE && this.#exchanges.size === 0;
    if (type !== PREFACE && type !== SETTINGS && !isBeforeRequests) return;
    if (this.#beginningBytes + bytes.length > BEGINNING_BYTES_MAX) return;
    this.#beginningBytes += bytes.length;
    this.#beginning.push(piece);
  }

  #record(log: RunLog, { direction, frame, atMs, fields }: Piece, isEarlier = false): void {
    log.record(direction, log.connectionId(this), frame.bytes, atMs, undefined, {
      streamId: frame.streamId,
      isEarlier,
      ...(fields && { fields }),
    });
  }

  /** A stream is over when both sides have ended it, or one has reset it (RFC 9113 §5.1). */
  #watchEnd(direction: WireDirection, { type, flags, streamId }: Frame): void {
    const exchange = this.#exchanges.get(streamId);
    if (exchange === undefined || exchange.isOver) return;
    const mayEnd = type === DATA || type === HEADERS;
    if (mayEnd && flags & END_STREAM) exchange.ended.add(direction);
    if (type !== RST_STREAM && exchange.ended.size < 2) return;
    this.#leave(exchange);
    this.#over.push(streamId);
  }

  #leave(exchange: Exchange): void {
    if (exchange.isOver) return;
    exchange.isOver = true;
    this.#dropHeld(exchange);
    const { log } = exchange;
    if (log === undefined) exchange.log = null;
    if (!log) return;
    log.open--;
    log.lastUsedAtMs = this.#clock.now();
    const left = (this.#openLogs.get(log) ?? 1) - 1;
    if (left === 0) this.#openLogs.delete(log);
    else this.#openLogs.set(log, left);
  }

  #dropHeld(exchange: Exchange): void {
    for (const { frame } of exchange.held) this.#heldBytes -= frame.bytes.length;
    exchange.held = [];
    exchange.lostBytes = 0;
  }

  /**
   * What the client sets for the table holds for our field blocks from our
   * acknowledgement on (RFC 9113 §6.5.3). We set nothing for the client's.
   */
  #heedTableSize(direction: WireDirection, { flags, bytes }: Frame): void {
    if (direction === 'inbound' && !(flags & ACK)) this.#tableSizes.push(tableSizeIn(bytes));
    if (direction === 'inbound' || !(flags & ACK)) return;
    const sizeBytes = this.#tableSizes.shift();
    if (sizeBytes !== undefined) this.#blocks.outbound.setTableBytesMax(sizeBytes);
  }
}

/** What a receiver has to acknowledge at once (RFC 9113 §6.5.3, §6.7). */
function wantsAnswer({ type, flags }: Frame): boolean {
  return (type === SETTINGS || type === PING) && !(flags & ACK);
}

/** The last SETTINGS_HEADER_TABLE_SIZE of a frame counts. */
function tableSizeIn(bytes: Buffer): number | undefined {
  let sizeBytes: number | undefined;
  for (let at = FRAME_HEADER_BYTES; at + SETTING_BYTES <= bytes.length; at += SETTING_BYTES) {
    if (bytes.readUInt16BE(at) === SETTINGS_HEADER_TABLE_SIZE)
      sizeBytes = bytes.readUInt32BE(at + 2);
  }
  return sizeBytes;
}
