import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { WireDirection } from '#contract/wire-record.ts';
import type { Clock } from '../clock.ts';
import type { Limits } from '../config.ts';
import { socketOf, streamOf } from '../messages.ts';
import { StreamBinding } from './bind-streams.ts';
import { HeadMask } from './mask.ts';
import { runInTarget } from './run-in-target.ts';
import type { RunLog } from './run-log.ts';
import type { RunLogs } from './run-logs.ts';
import { type ConnectionEnd, type Recorder, Tap } from './tap.ts';

/**
 * Ties bytes to runs. The tap sees bytes and knows no requests; the app sees
 * requests and knows no bytes; this file knows both.
 *
 * On a kept-alive connection whatever arrives after a request's end belongs to
 * the next request, and whatever leaves belongs to the oldest request that is not
 * answered yet (answers keep the order of their requests, RFC 9112 §9.3.2). A
 * request belongs to the run it names; its bytes are held until that is known,
 * and a request that names none is forgotten.
 *
 * Pipelining: a request ends where its head and Content-Length say. A chunked
 * request body is taken to end with the read that completes it, so that a request
 * which is pipelined within that very read is shown with it.
 */
export class Binding {
  readonly #logs: RunLogs;
  readonly #clock: Clock;
  readonly #limits: Limits;

  constructor(logs: RunLogs, clock: Clock, limits: Limits) {
    this.#logs = logs;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Taps a new connection. @returns what the server is to use instead of the socket */
  tap(socket: Socket): Socket {
    const connection = new WatchedConnection(this.#logs, this.#clock, this.#limits);
    return new Tap(socket, connection) as unknown as Socket;
  }

  /** Taps a new connection that speaks HTTP/2; `malformed` is emitted with the stream's id. */
  tapFrames(socket: Socket): Socket {
    const connection = new StreamBinding(this.#logs, this.#clock, this.#limits);
    const tap = new Tap(socket, connection);
    connection.onMalformed = (streamId) => tap.emit('malformed', streamId);
    return tap as unknown as Socket;
  }

  /** A request enters the app. Call it before anything is written or any later read is awaited. */
  enter(incoming: IncomingMessage, outgoing: ServerResponse, isHandshake: boolean): void {
    watched(incoming)?.enter(incoming, outgoing, isHandshake);
  }
}

/** A request turns out to belong to a run, or to none. The first word counts. */
export function bindRun(incoming: IncomingMessage, run: string | null): void {
  const stream = streamOf(incoming);
  if (stream === undefined) watched(incoming)?.bind(incoming, run);
  else watchedStreams(incoming)?.bind(stream.id ?? 0, run);
}

function watchedStreams(incoming: IncomingMessage): StreamBinding | undefined {
  const socket: unknown = socketOf(incoming);
  const recorder = socket instanceof Tap ? socket.recorder : undefined;
  return recorder instanceof StreamBinding ? recorder : undefined;
}

function watched({ socket }: IncomingMessage): WatchedConnection | undefined {
  const recorder = socket instanceof Tap ? socket.recorder : undefined;
  return recorder instanceof WatchedConnection ? recorder : undefined;
}

/** One read or write that belongs to nobody yet. */
interface Held {
  readonly direction: WireDirection;
  readonly bytes: Buffer;
  readonly atMs: number;
}

const HELD_MAX = 256;

/** Bytes that wait for their run to be known; bounded, and counted beyond that. */
class Holding {
  items: Held[] = [];
  sizeBytes = 0;
  lostBytes = 0;

  hold(item: Held, sizeBytesMax: number): void {
    const size = item.bytes.length;
    if (this.sizeBytes + size > sizeBytesMax || this.items.length === HELD_MAX) {
      this.lostBytes += size;
    } else {
      this.sizeBytes += size;
      this.items.push(item);
    }
  }
}

/** One request and its answer on a watched connection. */
interface Exchange {
  readonly incoming: IncomingMessage;
  readonly isHandshake: boolean;
  /** Whose bytes these are; undefined while that is not known, null for nobody's. */
  log: RunLog | null | undefined;
  /** What was seen while that was not known. */
  holding: Holding;
  /** Bytes of the request that are still to come; Infinity where only the parser knows. */
  restBytes: number;
  connectionId: number;
  masks: Record<WireDirection, HeadMask> | undefined;
}

class WatchedConnection implements Recorder {
  readonly #logs: RunLogs;
  readonly #clock: Clock;
  readonly #limits: Limits;
  /** What came since the end of the last request. */
  #next = new Holding();
  /** The exchange whose request is still arriving. */
  #receiving: Exchange | undefined;
  /** Requests in their order, until their answer is finished. */
  readonly #unanswered: Exchange[] = [];
  /** The exchange that had the connection last, while no other has begun. */
  #last: Exchange | undefined;

  constructor(logs: RunLogs, clock: Clock, limits: Limits) {
    this.#logs = logs;
    this.#clock = clock;
    this.#limits = limits;
  }

  inbound(bytes: Buffer): boolean {
    const exchange = this.#receiving;
    let rest = bytes;
    if (exchange !== undefined && isReceiving(exchange)) {
      const own = bytes.subarray(0, Math.min(bytes.length, exchange.restBytes));
      exchange.restBytes -= own.length;
      this.#note(exchange, 'inbound', own);
      rest = bytes.subarray(own.length);
    }
    if (rest.length > 0) this.#hold(this.#next, 'inbound', rest);
    return true;
  }

  outbound(bytes: Buffer): void {
    const exchange = this.#unanswered[0];
    if (exchange !== undefined) this.#note(exchange, 'outbound', bytes);
    // A 100 (Continue) is written before anybody is told of its request (RFC 9110 §10.1.1).
    else this.#hold(this.#next, 'outbound', bytes);
  }

  closed(how: ConnectionEnd): void {
    const atMs = this.#clock.now();
    const open = this.#unanswered.filter(({ log }) => log);
    const { log } = this.#last ?? {};
    // The end of a connection that a run has handed back is no longer the run's.
    if (this.#last && log && !this.#logs.isOver(log)) open.push(this.#last);
    const told = new Set<RunLog>();
    for (const { log, connectionId } of open) {
      if (log && !told.has(log)) log.close(connectionId, how, atMs);
      if (log) told.add(log);
    }
    for (const exchange of this.#unanswered.splice(0)) this.#leave(exchange);
    this.#last = undefined;
    this.#receiving = undefined;
    this.#next = new Holding();
  }

  enter(incoming: IncomingMessage, outgoing: ServerResponse, isHandshake: boolean): void {
    const { own, rest, restBytes } = takeRequest(this.#next, incoming, isHandshake);
    const exchange: Exchange = {
      incoming,
      isHandshake,
      log: undefined,
      holding: own,
      restBytes,
      connectionId: 0,
      masks: undefined,
    };
    this.#next = rest;
    this.#receiving = exchange;
    this.#last = undefined;
    this.#unanswered.push(exchange);
    // Before Node hears of it and lets the next answer of the connection go.
    outgoing.prependListener('finish', () => this.#finish(exchange));
    const run = runInTarget(incoming.url ?? '');
    if (run !== undefined) this.#bind(exchange, run);
  }

  bind(incoming: IncomingMessage, run: string | null): void {
    const exchange = this.#unanswered.find((other) => other.incoming === incoming);
    if (exchange !== undefined && exchange.log === undefined) this.#bind(exchange, run);
  }

  #bind(exchange: Exchange, run: string | null): void {
    const log = run === null ? undefined : this.#logs.begin(run);
    const { items, lostBytes } = exchange.holding;
    exchange.holding = new Holding();
    exchange.log = log ?? null;
    if (log === undefined) return;
    log.open++;
    exchange.connectionId = log.connectionId(this);
    exchange.masks = { inbound: new HeadMask(), outbound: new HeadMask() };
    for (const { direction, bytes, atMs } of items) {
      this.#record(exchange, log, direction, bytes, atMs);
    }
    if (lostBytes === 0) return;
    log.notKept('inbound', lostBytes);
    exchange.masks.inbound.done = true;
  }

  #note(exchange: Exchange, direction: WireDirection, bytes: Buffer): void {
    const { log } = exchange;
    if (log === null) return;
    if (log === undefined) this.#hold(exchange.holding, direction, bytes);
    else this.#record(exchange, log, direction, bytes, this.#clock.now());
  }

  #hold(holding: Holding, direction: WireDirection, bytes: Buffer): void {
    const atMs = this.#clock.now();
    holding.hold({ direction, bytes, atMs }, this.#limits.wireHeldBytesMax);
  }

  #record(
    { connectionId, masks }: Exchange,
    log: RunLog,
    direction: WireDirection,
    bytes: Buffer,
    atMs: number,
  ): void {
    const mask = masks?.[direction];
    log.record(direction, connectionId, bytes, atMs, mask?.done === false ? mask : undefined);
  }

  #finish(exchange: Exchange): void {
    const at = this.#unanswered.indexOf(exchange);
    if (at < 0) return;
    this.#unanswered.splice(at, 1);
    this.#leave(exchange);
    if (this.#unanswered.length === 0) this.#last = exchange;
  }

  #leave(exchange: Exchange): void {
    if (exchange.log === undefined) exchange.log = null;
    exchange.holding = new Holding();
    if (exchange.log === null) return;
    exchange.log.open--;
    exchange.log.lastUsedAtMs = this.#clock.now();
  }
}

function isReceiving({ restBytes, isHandshake, incoming }: Exchange): boolean {
  if (restBytes < Infinity) return restBytes > 0;
  return isHandshake || !incoming.complete;
}

/** Cuts what was held in two: what the request that now enters consists of so far, and the rest. */
function takeRequest(held: Holding, incoming: IncomingMessage, isHandshake: boolean) {
  const reads = held.items.filter(({ direction }) => direction === 'inbound');
  const heldBytes = reads.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const all = Buffer.concat(reads.map(({ bytes }) => bytes));
  const endless =
    isHandshake || held.lostBytes > 0 || incoming.headers['transfer-encoding'] !== undefined;
  const contentBytes = Number(incoming.headers['content-length'] ?? 0);
  const requestBytes = endless ? Infinity : headBytes(all) + contentBytes;
  if (heldBytes <= requestBytes) {
    return { own: held, rest: new Holding(), restBytes: requestBytes - heldBytes };
  }
  const own = new Holding();
  const rest = new Holding();
  let left = requestBytes;
  for (const item of held.items) {
    const cut =
      item.direction === 'inbound' ? Math.min(left, item.bytes.length) : item.bytes.length;
    if (item.direction === 'inbound') left -= cut;
    if (cut > 0) own.hold({ ...item, bytes: item.bytes.subarray(0, cut) }, Infinity);
    if (cut < item.bytes.length) rest.hold({ ...item, bytes: item.bytes.subarray(cut) }, Infinity);
  }
  return { own, rest, restBytes: 0 };
}

const CR = 0x0d;
const LF = 0x0a;

/** Length of the head that the bytes begin with; empty lines before it count (RFC 9112 §2.2). */
function headBytes(bytes: Buffer): number {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  const end = bytes.indexOf('\r\n\r\n', start);
  return end < 0 ? bytes.length : end + 4;
}
