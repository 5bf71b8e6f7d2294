import type { FieldRepresentation, HeaderField } from '#contract/wire-record.ts';
import { HpackError } from './hpack-error.ts';
import { decodeHuffman } from './hpack-huffman.ts';
import { HpackTable } from './hpack-table.ts';

export { HpackError } from './hpack-error.ts';

/** A representation, and what whoever masks it has to know besides. */
export interface DecodedField extends HeaderField {
  /**
   * Where the octets of a literal value lie in the field block, without their
   * length; absent where the value stands in a table.
   */
  valueStart?: number;
  valueEnd?: number;
}

/** SETTINGS_HEADER_TABLE_SIZE of an endpoint that has not said anything (RFC 9113 §6.5.2). */
const TABLE_BYTES_DEFAULT = 4096;

/** Largest number an integer may stand for, and how many bytes of seven bits may make it up. */
const INTEGER_MAX = 2 ** 31 - 1;
const CONTINUATION_BYTES_MAX = 5;

/** How the first byte of a representation begins, and where an index or size starts in it (§6). */
const REPRESENTATIONS: readonly {
  as: FieldRepresentation;
  /** The first byte is of this kind from this value on; the largest comes first. */
  from: number;
  prefixBits: number;
}[] = [
  { as: 'indexed', from: 0b1000_0000, prefixBits: 7 },
  { as: 'incremental', from: 0b0100_0000, prefixBits: 6 },
  { as: 'size-update', from: 0b0010_0000, prefixBits: 5 },
  { as: 'never-indexed', from: 0b0001_0000, prefixBits: 4 },
  { as: 'without-indexing', from: 0, prefixBits: 4 },
];

/**
 * Decodes the field blocks of one direction of one connection, in the order in
 * which they cross it, and says where in the block each representation lies
 * (RFC 7541 §3). Every block has to be decoded, whoever is interested in it,
 * because it may change the table for the next.
 */
export class HpackDecoder {
  readonly #table: HpackTable;
  #tableBytesMax: number;
  /** The limit has fallen below the table's capacity, and the next block has to say so. */
  #awaitsSizeUpdate = false;

  /** @param tableBytesMax SETTINGS_HEADER_TABLE_SIZE of the endpoint that receives the blocks */
  constructor(tableBytesMax: number = TABLE_BYTES_DEFAULT) {
    this.#tableBytesMax = tableBytesMax;
    this.#table = new HpackTable(tableBytesMax);
  }

  /** What the entries of the dynamic table count together, in bytes (RFC 7541 §4.1). */
  get tableBytes(): number {
    return this.#table.sizeBytes;
  }

  /**
   * The receiver of the blocks has announced another SETTINGS_HEADER_TABLE_SIZE,
   * and their sender has acknowledged it: it holds from the acknowledgement on
   * (RFC 9113 §6.5.3). Where the table is larger than that, the next block must
   * begin with a size update (§4.3.1).
   */
  setTableBytesMax(tableBytesMax: number): void {
    this.#tableBytesMax = tableBytesMax;
    this.#awaitsSizeUpdate ||= tableBytesMax < this.#table.capacityBytes;
  }

  /**
   * One item for each representation, size updates included; they cover the block. Go
   * over all of them, and keep what there is room for: one byte can stand for an entry
   * of the whole table, so a small block can become a large list (§7.3).
   *
   * @param block the fragments of HEADERS or PUSH_PROMISE and its CONTINUATIONs, put together
   * @throws HpackError where the block cannot be decoded; the decoder is of no use after that
   */
  *decode(block: Uint8Array): Generator<DecodedField, void> {
    const reader = new BlockReader(block);
    let mayResize = true;
    while (!reader.isAtEnd) {
      const field = this.#decodeField(reader, mayResize);
      if (field.as !== 'size-update') mayResize = false;
      yield field;
    }
  }

  #decodeField(reader: BlockReader, mayResize: boolean): DecodedField {
    const start = reader.at;
    const { as, prefixBits } = representationOf(reader.peek());
    if (as !== 'size-update' && this.#awaitsSizeUpdate) {
      throw new HpackError(as, `a size update to at most ${this.#tableBytesMax}`, 'RFC 7541 §4.2');
    }
    const number = reader.integer(prefixBits);
    if (as === 'size-update') {
      this.#resize(number, mayResize);
      return { name: '', value: `${number}`, start, end: reader.at, as };
    }
    if (as === 'indexed') {
      const [name, value] = this.#table.at(number);
      return { name, value, start, end: reader.at, as, index: number };
    }
    return this.#decodeLiteral(reader, start, as, number);
  }

  /** Index 0 says that the name is a literal too (RFC 7541 §6.2). */
  #decodeLiteral(
    reader: BlockReader,
    start: number,
    as: FieldRepresentation,
    index: number,
  ): DecodedField {
    const name = index === 0 ? reader.string() : { text: this.#table.at(index)[0], huffman: false };
    const value = reader.string();
    if (as === 'incremental') this.#table.add(name.text, value.text);
    const coded = huffmanCoded(name.huffman, value.huffman);
    return {
      name: name.text,
      value: value.text,
      start,
      end: reader.at,
      as,
      ...(index > 0 && { index }),
      ...(coded && { huffman: coded }),
      valueStart: value.start,
      valueEnd: value.end,
    };
  }

  #resize(sizeBytes: number, mayResize: boolean): void {
    if (!mayResize) {
      const found = 'a size update behind a field';
      throw new HpackError(found, 'size updates at the start of a block', 'RFC 7541 §4.2');
    }
    if (sizeBytes > this.#tableBytesMax) {
      const found = `a size update to ${sizeBytes}`;
      throw new HpackError(found, `at most ${this.#tableBytesMax}`, 'RFC 7541 §6.3');
    }
    this.#table.resize(sizeBytes);
    this.#awaitsSizeUpdate = false;
  }
}

function representationOf(firstByte: number) {
  // The last row begins at 0, so one of them is always found.
  return REPRESENTATIONS.find(({ from }) => firstByte >= from) as (typeof REPRESENTATIONS)[number];
}

function huffmanCoded(name: boolean, value: boolean): HeaderField['huffman'] {
  if (name && value) return 'both';
  return name ? 'name' : value ? 'value' : undefined;
}

/** Integers and strings, one after the other (RFC 7541 §5). */
class BlockReader {
  at = 0;
  readonly #block: Uint8Array;

  constructor(block: Uint8Array) {
    this.#block = block;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#block.length;
  }

  peek(): number {
    const byte = this.#block[this.at];
    if (byte !== undefined) return byte;
    throw new HpackError('the end of the block', 'another byte', 'RFC 7541 §3.2');
  }

  /** What does not fit into the prefix follows, the lowest seven bits first (RFC 7541 §5.1). */
  integer(prefixBits: number): number {
    const mask = 2 ** prefixBits - 1;
    let value = this.#byte() & mask;
    if (value < mask) return value;
    for (let index = 0; index < CONTINUATION_BYTES_MAX; index++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (value > INTEGER_MAX) {
        throw new HpackError('a larger integer', `at most ${INTEGER_MAX}`, 'RFC 7541 §5.1');
      }
      if (byte < 0x80) return value;
    }
    const expected = `at most ${CONTINUATION_BYTES_MAX} bytes after the first`;
    throw new HpackError('a longer integer', expected, 'RFC 7541 §5.1');
  }

  /** Octets become the characters of their numbers: a field value need not be UTF-8. */
  string(): { text: string; huffman: boolean; start: number; end: number } {
    const huffman = this.peek() >= 0x80;
    const sizeBytes = this.integer(7);
    const start = this.at;
    const end = start + sizeBytes;
    if (end > this.#block.length) {
      const left = this.#block.length - start;
      throw new HpackError(`${left} bytes of a string`, `${sizeBytes}`, 'RFC 7541 §5.2');
    }
    this.at = end;
    const octets = this.#block.subarray(start, end);
    const text = huffman ? decodeHuffman(octets) : Buffer.from(octets).toString('latin1');
    return { text, huffman, start, end };
  }

  #byte(): number {
    const byte = this.peek();
    this.at++;
    return byte;
  }
}
