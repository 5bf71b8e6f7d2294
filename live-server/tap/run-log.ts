import type { WireClose, WireDirection, WireNotKept, WireRecord } from '#contract/wire-record.ts';
import type { Limits } from '../config.ts';
import type { ConnectionEnd } from './tap.ts';

/** One entry of the log, as the feed tells it. */
export type WireEntry =
  | ({ type: 'record' } & WireRecord)
  | ({ type: 'close' } & WireClose)
  | ({ type: 'not-kept' } & WireNotKept);

/** The memory that all logs share. */
export interface Budget {
  /** Says whether so much may be allocated. */
  take(sizeBytes: number): boolean;
}

const KINDS = [
  'inbound',
  'outbound',
  'inbound-not-kept',
  'outbound-not-kept',
  'client-fin',
  'client-rst',
  'lab-reset',
  'server-close',
] as const;
type Kind = (typeof KINDS)[number];

const SLAB_MIN_BYTES = 4 * 1024;
const SLAB_MAX_BYTES = 256 * 1024;
const INDEX_MIN_ENTRIES = 128;
/** What one entry takes in the index: 1 + 4 + 2 + 4 + 4 + 8. */
const ENTRY_BYTES = 23;
/** Room for closings and for what was not kept, beyond the records. */
const REMARKS_MAX = 1024;
/** Entries that no record may take, so that what was not kept can still be said. */
const REMARKS_MIN = 64;

/**
 * What the tap saw of one run: bytes copied into a few large slabs, and an index
 * of numbers beside them. A list of the chunks themselves would keep thousands
 * of small objects alive, and the garbage collector then holds up every stream
 * of the server (p99 68 ms instead of 4.5 ms).
 *
 * What does not fit is counted and said: at once, whenever the sum has doubled,
 * and when the log is settled. Nothing that was said is ever taken back, so any
 * reader can go on after any entry.
 */
export class RunLog {
  /** The run's id. */
  readonly run: string;
  /** Requests of the run that are being answered, and its open WebSockets. */
  open = 0;
  /** When something happened last, on the server's clock. */
  lastUsedAtMs: number;
  /** Whether it is no longer found: nothing more is kept in it. */
  isForgotten = false;
  /** Told after every change. */
  readonly readers = new Set<() => void>();

  readonly #limits: Limits;
  readonly #budget: Budget;
  readonly #connectionIds = new WeakMap<object, number>();
  readonly #slabs: Buffer[] = [];
  /** Bytes of the last slab that are in use. */
  #usedBytes = 0;
  #keptBytes = 0;
  #allocatedBytes = 0;
  #records = 0;
  #connections = 0;
  #beganAtMs: number | undefined;
  /** Not kept so far, and how much of that has been said; inbound, outbound. */
  readonly #lostBytes = [0, 0];
  readonly #saidBytes = [0, 0];

  #length = 0;
  #kinds = new Uint8Array(INDEX_MIN_ENTRIES);
  #connectionOf = new Uint32Array(INDEX_MIN_ENTRIES);
  #slabOf = new Uint16Array(INDEX_MIN_ENTRIES);
  #offsets = new Uint32Array(INDEX_MIN_ENTRIES);
  #sizes = new Uint32Array(INDEX_MIN_ENTRIES);
  #timesMs = new Float64Array(INDEX_MIN_ENTRIES);

  constructor(run: string, limits: Limits, budget: Budget, nowMs: number) {
    this.run = run;
    this.#limits = limits;
    this.#budget = budget;
    this.lastUsedAtMs = nowMs;
  }

  /** How many entries there are; also the seq of the last one. */
  get length(): number {
    return this.#length;
  }

  /** Memory in use, in bytes. */
  get allocatedBytes(): number {
    return this.#allocatedBytes;
  }

  /** 1-based, in the order in which connections came to the run; the same one keeps its number. */
  connectionId(connection: object): number {
    const known = this.#connectionIds.get(connection);
    if (known !== undefined) return known;
    this.#connectionIds.set(connection, ++this.#connections);
    return this.#connections;
  }

  /**
   * Copies one read or write into the log.
   *
   * @param atMs on the server's clock; the run begins with its first byte
   * @returns the copy, for secrets to be masked in it; undefined where it was not kept
   */
  record(
    direction: WireDirection,
    connectionId: number,
    bytes: Uint8Array,
    atMs: number,
  ): Uint8Array | undefined {
    this.lastUsedAtMs = atMs;
    this.#beganAtMs ??= atMs;
    const copy = this.#hasRoom() ? this.#copy(bytes) : undefined;
    if (copy === undefined) {
      this.notKept(direction, bytes.byteLength);
      return undefined;
    }
    this.#append(direction, connectionId, copy.byteLength, atMs);
    this.#records++;
    this.#tell();
    return copy;
  }

  /** Counts bytes that were seen and not kept. */
  notKept(direction: WireDirection, sizeBytes: number): void {
    const way = direction === 'inbound' ? 0 : 1;
    const lost = (this.#lostBytes[way] ?? 0) + sizeBytes;
    this.#lostBytes[way] = lost;
    if (lost >= 2 * (this.#saidBytes[way] ?? 0)) this.#sayNotKept(direction, way);
  }

  /** Notes how a connection of the run ended. */
  close(connectionId: number, how: ConnectionEnd, atMs: number): void {
    this.lastUsedAtMs = atMs;
    this.#beganAtMs ??= atMs;
    this.#append(how, connectionId, 0, atMs);
    this.#tell();
  }

  /** Says what is left to say of what was not kept. */
  settle(): void {
    this.#sayNotKept('inbound', 0);
    this.#sayNotKept('outbound', 1);
  }

  /** @param seq from 1 to `length` */
  entry(seq: number): WireEntry {
    const i = seq - 1;
    const kind = KINDS[this.#kinds[i] ?? 0] as Kind;
    const sizeBytes = this.#sizes[i] ?? 0;
    const connectionId = this.#connectionOf[i] ?? 0;
    const atMs = round((this.#timesMs[i] ?? 0) - (this.#beganAtMs ?? 0));
    switch (kind) {
      case 'inbound':
      case 'outbound': {
        const start = this.#offsets[i] ?? 0;
        const slab = this.#slabs[this.#slabOf[i] ?? 0];
        const bytes = slab?.toString('base64', start, start + sizeBytes) ?? '';
        return { type: 'record', connectionId, streamId: null, seq, direction: kind, atMs, bytes };
      }
      case 'inbound-not-kept':
        return { type: 'not-kept', seq, direction: 'inbound', sizeBytes };
      case 'outbound-not-kept':
        return { type: 'not-kept', seq, direction: 'outbound', sizeBytes };
      default:
        return { type: 'close', connectionId, seq, atMs, how: kind };
    }
  }

  /** A run of a few tokens gets a small slab, a long one fewer and larger ones. */
  #copy(bytes: Uint8Array): Buffer | undefined {
    const size = bytes.byteLength;
    const { wireBytesPerRunMax } = this.#limits;
    if (this.#keptBytes + size > wireBytesPerRunMax) return undefined;
    let slab = this.#slabs.at(-1);
    if (slab === undefined || this.#usedBytes + size > slab.length) {
      const next = Math.min(SLAB_MAX_BYTES, (slab?.length ?? SLAB_MIN_BYTES / 2) * 2);
      slab = this.#addSlab(Math.max(size, next));
      if (slab === undefined) return undefined;
    }
    const copy = slab.subarray(this.#usedBytes, this.#usedBytes + size);
    copy.set(bytes);
    this.#usedBytes += size;
    this.#keptBytes += size;
    return copy;
  }

  #addSlab(sizeBytes: number): Buffer | undefined {
    if (!this.#allocate(sizeBytes)) return undefined;
    const slab = Buffer.allocUnsafeSlow(sizeBytes);
    this.#slabs.push(slab);
    this.#usedBytes = 0;
    return slab;
  }

  #hasRoom(): boolean {
    if (this.isForgotten) return false;
    if (this.#records >= this.#limits.wireRecordsPerRunMax) return false;
    return this.#length + REMARKS_MIN < this.#kinds.length || this.#growIndex();
  }

  #append(kind: Kind, connectionId: number, sizeBytes: number, atMs: number): boolean {
    if (this.isForgotten || this.#length >= this.#limits.wireRecordsPerRunMax + REMARKS_MAX)
      return false;
    if (this.#length === this.#kinds.length && !this.#growIndex()) return false;
    const i = this.#length++;
    this.#kinds[i] = KINDS.indexOf(kind);
    this.#connectionOf[i] = connectionId;
    this.#slabOf[i] = this.#slabs.length - 1;
    this.#offsets[i] = this.#usedBytes - sizeBytes;
    this.#sizes[i] = sizeBytes;
    this.#timesMs[i] = atMs;
    return true;
  }

  #growIndex(): boolean {
    const entries = 2 * this.#kinds.length;
    if (!this.#allocate((entries - this.#kinds.length) * ENTRY_BYTES)) return false;
    this.#kinds = grown(this.#kinds, new Uint8Array(entries));
    this.#connectionOf = grown(this.#connectionOf, new Uint32Array(entries));
    this.#slabOf = grown(this.#slabOf, new Uint16Array(entries));
    this.#offsets = grown(this.#offsets, new Uint32Array(entries));
    this.#sizes = grown(this.#sizes, new Uint32Array(entries));
    this.#timesMs = grown(this.#timesMs, new Float64Array(entries));
    return true;
  }

  #allocate(sizeBytes: number): boolean {
    if (!this.#budget.take(sizeBytes)) return false;
    this.#allocatedBytes += sizeBytes;
    return true;
  }

  #sayNotKept(direction: WireDirection, way: number): void {
    const lost = this.#lostBytes[way] ?? 0;
    const unsaid = Math.min(lost - (this.#saidBytes[way] ?? 0), 0xffff_ffff);
    if (unsaid === 0) return;
    if (!this.#append(`${direction}-not-kept`, 0, unsaid, this.lastUsedAtMs)) return;
    this.#saidBytes[way] = (this.#saidBytes[way] ?? 0) + unsaid;
    this.#tell();
  }

  #tell(): void {
    if (this.readers.size === 0) return;
    for (const reader of this.readers) reader();
  }
}

function grown<Numbers extends { set(numbers: Numbers): void }>(
  old: Numbers,
  larger: Numbers,
): Numbers {
  larger.set(old);
  return larger;
}

/** Milliseconds to the microsecond: as fine as the clock. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
