import {
  COLON,
  CR,
  isFieldContent,
  isTokenCharacter,
  isWhitespace,
  LF,
  short,
  textOf,
} from './bytes.ts';
import { noteOn } from './field-notes.ts';
import type { Layer, Steps, Token } from './layer.ts';

/** Field values by field name in lower case; a repeated field has its values joined (RFC 9110 §5.3). */
export type Fields = ReadonlyMap<string, string>;

/**
 * Field lines up to the empty line, which stays: what it means depends on what
 * the fields said. Serves a head and a trailer section alike (RFC 9112 §5).
 */
export function* fieldLines(layer: Layer): Steps<Fields> {
  const fields = new Map<string, string>();
  while (true) {
    const next = yield* layer.peek(FIELD_OR_END);
    if (next === CR || next === LF) return fields;
    const [name, value] = yield* fieldLine(layer);
    const earlier = fields.get(name);
    fields.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
}

function* fieldLine(layer: Layer): Steps<[name: string, value: string]> {
  const name = textOf(yield* layer.takeWhile(isTokenCharacter, FIELD_NAME));
  // A space here, or before the name, once meant something; now it is an attack (§5.1, §5.2).
  const after = yield* layer.peek(FIELD_NAME);
  if (name === '') layer.failAtNext('a field name', 'RFC 9112 §5');
  if (after !== COLON) layer.failAtNext('a colon right after the field name', 'RFC 9112 §5.1');
  const { clause, why, isSecret } = noteOn(name);
  layer.emit({ value: name, clause, why });

  yield* layer.take(1, COLON_AFTER_NAME);
  layer.emit();
  yield* layer.takeWhile(isWhitespace, WHITESPACE);
  layer.emit();

  const value = yield* layer.takeWhile(isFieldContent, FIELD_VALUE);
  const sizeBytes = withoutTrailingWhitespace(value);
  const text = textOf(value.subarray(0, sizeBytes));
  const reading = isSecret
    ? ({ kind: 'secret', label: `${name} field value, masked` } as const)
    : { label: `${name} field value`, value: short(text) };
  layer.emit({ ...reading, clause, why }, sizeBytes);
  layer.emit(WHITESPACE);

  yield* lineEnd(layer, HEAD_LINE_END);
  return [name.toLowerCase(), text];
}

/** CRLF; a line feed alone is let through, as RFC 9112 §2.2 allows. */
export function* lineEnd(layer: Layer, token: Token): Steps {
  const first = yield* layer.peek(token);
  if (first === CR) {
    yield* layer.take(1, token);
    if ((yield* layer.peek(token)) !== LF) layer.failAtNext('LF after CR', 'RFC 9112 §2.2');
  } else if (first !== LF) {
    layer.failAtNext('CR LF at the end of the line', 'RFC 9112 §2.2');
  }
  yield* layer.take(1, token);
  layer.emit(first === LF ? { label: `${token.label}, LF without CR` } : {});
}

function withoutTrailingWhitespace(value: Uint8Array): number {
  let end = value.length;
  while (end > 0 && isWhitespace(value[end - 1] as number)) end--;
  return end;
}

const FIELD_OR_END: Token = {
  kind: 'field-name',
  label: 'a field, or the empty line',
  clause: 'RFC 9112 §2.1',
};

const FIELD_NAME: Token = { kind: 'field-name', label: 'field name', clause: 'RFC 9110 §5.1' };

const COLON_AFTER_NAME: Token = {
  kind: 'separator',
  label: 'colon',
  clause: 'RFC 9112 §5',
  why: 'It ends the field name; no space may stand before it.',
};

const WHITESPACE: Token = {
  kind: 'separator',
  label: 'optional whitespace',
  clause: 'RFC 9112 §5',
  why: 'It is no part of the value.',
};

const FIELD_VALUE: Token = { kind: 'field-value', label: 'field value', clause: 'RFC 9110 §5.5' };

const HEAD_LINE_END: Token = {
  kind: 'head-line-end',
  label: 'CR LF',
  clause: 'RFC 9112 §2.1',
  why: 'It ends the line.',
};
