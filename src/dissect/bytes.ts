/** Bytes with names, and bytes as people read them. */

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;

/** Longest `value` of a span; the bytes themselves are on the wire to look at. */
const VALUE_CHARACTERS_MAX = 4096;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** Decodes as browsers decode a body: bytes that are not UTF-8 become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Undefined where the bytes are not UTF-8. */
export function strictTextOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Cuts between characters, never inside a surrogate pair. */
export function short(text: string, charactersMax = VALUE_CHARACTERS_MAX): string {
  if (text.length <= charactersMax) return text;
  const high = /[\ud800-\udbff]$/.test(text.slice(0, charactersMax));
  return `${text.slice(0, high ? charactersMax - 1 : charactersMax)}…`;
}

export function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

export function hexOf(bytes: Uint8Array, bytesMax = 32): string {
  const shown = Array.from(bytes.subarray(0, bytesMax), hex).join(' ');
  return bytes.length > bytesMax ? `${shown} …` : shown;
}

/** One byte as a sentence quotes it. */
export function nameOf(byte: number): string {
  if (byte === CR) return 'CR';
  if (byte === LF) return 'LF';
  if (byte === SPACE) return 'a space';
  if (byte > SPACE && byte < 0x7f) return `"${String.fromCharCode(byte)}"`;
  return `byte 0x${hex(byte)}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

export function isHexDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

const TOKEN_CHARACTERS = new Set(
  [...Array(0x7f).keys()].filter((byte) =>
    /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(byte)),
  ),
);

/** `tchar`, of which methods and field names are made (RFC 9110 §5.6.2). */
export function isTokenCharacter(byte: number): boolean {
  return TOKEN_CHARACTERS.has(byte);
}

export function isWhitespace(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** What may stand in a field value: anything but controls, the tab excepted (RFC 9110 §5.5). */
export function isFieldContent(byte: number): boolean {
  return byte === TAB || (byte >= SPACE && byte !== 0x7f);
}

export function isLineEnd(byte: number): boolean {
  return byte === CR || byte === LF;
}

/** The bits of a mask, the others as dots: `1··· ····`. */
export function bitsOf(byte: number, mask: number): string {
  const shown = Array.from({ length: 8 }, (_, index) => {
    const bit = 0x80 >> index;
    return (mask & bit) === 0 ? '·' : (byte & bit) === 0 ? '0' : '1';
  }).join('');
  return `${shown.slice(0, 4)} ${shown.slice(4)}`;
}
