import type { HeaderField } from '#contract/wire-record.ts';
import { END_HEADERS, FRAME_BYTES_MAX, type Frame, fragmentOf } from './frame-reader.ts';
import { type DecodedField, HpackDecoder, HpackError } from './hpack.ts';
import { fieldBytes } from './hpack-table.ts';
import { isMalformed } from './malformed.ts';
import { isSecretField } from './mask.ts';

/** The frames of one field section, secrets masked in their bytes and in what they decode to. */
export interface FieldSection {
  readonly frames: readonly Frame[];
  /** Without those that had no room. */
  readonly fields: readonly HeaderField[];
  /** Whether fields are missing: then nobody has looked for secrets in the frames. */
  readonly isCut: boolean;
  /** Whether a field makes its message malformed (RFC 9113 §8.2.1). */
  readonly isMalformed: boolean;
}

/**
 * What is kept of what one block decodes to, counted as SETTINGS_MAX_HEADER_LIST_SIZE
 * is. 64 KiB is as much as Node takes from a peer by default.
 */
export const FIELD_LIST_BYTES_MAX = 65_536;

/** As many frames may make up a block: nghttp2 takes no more than eight CONTINUATIONs. */
const BLOCK_FRAMES_MAX = 9;

const STAR = 0x2a;

/**
 * Puts field blocks together and decodes them, for one direction of a connection.
 * No frame of another stream may come between the frames of one block (RFC 9113
 * §4.3), so there is one at a time.
 */
export class FieldBlocks {
  /** A block could not be decoded: no later one can be (RFC 9113 §4.3). */
  isLost = false;
  readonly #decoder = new HpackDecoder();
  #frames: Frame[] = [];
  #sizeBytes = 0;

  /** The receiver's SETTINGS_HEADER_TABLE_SIZE, from its acknowledgement on. */
  setTableBytesMax(sizeBytes: number): void {
    this.#decoder.setTableBytesMax(sizeBytes);
  }

  /** @returns the section that is complete with this frame; undefined while it is not */
  add(frame: Frame): FieldSection | undefined {
    if (this.isLost) return undefined;
    this.#frames.push(frame);
    this.#sizeBytes += frame.bytes.length;
    this.isLost = this.#sizeBytes > BLOCK_FRAMES_MAX * FRAME_BYTES_MAX;
    if (this.isLost || !(frame.flags & END_HEADERS)) return undefined;
    const frames = this.#frames;
    this.#frames = [];
    this.#sizeBytes = 0;
    return this.#decode(frames);
  }

  #decode(frames: Frame[]): FieldSection | undefined {
    const places = frames.map((frame) => ({ frame, ...fragmentOf(frame) }));
    const block = Buffer.concat(
      places.map(({ frame, start, end }) => frame.bytes.subarray(start, end)),
    );
    try {
      const { fields, ...found } = this.#fieldsOf(block);
      const secrets = fields.filter(({ name }) => isSecretField(name));
      for (const { valueStart = 0, valueEnd = 0 } of secrets)
        block.fill(STAR, valueStart, valueEnd);
      return {
        frames: secrets.length === 0 ? frames : unite(places, block),
        fields: fields.map((field) =>
          toHeaderField(secrets.includes(field) ? masked(field) : field),
        ),
        ...found,
      };
    } catch (error) {
      if (!(error instanceof HpackError)) throw error;
      this.isLost = true;
      return undefined;
    }
  }

  /** Every block has to be decoded to its end, because it may change the table for the next. */
  #fieldsOf(block: Buffer) {
    const fields: DecodedField[] = [];
    let listBytes = 0;
    let malformed = false;
    for (const field of this.#decoder.decode(block)) {
      listBytes += fieldBytes(field.name, field.value);
      // A list that is cut is refused for its size, whatever else is wrong with it.
      if (listBytes > FIELD_LIST_BYTES_MAX) continue;
      fields.push(field);
      malformed ||= isMalformed(field);
    }
    return { fields, isCut: listBytes > FIELD_LIST_BYTES_MAX, isMalformed: malformed };
  }
}

/** Copies of the frames, with the fragments of this block in place of theirs. */
function unite(
  places: readonly { frame: Frame; start: number; end: number }[],
  block: Buffer,
): Frame[] {
  let at = 0;
  return places.map(({ frame, start, end }) => {
    const bytes = Buffer.from(frame.bytes);
    block.copy(bytes, start, at, at + end - start);
    at += end - start;
    return { ...frame, bytes };
  });
}

function masked(field: DecodedField): DecodedField {
  return { ...field, value: '*'.repeat(field.value.length) };
}

/** Where the value lies is for the mask alone. */
function toHeaderField({ valueStart: _, valueEnd: __, ...field }: DecodedField): HeaderField {
  return field;
}
