import { LF, short, strictTextOf, textOf } from './bytes.ts';
import type { Layer, Steps, Token } from './layer.ts';

/**
 * Bare text in UTF-8. Each character beyond ASCII is a span of its own, for its
 * bytes may come in two chunks, and then a reader that decodes chunk by chunk
 * shows U+FFFD twice.
 */
export function* plainText(layer: Layer): Steps {
  while (true) {
    const first = yield* layer.peek();
    if (first < 0x80) yield* asciiText(layer);
    else yield* character(layer, first);
  }
}

/** Text up to and with the end of its line. */
function* asciiText(layer: Layer): Steps {
  let isAfterLineFeed = false;
  yield* layer.takeWhile((byte) => {
    if (byte >= 0x80 || isAfterLineFeed) return false;
    isAfterLineFeed = byte === LF;
    return true;
  }, TEXT);
  layer.emit();
}

/** The first byte says how many belong to the character (RFC 3629 §3). */
function* character(layer: Layer, first: number): Steps {
  const sizeBytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const label = `character of ${sizeBytes} bytes`;
  const token: Token = { kind: 'character', label, clause: 'RFC 3629 §3', why: WHY };
  let bytes = yield* layer.take(1, token);
  while (isLead(first) && bytes.length < sizeBytes && isContinuation(yield* layer.peek(token))) {
    bytes = Uint8Array.of(...bytes, ...(yield* layer.take(1, token)));
  }
  const text = strictTextOf(bytes);
  if (text !== undefined) {
    const code = text.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    layer.emit({ value: `${text} U+${code}` });
  } else {
    // A browser shows U+FFFD for them and reads on, and so do we (Encoding §4.1).
    const wrong = 'malformed: found bytes that are no character, expected UTF-8';
    layer.emit({ kind: 'malformed', label: wrong, why: 'A browser shows U+FFFD in their place.' });
  }
}

function isLead(byte: number): boolean {
  return byte >= 0xc2 && byte <= 0xf4;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

const WHY = 'Its bytes belong together, wherever a chunk or a read ends.';

const TEXT: Token = {
  kind: 'text',
  label: 'text',
  clause: 'RFC 9110 §8.3',
  why: 'Bare text: nothing in it says where a token begins.',
  isRun: true,
  read: (bytes) => ({ value: short(textOf(bytes)) }),
};
