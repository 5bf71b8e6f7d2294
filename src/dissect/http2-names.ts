/** A frame type: where it is defined, its flags, and what a receiver checks before it reads on. */
export interface FrameType {
  readonly name: string;
  readonly clause: string;
  readonly why: string;
  readonly flags: readonly Flag[];
  /** Whether it is about the connection (stream 0), about one stream, or about either. */
  readonly on: 'connection' | 'stream' | 'either';
  /** What the size of its payload must be, where that is not free. */
  readonly size?: { readonly expected: string; readonly accepts: (sizeBytes: number) => boolean };
}

export interface Flag {
  readonly name: string;
  readonly bit: number;
  readonly why: string;
}

export const END_STREAM = 0x01;
export const ACK = 0x01;
export const END_HEADERS = 0x04;
export const PADDED = 0x08;
export const PRIORITY = 0x20;

const endStream: Flag = {
  name: 'END_STREAM',
  bit: END_STREAM,
  why: 'The sender has nothing more to say on this stream. This is how a body ends over HTTP/2.',
};
const endHeaders: Flag = {
  name: 'END_HEADERS',
  bit: END_HEADERS,
  why: 'The field section is complete; without it a CONTINUATION frame follows.',
};
const padded: Flag = {
  name: 'PADDED',
  bit: PADDED,
  why: 'The payload begins with a length of padding and ends with the padding.',
};
const priority: Flag = {
  name: 'PRIORITY',
  bit: PRIORITY,
  why: 'Five bytes of the old priority scheme stand before the fields; RFC 9113 deprecates them.',
};
const ack: Flag = {
  name: 'ACK',
  bit: ACK,
  why: 'It answers a frame of the same type.',
};

export const DATA = 0x0;
export const HEADERS = 0x1;
export const PRIORITY_FRAME = 0x2;
export const RST_STREAM = 0x3;
export const SETTINGS = 0x4;
export const PUSH_PROMISE = 0x5;
export const PING = 0x6;
export const GOAWAY = 0x7;
export const WINDOW_UPDATE = 0x8;
export const CONTINUATION = 0x9;
export const ALTSVC = 0xa;
export const ORIGIN = 0xc;
export const PRIORITY_UPDATE = 0x10;

/** The types of RFC 9113 §6 and the extensions that browsers and servers send. */
export const FRAME_TYPES: Readonly<Record<number, FrameType>> = {
  [DATA]: {
    name: 'DATA',
    clause: 'RFC 9113 §6.1',
    why: 'It carries a piece of the body. There are no chunks: the frame itself says how long it is.',
    flags: [endStream, padded],
    on: 'stream',
  },
  [HEADERS]: {
    name: 'HEADERS',
    clause: 'RFC 9113 §6.2',
    why: 'It opens a stream or answers on it: the head of a message, or its trailers.',
    flags: [endStream, endHeaders, padded, priority],
    on: 'stream',
  },
  [PRIORITY_FRAME]: {
    name: 'PRIORITY',
    clause: 'RFC 9113 §6.3',
    why: 'It belongs to a priority scheme that RFC 9113 deprecates; receivers may pass over it.',
    flags: [],
    on: 'stream',
    size: exactly(5),
  },
  [RST_STREAM]: {
    name: 'RST_STREAM',
    clause: 'RFC 9113 §6.4',
    why: 'It ends this stream at once. The connection and its other streams stay.',
    flags: [],
    on: 'stream',
    size: exactly(4),
  },
  [SETTINGS]: {
    name: 'SETTINGS',
    clause: 'RFC 9113 §6.5',
    why: 'It says what its sender is able and willing to receive; the other side acknowledges it.',
    flags: [ack],
    on: 'connection',
    size: { expected: 'a multiple of 6 bytes', accepts: (sizeBytes) => sizeBytes % 6 === 0 },
  },
  [PUSH_PROMISE]: {
    name: 'PUSH_PROMISE',
    clause: 'RFC 9113 §6.6',
    why: 'It announces an answer that nobody asked for, by the request that would have asked for it.',
    flags: [endHeaders, padded],
    on: 'stream',
    size: atLeast(4),
  },
  [PING]: {
    name: 'PING',
    clause: 'RFC 9113 §6.7',
    why: 'The other side sends it back: a sign of life, and the round trip in time.',
    flags: [ack],
    on: 'connection',
    size: exactly(8),
  },
  [GOAWAY]: {
    name: 'GOAWAY',
    clause: 'RFC 9113 §6.8',
    why: 'It ends the connection in good order: streams up to the last one named may finish.',
    flags: [],
    on: 'connection',
    size: atLeast(8),
  },
  [WINDOW_UPDATE]: {
    name: 'WINDOW_UPDATE',
    clause: 'RFC 9113 §6.9',
    why: 'It allows the other side to send so many bytes of DATA more: flow control.',
    flags: [],
    on: 'either',
    size: exactly(4),
  },
  [CONTINUATION]: {
    name: 'CONTINUATION',
    clause: 'RFC 9113 §6.10',
    why: 'It goes on with a field section that did not fit into the frame before.',
    flags: [endHeaders],
    on: 'stream',
  },
  [ALTSVC]: {
    name: 'ALTSVC',
    clause: 'RFC 7838 §4',
    why: 'It names another place, for example HTTP/3, where the same origin can be had.',
    flags: [],
    on: 'either',
    size: atLeast(2),
  },
  [ORIGIN]: {
    name: 'ORIGIN',
    clause: 'RFC 8336 §2',
    why: 'It lists the origins that this connection may be used for.',
    flags: [],
    on: 'connection',
  },
  [PRIORITY_UPDATE]: {
    name: 'PRIORITY_UPDATE',
    clause: 'RFC 9218 §7.1',
    why: 'It says anew how urgent a response is and whether a part of it is of use.',
    flags: [],
    on: 'connection',
    size: atLeast(4),
  },
};

/** A receiver passes over a type that it does not know (RFC 9113 §4.1). */
export function frameType(type: number): FrameType {
  return (
    FRAME_TYPES[type] ?? {
      name: `type 0x${type.toString(16).padStart(2, '0')}`,
      clause: 'RFC 9113 §4.1',
      why: 'A type that is not known here; a receiver passes over it.',
      flags: [],
      on: 'either',
    }
  );
}

/** Why a stream or a connection ends (RFC 9113 §7). */
const ERROR_CODES: readonly (readonly [name: string, why: string])[] = [
  ['NO_ERROR', 'Nothing went wrong: the sender is done with it.'],
  ['PROTOCOL_ERROR', 'The other side did what the protocol forbids.'],
  ['INTERNAL_ERROR', 'The sender itself failed.'],
  ['FLOW_CONTROL_ERROR', 'More bytes came than the window allowed.'],
  ['SETTINGS_TIMEOUT', 'The settings were not acknowledged in time.'],
  ['STREAM_CLOSED', 'A frame came on a stream that was closed.'],
  ['FRAME_SIZE_ERROR', 'A frame has a size that its type does not allow.'],
  ['REFUSED_STREAM', 'Nothing was done with the request: it can be sent again.'],
  ['CANCEL', 'The stream is no longer wanted: this is what an aborted fetch sends.'],
  ['COMPRESSION_ERROR', 'The field compression of the connection is out of step.'],
  ['CONNECT_ERROR', 'The connection behind a CONNECT request was lost.'],
  ['ENHANCE_YOUR_CALM', 'The other side asks for too much.'],
  ['INADEQUATE_SECURITY', 'The TLS of the connection is too weak.'],
  ['HTTP_1_1_REQUIRED', 'The answer can only be had over HTTP/1.1.'],
];

export function errorCode(code: number): { name: string; why: string } {
  const [name, why] = ERROR_CODES[code] ?? [
    'unknown code',
    'A code that is not known here: a receiver may take it for INTERNAL_ERROR.',
  ];
  return { name: `${name} (0x${code.toString(16)})`, why };
}

function exactly(wantedBytes: number): FrameType['size'] {
  return { expected: `${wantedBytes} bytes`, accepts: (sizeBytes) => sizeBytes === wantedBytes };
}

function atLeast(leastBytes: number): FrameType['size'] {
  return {
    expected: `at least ${leastBytes} bytes`,
    accepts: (sizeBytes) => sizeBytes >= leastBytes,
  };
}
