import { HpackError } from './hpack-error.ts';
import { STATIC_TABLE } from './hpack-static-table.ts';

/** What an entry counts beyond the octets of its name and value (RFC 7541 §4.1). */
const ENTRY_OVERHEAD_BYTES = 32;

type Entry = readonly [name: string, value: string];

/** What a field counts, in the table and in a field list (RFC 7541 §4.1, RFC 9113 §6.5.2). */
export function fieldBytes(name: string, value: string): number {
  return name.length + value.length + ENTRY_OVERHEAD_BYTES;
}

/** The static table, and behind it what one direction of a connection has added (RFC 7541 §2.3). */
export class HpackTable {
  /** Oldest first. */
  readonly #dynamic: Entry[] = [];
  #sizeBytes = 0;
  #capacityBytes: number;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  get capacityBytes(): number {
    return this.#capacityBytes;
  }

  /** What the dynamic entries count together (RFC 7541 §4.1). */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** From 1 in the static table, from 62 with the newest dynamic entry on (RFC 7541 §2.3.3). */
  at(index: number): Entry {
    const entry =
      index <= STATIC_TABLE.length
        ? STATIC_TABLE[index - 1]
        : this.#dynamic[this.#dynamic.length - (index - STATIC_TABLE.length)];
    if (entry !== undefined) return entry;
    const last = STATIC_TABLE.length + this.#dynamic.length;
    throw new HpackError(`index ${index}`, `1 to ${last}`, 'RFC 7541 §2.3.3');
  }

  /** An entry larger than the whole table empties it and is no error (RFC 7541 §4.4). */
  add(name: string, value: string): void {
    const sizeBytes = fieldBytes(name, value);
    this.#evict(this.#capacityBytes - sizeBytes);
    if (sizeBytes > this.#capacityBytes) return;
    this.#dynamic.push([name, value]);
    this.#sizeBytes += sizeBytes;
  }

  resize(capacityBytes: number): void {
    this.#capacityBytes = capacityBytes;
    this.#evict(capacityBytes);
  }

  #evict(sizeBytesMax: number): void {
    while (this.#sizeBytes > sizeBytesMax) {
      const oldest = this.#dynamic.shift();
      if (oldest === undefined) return;
      this.#sizeBytes -= fieldBytes(...oldest);
    }
  }
}
