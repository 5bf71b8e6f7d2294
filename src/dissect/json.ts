import { isDigit, isWhitespace, short, textOf } from './bytes.ts';
import type { Layer, Steps, Token } from './layer.ts';

/**
 * A JSON body, token by token (RFC 8259), so that keys and values can be told
 * apart by their looks. Which token may follow which is not checked.
 */
export function* json(layer: Layer): Steps {
  const open: number[] = [];
  let isKey = false;
  while (true) {
    const next = yield* layer.peek();
    if (next === QUOTE) {
      yield* jsonString(layer, isKey);
      isKey = false;
    } else if (isStructural(next)) {
      yield* layer.take(1, PUNCTUATION);
      layer.emit({ label: NAMES[String.fromCharCode(next)] as string });
      if (next === OPEN_OBJECT || next === OPEN_ARRAY) open.push(next);
      if (next === CLOSE_OBJECT || next === CLOSE_ARRAY) open.pop();
      isKey = (next === OPEN_OBJECT || next === COMMA) && open.at(-1) === OPEN_OBJECT;
    } else if (isJsonWhitespace(next)) {
      yield* layer.takeWhile(isJsonWhitespace, WHITESPACE);
      layer.emit();
    } else if (isNumeric(next)) {
      yield* layer.takeWhile(isNumeric, NUMBER);
      layer.emit();
    } else if (isLetter(next)) {
      yield* layer.takeWhile(isLetter, LITERAL);
      layer.emit();
    } else {
      layer.failAtNext('a JSON token', 'RFC 8259 §2');
    }
  }
}

/** From quote to quote; a backslash takes the next byte with it. */
function* jsonString(layer: Layer, isKey: boolean): Steps {
  const token = isKey ? KEY : STRING;
  yield* layer.take(1, token);
  let isEscaped = false;
  const inner = yield* layer.takeWhile((byte) => {
    if (isEscaped) isEscaped = false;
    else if (byte === BACKSLASH) isEscaped = true;
    else return byte !== QUOTE && byte >= 0x20;
    return true;
  }, token);
  if ((yield* layer.peek(token)) !== QUOTE) {
    layer.failAtNext('a quote at the end of the string', 'RFC 8259 §7');
  }
  yield* layer.take(1, token);
  layer.emit({ value: short(unescaped(textOf(inner))) });
}

function unescaped(inner: string): string {
  try {
    return JSON.parse(`"${inner}"`);
  } catch {
    return inner;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const NAMES: Readonly<Record<string, string>> = {
  '{': 'begin of object',
  '}': 'end of object',
  '[': 'begin of array',
  ']': 'end of array',
  ':': 'colon after a key',
  ',': 'comma',
};

function isStructural(byte: number): boolean {
  return Object.hasOwn(NAMES, String.fromCharCode(byte));
}

function isJsonWhitespace(byte: number): boolean {
  return isWhitespace(byte) || byte === 0x0a || byte === 0x0d;
}

function isNumeric(byte: number): boolean {
  return isDigit(byte) || '+-.eE'.includes(String.fromCharCode(byte));
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

const KEY: Token = {
  kind: 'json-key',
  label: 'name',
  clause: 'RFC 8259 §4',
  why: 'It names the value after the colon.',
};

const STRING: Token = { kind: 'json-string', label: 'string', clause: 'RFC 8259 §7' };

const NUMBER: Token = {
  kind: 'json-number',
  label: 'number',
  clause: 'RFC 8259 §6',
  isRun: true,
  read: (bytes) => ({ value: short(textOf(bytes)) }),
};

const LITERAL: Token = {
  kind: 'json-literal',
  label: 'literal',
  clause: 'RFC 8259 §3',
  isRun: true,
  read: (bytes) => ({ value: short(textOf(bytes)) }),
};

const PUNCTUATION: Token = {
  kind: 'json-punctuation',
  label: 'punctuation',
  clause: 'RFC 8259 §2',
};

const WHITESPACE: Token = {
  kind: 'json-punctuation',
  label: 'whitespace',
  clause: 'RFC 8259 §2',
  isRun: true,
};
