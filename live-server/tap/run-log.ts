import type {
  HeaderField,
  WireClose,
  WireDirection,
  WireNotKept,
  WireRecord,
} from '#contract/wire-record.ts';
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
  'inbound-earlier',
  'outbound-earlier',
  'inbound-not-kept',
  'outbound-not-kept',
  'client-fin',
  'client-rst',
  'lab-reset',
  'server-close',
] as const;
type Kind = (typeof KINDS)[number];
/** From a direction to the same one before the run. */
const EARLIER = 2;

/** Where a record is one HTTP/2 frame. */
export interface FrameOrigin {
  readonly streamId: number;
  /** The frame crossed before the run began. */
  readonly isEarlier: boolean;
  readonly fields?: readonly HeaderField[];
}

/** More connections than any run has: an entry's number holds stream, connection and kind. */
const CONNECTIONS_STRIDE = 2 ** 14;
/** What the decoded fields of a frame take in memory beyond their text, per field. */
const FIELD_OVERHEAD_BYTES = 128;

const SLAB_MIN_BYTES = 4 * 1024;
const SLAB_MAX_BYTES = 256 * 1024;
/**
 * An entry is four numbers, side by side: its kind, connection and stream, where its
 * bytes begin (slab and offset), how many they are, and when. Thousands of
 * streams take turns, so an entry had better lie in one line of the cache.
 */
const FIELDS = 4;
const ENTRY_BYTES = FIELDS * Float64Array.BYTES_PER_ELEMENT;
const INDEX_MIN_ENTRIES = 128;
/** Larger than any offset within a slab. */
const SLAB_STRIDE = 2 ** 32;
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
  /** The last slab, and how many of its bytes are in use. */
  #slab: Buffer | undefined;
  #usedBytes = 0;
  #keptBytes = 0;
  #allocatedBytes = 0;
  #records = 0;
  #connections = 0;
  /** Something was not kept: what came after it could not be read, and is not kept either. */
  #isFull = false;
  #beganAtMs: number | undefined;
  /** Not kept so far, and how much of that has been said; inbound, outbound. */
  readonly #lostBytes = [0, 0];
  readonly #saidBytes = [0, 0];

  #length = 0;
  #index = new Float64Array(INDEX_MIN_ENTRIES * FIELDS);
  /** By seq: few records have any. */
  readonly #fields = new Map<number, readonly HeaderField[]>();

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
   * @param mask hides what is secret in the copy
   * @param frame present where the bytes are one HTTP/2 frame, masked already
   */
  record(
    direction: WireDirection,
    connectionId: number,
    bytes: Uint8Array,
    atMs: number,
    mask?: { apply(bytes: Uint8Array): void },
    frame?: FrameOrigin,
  ): void {
    if (frame?.isEarlier !== true) {
      this.lastUsedAtMs = atMs;
      this.#beganAtMs ??= atMs;
    }
    const slab = this.#hasRoom() ? this.#slabFor(bytes.byteLength) : undefined;
    if (slab === undefined) {
      this.#isFull = true;
      // The mask still has to know how far the head has come.
      mask?.apply(Uint8Array.from(bytes));
      this.notKept(direction, bytes.byteLength);
      return;
    }
    const start = this.#usedBytes;
    slab.set(bytes, start);
    this.#usedBytes += bytes.byteLength;
    this.#keptBytes += bytes.byteLength;
    mask?.apply(slab.subarray(start, this.#usedBytes));
    const kind = (direction === 'inbound' ? 0 : 1) + (frame?.isEarlier ? EARLIER : 0);
    const isIn = this.#append(kind, connectionId, bytes.byteLength, atMs, frame?.streamId);
    if (isIn && frame?.fields !== undefined) this.#keepFields(frame.fields);
    this.#records++;
    this.#tell();
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
    this.#append(KINDS.indexOf(how), connectionId, 0, atMs);
    this.#tell();
  }

  /** Says what is left to say of what was not kept. */
  settle(): void {
    this.#sayNotKept('inbound', 0);
    this.#sayNotKept('outbound', 1);
  }

  /** @param seq from 1 to `length` */
  entry(seq: number): WireEntry {
    const [what = 0, where = 0, sizeBytes = 0, when = 0] = this.#index.subarray(
      (seq - 1) * FIELDS,
      seq * FIELDS,
    );
    const kind = KINDS[what % KINDS.length] as Kind;
    const connectionId = Math.floor(what / KINDS.length) % CONNECTIONS_STRIDE;
    const atMs = round(when - (this.#beganAtMs ?? 0));
    switch (kind) {
      case 'inbound':
      case 'outbound':
      case 'inbound-earlier':
      case 'outbound-earlier': {
        const slab = this.#slabs[Math.floor(where / SLAB_STRIDE)];
        const start = where % SLAB_STRIDE;
        const isEarlier = kind.endsWith('-earlier');
        const fields = this.#fields.get(seq);
        return {
          type: 'record',
          connectionId,
          streamId: toStreamId(what),
          seq,
          direction: kind.startsWith('inbound') ? 'inbound' : 'outbound',
          atMs: isEarlier ? 0 : atMs,
          bytes: slab?.toString('base64', start, start + sizeBytes) ?? '',
          ...(isEarlier && { earlier: true }),
          ...(fields && { fields: [...fields] }),
        };
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
  #slabFor(sizeBytes: number): Buffer | undefined {
    if (this.#keptBytes + sizeBytes > this.#limits.wireBytesPerRunMax) return undefined;
    const slab = this.#slab;
    if (slab !== undefined && this.#usedBytes + sizeBytes <= slab.length) return slab;
    const next = Math.min(SLAB_MAX_BYTES, (slab?.length ?? SLAB_MIN_BYTES / 2) * 2);
    return this.#addSlab(Math.max(sizeBytes, next));
  }

  #addSlab(sizeBytes: number): Buffer | undefined {
    if (!this.#allocate(sizeBytes)) return undefined;
    const slab = Buffer.allocUnsafeSlow(sizeBytes);
    this.#slabs.push(slab);
    this.#slab = slab;
    this.#usedBytes = 0;
    return slab;
  }

  #hasRoom(): boolean {
    if (this.isForgotten || this.#isFull) return false;
    if (this.#records >= this.#limits.wireRecordsPerRunMax) return false;
    return (this.#length + REMARKS_MIN) * FIELDS < this.#index.length || this.#growIndex();
  }

  #append(
    kind: number,
    connectionId: number,
    sizeBytes: number,
    atMs: number,
    streamId = -1,
  ): boolean {
    if (this.isForgotten || this.#length >= this.#limits.wireRecordsPerRunMax + REMARKS_MAX) {
      return false;
    }
    let at = this.#length * FIELDS;
    if (at === this.#index.length && !this.#growIndex()) return false;
    this.#length++;
    const carrier = (streamId + 1) * CONNECTIONS_STRIDE + connectionId;
    this.#index[at++] = carrier * KINDS.length + kind;
    this.#index[at++] = (this.#slabs.length - 1) * SLAB_STRIDE + this.#usedBytes - sizeBytes;
    this.#index[at++] = sizeBytes;
    this.#index[at] = atMs;
    return true;
  }

  /** The decoded fields of the last record; where there is no memory for them, its bytes have to do. */
  #keepFields(fields: readonly HeaderField[]): void {
    let sizeBytes = 0;
    for (const { name, value } of fields) {
      sizeBytes += FIELD_OVERHEAD_BYTES + 2 * (name.length + value.length);
    }
    if (this.#allocate(sizeBytes)) this.#fields.set(this.#length, fields);
  }

  #growIndex(): boolean {
    const entries = this.#index.length / FIELDS;
    if (!this.#allocate(entries * ENTRY_BYTES)) return false;
    const larger = new Float64Array(2 * this.#index.length);
    larger.set(this.#index);
    this.#index = larger;
    return true;
  }

  #allocate(sizeBytes: number): boolean {
    if (!this.#budget.take(sizeBytes)) return false;
    this.#allocatedBytes += sizeBytes;
    return true;
  }

  #sayNotKept(direction: WireDirection, way: number): void {
    const lost = this.#lostBytes[way] ?? 0;
    const unsaid = lost - (this.#saidBytes[way] ?? 0);
    if (unsaid === 0) return;
    const kind = KINDS.indexOf(`${direction}-not-kept`);
    if (!this.#append(kind, 0, unsaid, this.lastUsedAtMs)) return;
    this.#saidBytes[way] = (this.#saidBytes[way] ?? 0) + unsaid;
    this.#tell();
  }

  #tell(): void {
    if (this.readers.size === 0) return;
    for (const reader of this.readers) reader();
  }
}

/** The stream an entry's first number speaks of; null where it is not of HTTP/2. */
function toStreamId(what: number): number | null {
  const stream = Math.floor(what / KINDS.length / CONNECTIONS_STRIDE);
  return stream === 0 ? null : stream - 1;
}

/** Milliseconds to the microsecond: as fine as the clock. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
