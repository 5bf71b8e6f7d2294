import type { HeaderField } from '#contract/wire-record.ts';
import { plural } from './bytes.ts';
import type { Direction } from './connection.ts';
import type { Fields } from './http1-fields.ts';
import { padLength, unread } from './http2-data.ts';
import { emitHeader, type FrameHeader, frameHeader, leastBytes } from './http2-frame.ts';
import {
  CONTINUATION,
  END_HEADERS,
  HEADERS,
  PADDED,
  PRIORITY,
  PUSH_PROMISE,
} from './http2-names.ts';
import { priorityFields } from './http2-payload.ts';
import { readField } from './http2-representation.ts';
import type { Http2Stream } from './http2-stream.ts';
import type { Layer, Steps, Token } from './layer.ts';

/** A piece of a field section that has been taken and not emitted: what it means is known at its end. */
type Piece =
  | { type: 'fragment'; frame: FrameHeader; sizeBytes: number }
  | { type: 'header'; frame: FrameHeader }
  | { type: 'padding'; frame: FrameHeader; sizeBytes: number };

/**
 * The fields of HEADERS or PUSH_PROMISE and of the CONTINUATION frames behind it:
 * one field block, cut where a frame was full, in the middle of a field as it may
 * be (RFC 9113 §4.3).
 *
 * @returns the header of the next frame, where that turned out to be none of these
 */
export function* fieldSection(
  layer: Layer,
  first: FrameHeader,
  stream: Http2Stream,
  direction: Direction,
): Steps<FrameHeader | undefined> {
  const start = yield* beforeFragment(layer, first);
  if (!start) return undefined;
  const pieces: Piece[] = [];
  let frame = first;
  let fragmentBytes = start.fragmentBytes;
  while (true) {
    yield* layer.take(fragmentBytes, FRAGMENT);
    pieces.push({ type: 'fragment', frame, sizeBytes: fragmentBytes });
    if (frame === first && start.paddingBytes > 0) {
      yield* layer.take(start.paddingBytes, FRAGMENT);
      pieces.push({ type: 'padding', frame, sizeBytes: start.paddingBytes });
    }
    if ((frame.flags & END_HEADERS) !== 0) break;
    const next = yield* frameHeader(layer, frame.number + 1, NEXT_FRAGMENT);
    if (next.type !== CONTINUATION || next.streamId !== first.streamId) {
      emitPieces(layer, pieces, undefined);
      return next;
    }
    pieces.push({ type: 'header', frame: next });
    frame = next;
    fragmentBytes = next.sizeBytes;
  }
  const { decoded } = stream;
  emitPieces(layer, pieces, decoded);
  if (decoded && first.type === HEADERS) learn(stream, direction, fieldsOf(decoded));
  return undefined;
}

/** What stands before the field block; undefined where that is malformed. */
function* beforeFragment(
  layer: Layer,
  header: FrameHeader,
): Steps<{ fragmentBytes: number; paddingBytes: number } | undefined> {
  const { type, flags, sizeBytes } = header;
  const isPadded = (flags & PADDED) !== 0;
  // The header has been checked: there is room for what its flags say.
  const blockBytes = sizeBytes - leastBytes(header);
  const paddingBytes = isPadded ? yield* padLength(layer, blockBytes) : 0;
  if (paddingBytes === undefined) {
    yield* unread(layer, sizeBytes - 1);
    return undefined;
  }
  if (type === PUSH_PROMISE) yield* promisedStream(layer);
  else if ((flags & PRIORITY) !== 0) yield* priorityFields(layer);
  return { fragmentBytes: blockBytes - paddingBytes, paddingBytes };
}

function* promisedStream(layer: Layer): Steps {
  const bytes = yield* layer.take(4, PROMISED);
  const id = bytes.reduce((sum, byte) => sum * 256 + byte, 0) % 2 ** 31;
  layer.emit({ value: `promises stream ${id}` });
}

/** Emits what was taken, once it is known where in the block each field lies. */
function emitPieces(
  layer: Layer,
  pieces: readonly Piece[],
  decoded: readonly HeaderField[] | undefined,
): void {
  const block = new BlockSpans(layer, decoded ?? []);
  for (const piece of pieces) {
    if (piece.type === 'header') {
      emitHeader(layer, piece.frame);
    } else if (piece.type === 'padding') {
      layer.emit({ ...PADDING, value: plural(piece.sizeBytes, 'byte') }, piece.sizeBytes);
    } else {
      layer.units.http2Frame = piece.frame.number;
      block.emit(piece.sizeBytes);
    }
  }
}

/** The spans of a field block, fragment by fragment. */
class BlockSpans {
  readonly #layer: Layer;
  readonly #fields: readonly HeaderField[];
  /** Bytes of the block that are emitted. */
  #at = 0;
  #next = 0;

  constructor(layer: Layer, fields: readonly HeaderField[]) {
    this.#layer = layer;
    this.#fields = fields;
  }

  emit(fragmentBytes: number): void {
    const end = this.#at + fragmentBytes;
    while (this.#at < end) {
      const field = this.#fields[this.#next];
      const isHere = field && field.start <= this.#at && field.end > this.#at;
      if (!isHere) {
        this.#layer.emit(UNDECODED, end - this.#at);
        this.#at = end;
        return;
      }
      const to = Math.min(field.end, end);
      this.#layer.emit(readField(field, this.#at, to), to - this.#at);
      this.#at = to;
      if (to === field.end) this.#next++;
    }
  }
}

/** A head tells what the body is; trailers have no pseudo-header fields (RFC 9113 §8.1). */
function learn(stream: Http2Stream, direction: Direction, fields: Fields): void {
  if (direction === 'inbound') {
    if (fields.has(':method')) stream.request ??= fields;
    return;
  }
  const status = fields.get(':status');
  if (status !== undefined && !status.startsWith('1')) stream.response ??= fields;
}

function fieldsOf(decoded: readonly HeaderField[]): Fields {
  const fields = new Map<string, string>();
  for (const { name, value, as } of decoded) {
    if (as === 'size-update') continue;
    const earlier = fields.get(name);
    fields.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return fields;
}

const FRAGMENT: Token = {
  kind: 'header-field',
  label: 'field block fragment',
  clause: 'RFC 9113 §4.3',
};

const NEXT_FRAGMENT: Token = {
  kind: 'header-field',
  label: 'the CONTINUATION frame that goes on with the fields',
  clause: 'RFC 9113 §6.10',
};

const PROMISED: Token = {
  kind: 'http2-value',
  label: 'promised stream identifier',
  clause: 'RFC 9113 §6.6',
  why: 'The pushed answer will come on this stream.',
};

const UNDECODED: Token = {
  kind: 'opaque',
  label: 'field block, not decoded: that takes everything the connection has said before',
  clause: 'RFC 7541 §2.2',
};

const PADDING: Token = {
  kind: 'http2-padding',
  label: 'padding',
  clause: 'RFC 9113 §6.2',
  why: 'It hides how long the payload really is.',
};
