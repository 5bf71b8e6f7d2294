import type { Span } from '../../dissect/span.ts';

/** Kinds whose bytes are no text: shown as hex. */
const BINARY = new Set([
  'frame-header',
  'frame-length',
  'masking-key',
  'close-code',
  'control-payload',
  'malformed',
  'opaque',
]);

/** Kinds that a client masks. */
const MASKABLE = new Set(['payload', 'control-payload', 'close-code', 'close-reason']);

/** Kinds that read as what they mean: numbers, flags, and fields that stand in a table. */
const MEANT = /^(http2-|header-field|secret-field|table-size)/;

/** A span longer than this is cut; the hex view has all of it. */
const CHARACTERS_MAX = 240;

const decoder = new TextDecoder();
const ESCAPES: Record<string, string> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\0': '\\0' };

/** How a span reads in the transcript: control characters spelled out, secrets as dots. */
export function spanText(span: Span, bytes: Uint8Array): string {
  const own = bytes.subarray(span.start, span.end);
  if (span.kind === 'secret') return shorten('•'.repeat(own.length));
  // What was masked on the wire is shown unmasked; the hex view has it as it crossed.
  if (MASKABLE.has(span.kind) && span.value !== undefined) {
    return shorten(escapeControls(span.value));
  }
  if (MEANT.test(span.kind) && span.value !== undefined) {
    return shorten(escapeControls(span.value));
  }
  // Three characters a byte: one byte more than fits, so that the cut shows.
  if (BINARY.has(span.kind)) return shorten(hexOf(own, CHARACTERS_MAX / 3 + 1));
  return shorten(escapeControls(decoder.decode(own.subarray(0, CHARACTERS_MAX * 4))));
}

/** A piece of a span's text that has a look of its own. */
export interface TextPiece {
  readonly text: string;
  readonly kind: string;
}

/** A field that is one span still has a name and a value to the eye; any other span is one piece. */
export function textPieces({ kind }: Pick<Span, 'kind'>, text: string): TextPiece[] {
  const isField = kind === 'header-field' || kind === 'secret-field';
  // The name of a pseudo-header field begins with a colon of its own.
  const nameEnd = isField ? text.indexOf(':', 1) : -1;
  if (nameEnd < 0) return [{ text, kind }];
  return [
    { text: text.slice(0, nameEnd), kind: 'field-name' },
    { text: text.slice(nameEnd, nameEnd + 2), kind: 'separator' },
    { text: text.slice(nameEnd + 2), kind: kind === 'secret-field' ? 'secret' : 'field-value' },
  ];
}

export function hexOf(bytes: Uint8Array, most = bytes.length): string {
  return Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join(
    ' ',
  );
}

export function escapeControls(text: string): string {
  return text.replaceAll(/[\r\n\t\0]/g, (character) => ESCAPES[character] ?? character);
}

function shorten(text: string): string {
  return text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX)}…` : text;
}
