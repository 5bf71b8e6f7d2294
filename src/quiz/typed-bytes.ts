import type { TypeBytesItem } from './item.ts';

/** What was typed as bytes, or why it is none. */
export type Typed = { ok: true; bytes: Uint8Array } | { ok: false; problem: string };

const ESCAPES: Record<string, number> = { r: 0x0d, n: 0x0a, t: 0x09, '0': 0x00, '\\': 0x5c };

/**
 * Reads text with `\r \n \0 \t \\` for bytes, or pairs of hexadecimal digits.
 * Line breaks that were typed as such are layout: a byte has to be written out.
 */
export function parseTyped(input: TypeBytesItem['input'], text: string): Typed {
  return input === 'hex' ? parseHex(text) : parseText(text.replaceAll(/[\r\n]/g, ''));
}

function parseText(text: string): Typed {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [part] of text.matchAll(/\\.?|[^\\]+/gu)) {
    if (!part.startsWith('\\')) {
      for (const byte of encoder.encode(part)) bytes.push(byte);
      continue;
    }
    const byte = ESCAPES[part.slice(1)];
    if (byte === undefined) {
      const problem = `${part} stands for no byte here. Use \\r, \\n, \\t, \\0, and \\\\ for a backslash.`;
      return { ok: false, problem };
    }
    bytes.push(byte);
  }
  return { ok: true, bytes: Uint8Array.from(bytes) };
}

function parseHex(text: string): Typed {
  const digits = text.replaceAll(/\s/g, '');
  const stray = /[^0-9a-f]/i.exec(digits)?.[0];
  if (stray) {
    return { ok: false, problem: `“${stray}” is no hexadecimal digit. Type pairs such as 81 05.` };
  }
  if (digits.length % 2 === 1) {
    return { ok: false, problem: 'One digit is left over: each byte takes two, such as 05.' };
  }
  const pairs = digits.match(/../g) ?? [];
  return { ok: true, bytes: Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)) };
}
