import {
  CR,
  isFieldContent,
  isHexDigit,
  isWhitespace,
  LF,
  plural,
  SEMICOLON,
  textOf,
} from './bytes.ts';
import { fieldLines } from './http1-fields.ts';
import type { Layer, Steps, Token } from './layer.ts';

/**
 * The chunked transfer coding (RFC 9112 §7.1): size, CR LF, data, CR LF, and so
 * on, up to the chunk of size 0; then the trailer section and an empty line.
 *
 * A chunk is a unit of this coding and of nothing else. The body inside does not
 * know where a chunk ends, so it is a layer of its own that is paused there.
 */
export function* chunkedCoding(layer: Layer, body: Layer): Steps {
  layer.inner = body;
  for (let number = 1; ; number++) {
    yield* layer.peek(CHUNK);
    layer.units.chunk = number;
    const sizeBytes = yield* chunkSize(layer);
    yield* crlf(layer, AFTER_SIZE);
    if (sizeBytes === 0) break;
    for (let left = sizeBytes; left > 0; ) left -= yield* layer.passOn(left, CHUNK_DATA);
    body.pause();
    yield* crlf(layer, AFTER_DATA);
    layer.units.chunk = undefined;
  }
  body.end();
  layer.inner = undefined;
  yield* fieldLines(layer);
  yield* crlf(layer, AFTER_TRAILERS);
  layer.units.chunk = undefined;
}

function* chunkSize(layer: Layer): Steps<number> {
  const digits = textOf(yield* layer.takeWhile(isHexDigit, CHUNK_SIZE));
  const next = yield* layer.peek(CHUNK_SIZE);
  if (digits === '') layer.failAtNext('a chunk-size in hexadecimal digits', 'RFC 9112 §7.1');
  if (next !== SEMICOLON && !isWhitespace(next) && next !== CR) {
    layer.failAtNext('another hexadecimal digit, or CR LF after the chunk-size', 'RFC 9112 §7.1');
  }
  const sizeBytes = Number.parseInt(digits, 16);
  if (!Number.isSafeInteger(sizeBytes)) {
    layer.fail(`chunk-size ${digits.slice(0, 40)}`, 'a size that can be counted', 'RFC 9112 §7.1');
  }
  if (sizeBytes === 0) layer.emit(LAST_CHUNK);
  else layer.emit({ value: `0x${digits} = ${plural(sizeBytes, 'byte')}` });
  yield* chunkExtension(layer);
  return sizeBytes;
}

function* chunkExtension(layer: Layer): Steps {
  const text = textOf(yield* layer.takeWhile(isFieldContent, CHUNK_EXTENSION));
  layer.emit({ value: text });
}

/** Here, unlike in a head, a line feed alone will not do: the next bytes are data. */
function* crlf(layer: Layer, token: Token): Steps {
  for (const expected of [CR, LF]) {
    const next = yield* layer.peek(token);
    if (next !== expected) layer.failAtNext(token.label, token.clause);
    yield* layer.take(1, token);
  }
  layer.emit();
}

const CLAUSE = 'RFC 9112 §7.1';

const CHUNK: Token = {
  kind: 'chunk-size',
  label: 'the next chunk, or the last one',
  clause: CLAUSE,
};

const CHUNK_SIZE: Token = {
  kind: 'chunk-size',
  label: 'chunk-size',
  clause: CLAUSE,
  why: 'It says in hexadecimal how many bytes of data follow its line, so that they may be any bytes.',
};

const LAST_CHUNK = {
  label: 'last chunk',
  value: '0: the body is complete',
  why: 'Without it the body was cut off: this is how a receiver can tell.',
};

const CHUNK_EXTENSION: Token = {
  kind: 'chunk-extension',
  label: 'chunk extension',
  clause: 'RFC 9112 §7.1.1',
  why: 'It says something about this chunk; recipients pass over those they do not know.',
};

const CHUNK_DATA: Token = {
  kind: 'content',
  label: 'the rest of the chunk-data',
  clause: CLAUSE,
};

const AFTER_SIZE: Token = {
  kind: 'crlf',
  label: 'CR LF after the chunk-size',
  clause: CLAUSE,
  why: 'It ends the line of the chunk-size; the data begins after it.',
};

const AFTER_DATA: Token = {
  kind: 'crlf',
  label: 'CR LF after the chunk-data',
  clause: CLAUSE,
  why: 'It is not part of the data; it lets a receiver check that the size was right.',
};

const AFTER_TRAILERS: Token = {
  kind: 'crlf',
  label: 'CR LF after the trailer section',
  clause: 'RFC 9112 §7.1.2',
  why: 'It ends the message; most often the trailer section before it is empty.',
};
