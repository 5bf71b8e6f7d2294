import { hex, hexOf, nameOf, short, strictTextOf } from './bytes.ts';
import type { Layer, Steps, Token } from './layer.ts';
import type { Detail } from './span.ts';
import type { FrameHeader } from './websocket-frame.ts';
import { closeCodeName, type Opcode } from './websocket-names.ts';

/** A message whose last frame has not been read yet. */
export interface Message {
  readonly number: number;
  /** Opcode of its first frame. */
  readonly type: Opcode;
  readonly isCompressed: boolean;
  /** Text of the frames so far, where it takes more than one. */
  text?: string;
  /** First bytes of a character that goes on in the next piece. */
  cut?: Uint8Array;
}

/** A long payload is shown in pieces of this many bytes. */
const PIECE_BYTES = 4096;

/** How many bytes are unmasked step by step. */
const STEPS_SHOWN = 8;

/** Payload of a data frame: text as text, anything else in hexadecimal. */
export function* messagePayload(
  layer: Layer,
  { isFinal }: FrameHeader,
  sizeBytes: number,
  key: Uint8Array | undefined,
  message: Message,
): Steps {
  const label = message.isCompressed
    ? 'payload, compressed by permessage-deflate'
    : `payload, ${message.type}`;
  const clause = message.isCompressed ? 'RFC 7692 §7.2.2' : 'RFC 6455 §5.6';
  const token: Token = { kind: 'payload', label, clause };
  const isText = message.type === 'text' && !message.isCompressed;

  for (let offset = 0; offset < sizeBytes; offset += PIECE_BYTES) {
    const wire = yield* layer.take(Math.min(PIECE_BYTES, sizeBytes - offset), token);
    const bytes = unmask(wire, key);
    const isLast = isFinal && offset + wire.length === sizeBytes;
    const value = isText ? textOfPiece(layer, message, bytes, isLast) : hexOf(bytes);
    const whole = isText && isLast && message.text !== value ? wholeMessage(message) : [];
    emitWith(layer, value, [...steps(wire, key, offset), ...whole]);
  }
}

/** Characters may be cut between two frames; the message as a whole must be UTF-8 (§8.1). */
function textOfPiece(layer: Layer, message: Message, piece: Uint8Array, isLast: boolean): string {
  const bytes = message.cut ? Uint8Array.of(...message.cut, ...piece) : piece;
  const end = isLast ? bytes.length : endOfLastCharacter(bytes);
  const text = strictTextOf(bytes.subarray(0, end));
  if (text === undefined) layer.fail('bytes that are no character', 'UTF-8', 'RFC 6455 §8.1');
  message.cut = bytes.slice(end);
  message.text = short((message.text ?? '') + text);
  return short(text);
}

/** Where the bytes of a character that is not complete begin; the end, where all are. */
function endOfLastCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const sizeBytes = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return sizeBytes > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function wholeMessage({ text = '' }: Message): Detail[] {
  return [{ label: 'message', value: text, clause: 'RFC 6455 §5.4' }];
}

/** Payload of a control frame: at most 125 bytes, and for close a code and a reason. */
export function* controlPayload(
  layer: Layer,
  { opcode }: FrameHeader,
  sizeBytes: number,
  key: Uint8Array | undefined,
): Steps {
  if (sizeBytes === 0) return;
  if (opcode === 'close') return yield* closePayload(layer, sizeBytes, key);
  const wire = yield* layer.take(sizeBytes, CONTROL_PAYLOAD);
  const bytes = unmask(wire, key);
  emitWith(layer, strictTextOf(bytes) ?? hexOf(bytes), steps(wire, key, 0));
}

function* closePayload(layer: Layer, sizeBytes: number, key: Uint8Array | undefined): Steps {
  const wire = yield* layer.take(Math.min(2, sizeBytes), CLOSE_CODE);
  const [high = 0, low] = unmask(wire, key);
  if (low === undefined) layer.fail('one byte', 'a close code of two', 'RFC 6455 §5.5.1');
  const code = high * 256 + low;
  const name = closeCodeName(code);
  if (name === undefined) {
    layer.fail(`close code ${code}`, 'one that may be sent', 'RFC 6455 §7.4');
  }
  emitWith(layer, `${code} ${name}`, steps(wire, key, 0));
  if (sizeBytes === 2) return;

  const reason = yield* layer.take(sizeBytes - 2, CLOSE_REASON);
  const text = strictTextOf(unmask(reason, key, 2));
  if (text === undefined) layer.fail('bytes that are no character', 'UTF-8', 'RFC 6455 §8.1');
  emitWith(layer, text, steps(reason, key, 2));
}

function emitWith(layer: Layer, value: string, details: Detail[]): void {
  layer.emit(details.length > 0 ? { value, details } : { value });
}

/** @param offset of the first byte in the payload: it decides which byte of the key comes first */
function unmask(wire: Uint8Array, key: Uint8Array | undefined, offset = 0): Uint8Array {
  return key ? wire.map((byte, index) => byte ^ keyByte(key, offset + index)) : wire;
}

function keyByte(key: Uint8Array, index: number): number {
  return key[index % 4] as number;
}

/** The first bytes one by one: on the wire, key, payload (RFC 6455 §5.3). */
function steps(wire: Uint8Array, key: Uint8Array | undefined, offset: number): Detail[] {
  if (!key) return [];
  return Array.from(wire.subarray(0, STEPS_SHOWN), (byte, index) => {
    const mask = keyByte(key, offset + index);
    return {
      label: `byte ${offset + index}`,
      value: `${hex(byte)} XOR ${hex(mask)} = ${hex(byte ^ mask)}, ${nameOf(byte ^ mask)}`,
      clause: 'RFC 6455 §5.3',
    };
  });
}

const CONTROL_PAYLOAD: Token = {
  kind: 'control-payload',
  label: 'application data',
  clause: 'RFC 6455 §5.5.2',
  why: 'A pong brings back what its ping carried.',
};

const CLOSE_CODE: Token = {
  kind: 'close-code',
  label: 'close code',
  clause: 'RFC 6455 §7.4',
  why: 'It says to programs why the connection ends.',
};

const CLOSE_REASON: Token = {
  kind: 'close-reason',
  label: 'close reason',
  clause: 'RFC 6455 §5.5.1',
  why: 'It says the same to people.',
};
