import { bitsOf, hex, hexOf, plural } from './bytes.ts';
import type { Layer, Reading, Steps, Token } from './layer.ts';
import type { Detail } from './span.ts';
import { OPCODES, type Opcode, type OpcodeRow } from './websocket-names.ts';
import { controlPayload, type Message, messagePayload } from './websocket-payload.ts';

export interface WebSocketRules {
  /** Frames of a client are masked and frames of a server are not (RFC 6455 §5.1). */
  readonly from: 'client' | 'server';
  /** Whether permessage-deflate was agreed on in the handshake; only then may RSV1 be set. */
  readonly permessageDeflate: boolean;
}

/** What the first two bytes of a frame say. */
export interface FrameHeader {
  readonly opcode: Opcode;
  readonly isFinal: boolean;
  readonly isControl: boolean;
  readonly isCompressed: boolean;
}

/**
 * The frames of one direction after the handshake (RFC 6455 §5.2). A message is
 * one frame, or several up to one with FIN; control frames may come in between.
 */
export function* webSocketFrames(layer: Layer, rules: WebSocketRules): Steps {
  let message: Message | undefined;
  let messages = 0;
  for (let number = 1; ; number++) {
    yield* layer.peek(message ? NEXT_FRAGMENT : NEXT_FRAME);
    layer.units.frame = number;
    const [byte = 0] = yield* layer.take(1, FIRST_BYTE);
    const header = readFirstByte(layer, byte, rules, message);
    if (!header.isControl) {
      message ??= { number: ++messages, type: header.opcode, isCompressed: header.isCompressed };
      layer.units.message = message.number;
    }
    layer.emit(describeFirstByte(byte, header));
    const sizeBytes = yield* payloadLength(layer, header, rules);
    const key = rules.from === 'client' ? yield* maskingKey(layer) : undefined;
    if (header.isControl || !message) yield* controlPayload(layer, header, sizeBytes, key);
    else yield* messagePayload(layer, header, sizeBytes, key, message);
    if (!header.isControl && header.isFinal) message = undefined;
    layer.units.frame = layer.units.message = undefined;
    if (header.opcode === 'close') return yield* layer.everything(AFTER_CLOSE);
  }
}

/** What it says, unless a receiver has to fail the connection at it. */
function readFirstByte(
  layer: Layer,
  byte: number,
  rules: WebSocketRules,
  message: Message | undefined,
): FrameHeader {
  const row = OPCODES[byte & 0x0f];
  const found = `byte 0x${hex(byte)}`;
  const isFinal = (byte & 0x80) !== 0;
  const isControl = (byte & 0x08) !== 0;
  const rsv1 = (byte & 0x40) !== 0;
  if (!row) layer.fail(`${found}, opcode ${byte & 0x0f}`, 'an opcode with a meaning', CLAUSE);
  if ((byte & 0x30) !== 0) {
    layer.fail(`${found}, RSV2 or RSV3 set`, '0: no extension uses them', CLAUSE);
  }
  if (rsv1 && (!rules.permessageDeflate || isControl || row.name === 'continuation')) {
    layer.fail(
      `${found}, RSV1 set`,
      '0: only permessage-deflate sets it, on the first frame',
      CLAUSE,
    );
  }
  if (isControl && !isFinal) {
    layer.fail(
      `${found}, ${row.name} without FIN`,
      'a control frame in one piece',
      'RFC 6455 §5.5',
    );
  }
  if (row.name === 'continuation' && !message) {
    layer.fail('a continuation frame', 'a frame that begins a message', 'RFC 6455 §5.4');
  }
  if (!isControl && row.name !== 'continuation' && message) {
    layer.fail(`a ${row.name} frame`, 'a continuation of the open message', 'RFC 6455 §5.4');
  }
  return { opcode: row.name, isFinal, isControl, isCompressed: rsv1 };
}

function describeFirstByte(byte: number, { opcode, isFinal }: FrameHeader): Reading {
  const number = `0x${(byte & 0x0f).toString(16)}`;
  return {
    value: `${isFinal ? 'FIN' : 'no FIN'}, opcode ${number} ${opcode}`,
    details: firstByteBits(byte, OPCODES[byte & 0x0f] as OpcodeRow),
  };
}

function firstByteBits(byte: number, opcode: OpcodeRow): Detail[] {
  const isFinal = (byte & 0x80) !== 0;
  const rsv1 = (byte & 0x40) !== 0;
  return [
    {
      label: 'FIN',
      value: isFinal ? '1: last frame of its message' : '0: more frames of this message follow',
      bits: bitsOf(byte, 0x80),
      clause: CLAUSE,
    },
    {
      label: 'RSV1',
      value: rsv1 ? '1: the message is compressed' : '0',
      bits: bitsOf(byte, 0x40),
      clause: 'RFC 7692 §6',
      why: 'permessage-deflate sets it on the first frame of a compressed message.',
    },
    { label: 'RSV2', value: '0', bits: bitsOf(byte, 0x20), clause: CLAUSE },
    { label: 'RSV3', value: '0', bits: bitsOf(byte, 0x10), clause: CLAUSE },
    {
      label: 'opcode',
      value: `0x${(byte & 0x0f).toString(16)} ${opcode.name}`,
      bits: bitsOf(byte, 0x0f),
      clause: opcode.clause,
      why: opcode.why,
    },
  ];
}

/** Seven bits in the second byte; 126 and 127 say that two or eight bytes follow instead. */
function* payloadLength(
  layer: Layer,
  { isControl, opcode }: FrameHeader,
  { from }: WebSocketRules,
): Steps<number> {
  const [byte = 0] = yield* layer.take(1, SECOND_BYTE);
  const isMasked = (byte & 0x80) !== 0;
  const short = byte & 0x7f;
  if (isMasked !== (from === 'client')) {
    const expected = from === 'client' ? '1: a client masks' : '0: a server does not mask';
    layer.fail(`MASK ${isMasked ? 1 : 0}`, expected, 'RFC 6455 §5.1');
  }
  if (isControl && short > 125) {
    layer.fail(`a ${opcode} frame of more than 125 bytes`, '125 at most', 'RFC 6455 §5.5');
  }
  const meaning =
    short === 126
      ? '126: the length is in the next 2 bytes'
      : short === 127
        ? '127: the length is in the next 8 bytes'
        : plural(short, 'byte');
  layer.emit({
    value: `MASK ${isMasked ? 1 : 0}, ${meaning}`,
    details: [
      {
        label: 'MASK',
        value: isMasked ? '1: a masking key follows' : '0: the payload is as it is',
        bits: bitsOf(byte, 0x80),
        clause: 'RFC 6455 §5.1',
        why: 'Clients mask so that a script cannot put bytes of its choice on the wire.',
      },
      { label: 'payload length', value: meaning, bits: bitsOf(byte, 0x7f), clause: CLAUSE },
    ],
  });
  if (short < 126) return short;
  return yield* extendedLength(layer, short === 126 ? 2 : 8);
}

function* extendedLength(layer: Layer, fieldBytes: 2 | 8): Steps<number> {
  const bytes = yield* layer.take(fieldBytes, EXTENDED_LENGTH);
  const sizeBytes = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (sizeBytes < (fieldBytes === 2 ? 126 : 65536)) {
    layer.fail(`length ${sizeBytes} in ${fieldBytes} bytes`, 'the shortest form', CLAUSE);
  }
  if (!Number.isSafeInteger(sizeBytes)) {
    layer.fail(`length 0x${hexOf(bytes).replaceAll(' ', '')}`, 'one that can be counted', CLAUSE);
  }
  layer.emit({ value: plural(sizeBytes, 'byte') });
  return sizeBytes;
}

function* maskingKey(layer: Layer): Steps<Uint8Array> {
  const key = yield* layer.take(4, MASKING_KEY);
  layer.emit({ value: hexOf(key) });
  return key;
}

const CLAUSE = 'RFC 6455 §5.2';

const NEXT_FRAME: Token = {
  kind: 'frame-header',
  label: 'the next frame, or a close frame',
  clause: CLAUSE,
};

const NEXT_FRAGMENT: Token = {
  kind: 'frame-header',
  label: 'the next frame of the open message',
  clause: 'RFC 6455 §5.4',
};

const FIRST_BYTE: Token = {
  kind: 'frame-header',
  label: 'FIN, RSV1–3, opcode',
  clause: CLAUSE,
  why: 'It says what kind of frame this is and whether the message ends with it.',
};

const SECOND_BYTE: Token = {
  kind: 'frame-length',
  label: 'MASK, payload length',
  clause: CLAUSE,
  why: 'It says how many bytes of payload follow, so that a receiver finds the next frame.',
};

const EXTENDED_LENGTH: Token = {
  kind: 'frame-length',
  label: 'extended payload length',
  clause: CLAUSE,
  why: 'Seven bits count to 125; longer payloads get 16 or 64 bits, in network byte order.',
};

const MASKING_KEY: Token = {
  kind: 'masking-key',
  label: 'masking key',
  clause: 'RFC 6455 §5.3',
  why: 'Four random bytes, new for each frame; byte i of the payload is XORed with byte i mod 4.',
};

const AFTER_CLOSE: Token = {
  kind: 'opaque',
  label: 'bytes after the close frame',
  clause: 'RFC 6455 §5.5.1',
};
