import { LF, short, textOf } from './bytes.ts';
import type { Layer, Steps, Token } from './layer.ts';

/**
 * Newline-delimited JSON: the line feed is the frame. Inside a JSON string it is
 * written `\n`, so that a bare one can only end a line.
 */
export function* ndjson(layer: Layer): Steps {
  for (let number = 1; ; number++) {
    yield* layer.peek();
    layer.units.line = number;
    const line = textOf(yield* layer.takeWhile((byte) => byte !== LF, LINE));
    yield* layer.peek(LINE);
    layer.emit(isJson(line) ? { value: short(line) } : NOT_JSON);
    yield* layer.take(1, LINE_FEED);
    layer.emit();
    layer.units.line = undefined;
  }
}

/** A carriage return before the line feed is whitespace to JSON; an empty line says nothing. */
function isJson(line: string): boolean {
  if (line.trim() === '') return true;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const CLAUSE = 'NDJSON §3.1';

const LINE: Token = {
  kind: 'line',
  label: 'line',
  clause: CLAUSE,
  why: 'One JSON value, complete in itself: it can be parsed as soon as its line feed is there.',
};

/** The next line can be read all the same. */
const NOT_JSON = {
  kind: 'malformed',
  label: 'malformed: found a line that is not JSON, expected one JSON value',
} as const;

const LINE_FEED: Token = {
  kind: 'line-end',
  label: 'LF',
  clause: CLAUSE,
  why: 'It ends the line, and nothing else does: not a chunk, not a read.',
};
