import {
  isDigit,
  isFieldContent,
  isLineEnd,
  isTokenCharacter,
  SPACE,
  short,
  textOf,
} from './bytes.ts';
import { type Fields, fieldLines, lineEnd } from './http1-fields.ts';
import { type Framing, requestFraming, responseFraming } from './http1-framing.ts';
import type { Layer, Steps, Token } from './layer.ts';

/** A head and what it says about the body. */
export interface RequestHead {
  readonly method: string;
  readonly fields: Fields;
  readonly framing: Framing;
}

export interface ResponseHead {
  readonly status: number;
  readonly fields: Fields;
  readonly framing: Framing;
}

/** Request line, fields, empty line (RFC 9112 §3). */
export function* requestHead(layer: Layer): Steps<RequestHead> {
  const method = textOf(yield* layer.takeWhile(isTokenCharacter, METHOD));
  yield* spaceAfter(layer, METHOD, method);
  const target = textOf(yield* layer.takeWhile(isVisible, TARGET));
  yield* spaceAfter(layer, TARGET, target);
  const version = yield* httpVersion(layer);
  yield* lineEnd(layer, START_LINE_END);

  const fields = yield* fieldLines(layer);
  const framing = requestFraming(version, fields);
  yield* endOfHead(layer, framing);
  return { method, fields, framing };
}

/**
 * Status line, fields, empty line (RFC 9112 §4).
 *
 * @param methodOf tells, once the head is there, which method is being answered
 */
export function* responseHead(
  layer: Layer,
  methodOf: () => string | undefined,
): Steps<ResponseHead> {
  const version = yield* httpVersion(layer);
  yield* spaceAfter(layer, VERSION, version);
  const status = yield* statusCode(layer);
  yield* reasonPhrase(layer);
  yield* lineEnd(layer, START_LINE_END);

  const fields = yield* fieldLines(layer);
  const framing = responseFraming(status, methodOf(), version, fields);
  yield* endOfHead(layer, framing);
  return { status, fields, framing };
}

/** Emits what stands before the space, then the space. */
function* spaceAfter(layer: Layer, token: Token, text: string): Steps {
  const next = yield* layer.peek(token);
  if (text === '') layer.failAtNext(`a ${token.label}`, token.clause);
  if (next !== SPACE) layer.failAtNext(`a space after the ${token.label}`, token.clause);
  layer.emit({ value: short(text) });
  yield* layer.take(1, SEPARATOR);
  layer.emit();
}

function* httpVersion(layer: Layer): Steps<string> {
  let length = 0;
  const accept = (byte: number) => isVisible(byte) && length++ < 'HTTP/1.1'.length;
  const version = textOf(yield* layer.takeWhile(accept, VERSION));
  if (version === '') layer.failAtNext('HTTP/1.1', 'RFC 9112 §2.3');
  if (!/^HTTP\/1\.\d$/.test(version)) {
    layer.fail(`"${version}"`, 'HTTP/1.1 or HTTP/1.0', 'RFC 9112 §2.3');
  }
  layer.emit({ value: version });
  return version;
}

function* statusCode(layer: Layer): Steps<number> {
  const digits = textOf(yield* layer.takeWhile(isDigit, STATUS));
  const next = yield* layer.peek(STATUS);
  if (!/^[1-5]\d\d$/.test(digits) || (next !== SPACE && !isLineEnd(next))) {
    layer.failAtNext('a status code of three digits, 100 to 599, and a space', 'RFC 9112 §4');
  }
  const status = Number(digits);
  layer.emit({ value: digits, why: CLASSES[Math.floor(status / 100) - 1] as string });
  return status;
}

/** The space belongs there even where no reason follows; who leaves both out is understood. */
function* reasonPhrase(layer: Layer): Steps {
  yield* layer.takeWhile((byte) => byte === SPACE, SEPARATOR);
  layer.emit();
  const reason = textOf(yield* layer.takeWhile(isFieldContent, REASON));
  layer.emit({ value: reason });
}

/** The empty line: from here on it is known how the body is framed. */
function* endOfHead(layer: Layer, framing: Framing): Steps {
  if (framing.type === 'invalid') {
    // Whoever guesses here reads other messages than the next one on the way: request smuggling.
    yield* layer.take(1, HEAD_END);
    layer.fail(framing.found, framing.expected, framing.clause);
  }
  yield* lineEnd(layer, { ...HEAD_END, why: framing.why });
}

function isVisible(byte: number): boolean {
  return byte > SPACE && byte !== 0x7f;
}

/** The five classes of status codes (RFC 9110 §15). */
const CLASSES = [
  'An interim response: another one follows, or another protocol.',
  'The request was received, understood and accepted.',
  'The client has to go somewhere else, or has the answer already.',
  'The request cannot be answered as it stands.',
  'The server failed to answer a request that seems valid.',
];

const METHOD: Token = {
  kind: 'method',
  label: 'method',
  clause: 'RFC 9112 §3.1',
  why: 'It says what the client wants done with the target.',
};

const TARGET: Token = {
  kind: 'target',
  label: 'request target',
  clause: 'RFC 9112 §3.2',
  why: 'It names what is asked for, parameters included; the host stands in a field of its own.',
};

const VERSION: Token = {
  kind: 'version',
  label: 'HTTP version',
  clause: 'RFC 9112 §2.3',
  why: 'It says how the bytes that follow are to be read.',
};

const STATUS: Token = { kind: 'status', label: 'status code', clause: 'RFC 9110 §15' };

const REASON: Token = {
  kind: 'reason',
  label: 'reason phrase',
  clause: 'RFC 9112 §4',
  why: 'It is for people; no client should look at it.',
};

const SEPARATOR: Token = {
  kind: 'separator',
  label: 'space',
  clause: 'RFC 9112 §2.1',
  why: 'It separates the parts of the start line.',
};

const START_LINE_END: Token = {
  kind: 'head-line-end',
  label: 'CR LF',
  clause: 'RFC 9112 §2.1',
  why: 'It ends the start line.',
};

const HEAD_END: Token = {
  kind: 'head-end',
  label: 'empty line: the head ends',
  clause: 'RFC 9112 §2.1',
};
