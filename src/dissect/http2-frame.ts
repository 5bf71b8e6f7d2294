import { bitsOf, hex, plural } from './bytes.ts';
import type { Direction } from './connection.ts';
import { DataReader } from './http2-data.ts';
import { fieldSection } from './http2-fields.ts';
import {
  CONTINUATION,
  DATA,
  END_STREAM,
  type FrameType,
  frameType,
  HEADERS,
  PADDED,
  PRIORITY,
  PUSH_PROMISE,
  RST_STREAM,
  SETTINGS,
} from './http2-names.ts';
import { controlPayload } from './http2-payload.ts';
import type { Http2Stream } from './http2-stream.ts';
import type { Layer, Reading, Steps, Token } from './layer.ts';
import type { Detail } from './span.ts';

/** The nine bytes before every payload (RFC 9113 §4.1). */
export interface FrameHeader {
  /** Number of the frame in its stream and direction, from 1. */
  readonly number: number;
  readonly sizeBytes: number;
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  /** The bit before the stream identifier, which means nothing. */
  readonly reserved: number;
}

/** What a receiver has to refuse before it reads the payload. */
interface Fault {
  /** The part of the header that says so. */
  readonly at: 'length' | 'type' | 'stream';
  readonly found: string;
  readonly expected: string;
  readonly clause: string;
}

const HEADER_BYTES = 9;
const PREFACE_TEXT = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const PREFACE_BYTES = Array.from(PREFACE_TEXT, (character) => character.charCodeAt(0));

/** The frames of one stream in one direction; those of the connection for stream 0. */
export function* http2Frames(layer: Layer, stream: Http2Stream, direction: Direction): Steps {
  if (stream.id === 0 && direction === 'inbound') yield* connectionPreface(layer);
  else if (stream.id > 0) layer.units.exchange = 1;
  const data = new DataReader(layer, stream, direction);
  /** Whether this direction may end here: nothing has begun, or END_STREAM was there. */
  let isOver = true;
  let header: FrameHeader | undefined;
  for (let number = 1; ; ) {
    header ??= yield* frameHeader(layer, number, isOver ? undefined : NEXT_FRAME);
    number = header.number + 1;
    const fault = faultOf(header);
    emitHeader(layer, header, fault);
    const hasEnd: boolean = (header.flags & END_STREAM) !== 0;
    if (header.type === HEADERS) isOver = hasEnd;
    if ((header.type === DATA && hasEnd) || header.type === RST_STREAM) isOver = true;
    header = yield* payload(layer, header, fault, { stream, direction, data });
    if (isOver) data.end();
  }
}

interface Side {
  readonly stream: Http2Stream;
  readonly direction: Direction;
  readonly data: DataReader;
}

/** @returns the header of the next frame, where it had to be read to be sure of this one */
function* payload(
  layer: Layer,
  header: FrameHeader,
  fault: Fault | undefined,
  { stream, direction, data }: Side,
): Steps<FrameHeader | undefined> {
  if (fault) {
    yield* layer.take(header.sizeBytes, UNREAD);
    layer.emit();
    return undefined;
  }
  if (header.type === DATA) {
    yield* data.read(header);
  } else if (header.type === HEADERS || header.type === PUSH_PROMISE) {
    return yield* fieldSection(layer, header, stream, direction);
  } else {
    yield* controlPayload(layer, header, direction === 'inbound' ? 'client' : 'server');
  }
  return undefined;
}

/** The client's first bytes: an HTTP/1 server would take them for a request and give up. */
function* connectionPreface(layer: Layer): Steps {
  yield* layer.peek();
  if (!(yield* layer.startsWith(PREFACE_BYTES, PREFACE))) return;
  yield* layer.take(PREFACE_BYTES.length, PREFACE);
  layer.emit();
}

/** Takes a header and leaves it to be emitted. */
export function* frameHeader(
  layer: Layer,
  number: number,
  awaited: Token | undefined,
): Steps<FrameHeader> {
  yield* layer.peek(awaited);
  const bytes = yield* layer.take(HEADER_BYTES, HEADER);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    number,
    sizeBytes: view.getUint32(0) >>> 8,
    type: view.getUint8(3),
    flags: view.getUint8(4),
    streamId: view.getUint32(5) & 0x7fff_ffff,
    reserved: view.getUint8(5) >>> 7,
  };
}

/** What RFC 9113 §6 asks of the header of each type. */
function faultOf(header: FrameHeader): Fault | undefined {
  const { sizeBytes, type, flags, streamId } = header;
  const { name, clause, on, size } = frameType(type);
  if (on === 'connection' && streamId !== 0) {
    return { at: 'stream', found: `${name} on stream ${streamId}`, expected: 'stream 0', clause };
  }
  if (on === 'stream' && streamId === 0) {
    return { at: 'stream', found: `${name} on stream 0`, expected: 'a stream', clause };
  }
  if (type === SETTINGS && (flags & END_STREAM) !== 0 && sizeBytes > 0) {
    const found = `an acknowledgement of ${plural(sizeBytes, 'byte')}`;
    return { at: 'length', found, expected: '0 bytes', clause };
  }
  const least = leastBytes(header);
  if (sizeBytes < least) {
    const found = `${name} of ${plural(sizeBytes, 'byte')}`;
    return { at: 'length', found, expected: `at least ${least}, as its flags say`, clause };
  }
  if (size && !size.accepts(sizeBytes)) {
    const found = `${name} of ${plural(sizeBytes, 'byte')}`;
    return { at: 'length', found, expected: size.expected, clause };
  }
  // One that goes on with a field section is read along with it.
  if (type === CONTINUATION) {
    const found = 'CONTINUATION with nothing to go on with';
    const expected = 'it right after HEADERS, PUSH_PROMISE or CONTINUATION without END_HEADERS';
    return { at: 'type', found, expected, clause };
  }
  return undefined;
}

/** What type and flags put before and behind content or fields, padding itself left out. */
export function leastBytes({ type, flags }: FrameHeader): number {
  const defined = frameType(type).flags;
  const has = (bit: number) => (flags & bit) !== 0 && defined.some((flag) => flag.bit === bit);
  return (has(PADDED) ? 1 : 0) + (has(PRIORITY) ? 5 : 0) + (type === PUSH_PROMISE ? 4 : 0);
}

/** Emits the nine bytes that were taken, part by part. */
export function emitHeader(layer: Layer, header: FrameHeader, fault?: Fault): void {
  layer.units.http2Frame = header.number;
  const { sizeBytes, type, flags, streamId, reserved } = header;
  const row = frameType(type);
  const emit = (at: Fault['at'] | undefined, reading: Reading, partBytes: number) => {
    if (fault === undefined || fault.at !== at) return layer.emit(reading, partBytes);
    const label = `malformed: found ${fault.found}, expected ${fault.expected}`;
    layer.emit({ ...reading, kind: 'malformed', label, clause: fault.clause }, partBytes);
  };
  emit('length', { ...LENGTH, value: plural(sizeBytes, 'byte') }, 3);
  const number = `type 0x${hex(type)}`;
  emit(
    'type',
    {
      ...TYPE,
      value: row.name,
      clause: row.clause,
      why: row.why,
      details: [{ label: 'number', value: number }],
    },
    1,
  );
  emit(undefined, describeFlags(flags, row), 1);
  emit('stream', describeStream(streamId, reserved), 4);
}

/** Flags that a type does not define mean nothing and are only counted. */
function describeFlags(flags: number, { flags: defined, clause }: FrameType): Reading {
  const set = defined.filter(({ bit }) => (flags & bit) !== 0).map(({ name }) => name);
  const others = flags & ~defined.reduce((mask, { bit }) => mask | bit, 0);
  if (others !== 0) set.push(`0x${hex(others)} unused`);
  const details: Detail[] = defined.map(({ name, bit, why }) => ({
    label: name,
    value: (flags & bit) === 0 ? '0' : '1',
    bits: bitsOf(flags, bit),
    clause,
    why,
  }));
  const value = set.length === 0 ? 'no flags' : set.join(', ');
  return { ...FLAGS, value, ...(details.length > 0 && { details }) };
}

function describeStream(streamId: number, reserved: number): Reading {
  const why =
    streamId === 0
      ? 'Stream 0 is the connection itself.'
      : streamId % 2 === 1
        ? 'Odd: the client opened this stream. Frames of many streams take turns on one connection.'
        : 'Even: the server opened this stream, to push.';
  return {
    ...STREAM,
    value: `stream ${streamId}`,
    why,
    details: [
      {
        label: 'reserved bit',
        value: `${reserved}, it means nothing`,
        bits: bitsOf(reserved << 7, 0x80),
        clause: 'RFC 9113 §4.1',
      },
      { label: 'stream identifier', value: `${streamId}, in 31 bits`, clause: 'RFC 9113 §5.1.1' },
    ],
  };
}

const PREFACE: Token = {
  kind: 'preface',
  label: 'client connection preface',
  clause: 'RFC 9113 §3.4',
  why: 'It reads like a request that no HTTP/1 server takes, so that a mistake is noticed at once.',
};

const NEXT_FRAME: Token = {
  kind: 'http2-length',
  label: 'the next frame, up to one with END_STREAM',
  clause: 'RFC 9113 §8.1',
};

const HEADER: Token = { kind: 'http2-length', label: 'frame header', clause: 'RFC 9113 §4.1' };

const LENGTH: Token = {
  kind: 'http2-length',
  label: 'length',
  clause: 'RFC 9113 §4.1',
  why: 'It says how many bytes of payload follow the nine bytes of the header.',
};

const TYPE: Token = { kind: 'http2-type', label: 'type', clause: 'RFC 9113 §6' };

const FLAGS: Token = {
  kind: 'http2-flags',
  label: 'flags',
  clause: 'RFC 9113 §4.1',
  why: 'Eight bits whose meaning depends on the type of the frame.',
};

const STREAM: Token = {
  kind: 'http2-stream',
  label: 'stream identifier',
  clause: 'RFC 9113 §4.1',
};

const UNREAD: Token = {
  kind: 'opaque',
  label: 'payload of a frame that is malformed',
  clause: 'RFC 9113 §5.4',
  isRun: true,
};
