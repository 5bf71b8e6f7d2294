import type { HeaderField } from '#contract/wire-record.ts';
import { END_HEADERS, type Frame, fragmentOf } from './frame-reader.ts';
import { type DecodedField, HpackDecoder, HpackError } from './hpack.ts';
import { isSecretField } from './mask.ts';

/** The frames of one field section, secrets masked in their bytes and in what they decode to. */
export interface FieldSection {
  readonly frames: readonly Frame[];
  readonly fields: readonly HeaderField[];
}

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
  readonly #bytesMax: number;
  #frames: Frame[] = [];
  #sizeBytes = 0;

  /** @param bytesMax size of a block in its frames; over it nothing more is decoded */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The receiver's SETTINGS_HEADER_TABLE_SIZE, from its acknowledgement on. */
  setTableBytesMax(sizeBytes: number): void {
    this.#decoder.setTableBytesMax(sizeBytes);
  }

  /** @returns the section that is complete with this frame; undefined while it is not */
  add(frame: Frame): FieldSection | undefined {
    if (this.isLost) return undefined;
    this.#frames.push(frame);
    this.#sizeBytes += frame.bytes.length;
    this.isLost = this.#sizeBytes > this.#bytesMax;
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
      const fields = this.#decoder.decode(block);
      const secrets = fields.filter(({ name }) => isSecretField(name));
      if (secrets.length === 0) return { frames, fields: fields.map(toHeaderField) };
      for (const { valueStart = 0, valueEnd = 0 } of secrets)
        block.fill(STAR, valueStart, valueEnd);
      return {
        frames: unite(places, block),
        fields: fields.map((field) =>
          toHeaderField(secrets.includes(field) ? masked(field) : field),
        ),
      };
    } catch (error) {
      if (!(error instanceof HpackError)) throw error;
      this.isLost = true;
      return undefined;
    }
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
