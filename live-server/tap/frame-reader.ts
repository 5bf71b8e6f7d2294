/** Types of frames (RFC 9113 §6) that decide whose bytes are whose. */
export const DATA = 0x0;
export const HEADERS = 0x1;
export const RST_STREAM = 0x3;
export const SETTINGS = 0x4;
export const PUSH_PROMISE = 0x5;
export const PING = 0x6;
export const GOAWAY = 0x7;
export const WINDOW_UPDATE = 0x8;
export const CONTINUATION = 0x9;
/** No type of frame: the octets that a client begins with (RFC 9113 §3.4). */
export const PREFACE = -1;

export const END_STREAM = 0x1;
export const ACK = 0x1;
export const END_HEADERS = 0x4;
const PADDED = 0x8;
const PRIORITY = 0x20;

const PREFACE_BYTES = 24;
export const FRAME_HEADER_BYTES = 9;
/** SETTINGS_MAX_FRAME_SIZE as it is where nobody says otherwise (RFC 9113 §6.5.2). */
const PAYLOAD_BYTES_MAX = 16_384;
export const FRAME_BYTES_MAX = FRAME_HEADER_BYTES + PAYLOAD_BYTES_MAX;

/** One frame as it crossed the wire, its header included. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  /** 0 for the connection itself. */
  readonly streamId: number;
  readonly bytes: Buffer;
}

/** Cuts one direction of an HTTP/2 connection into frames (RFC 9113 §4.1), however it is read. */
export class FrameReader {
  /** A frame was larger than anybody may send: what follows cannot be told apart. */
  isLost = false;
  #expectsPreface: boolean;
  #unread: Buffer = Buffer.alloc(0);

  constructor({ expectsPreface }: { expectsPreface: boolean }) {
    this.#expectsPreface = expectsPreface;
  }

  /** The frames that are complete with these bytes. */
  read(bytes: Buffer): Frame[] {
    if (this.isLost) return [];
    const all = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
    const frames: Frame[] = [];
    let at = 0;
    if (this.#expectsPreface && all.length >= PREFACE_BYTES) {
      this.#expectsPreface = false;
      at = PREFACE_BYTES;
      frames.push({ type: PREFACE, flags: 0, streamId: 0, bytes: all.subarray(0, at) });
    }
    while (!this.#expectsPreface && all.length - at >= FRAME_HEADER_BYTES) {
      const payloadBytes = all.readUIntBE(at, 3);
      this.isLost = payloadBytes > PAYLOAD_BYTES_MAX;
      const end = at + FRAME_HEADER_BYTES + payloadBytes;
      if (this.isLost || all.length < end) break;
      frames.push({
        type: all[at + 3] as number,
        flags: all[at + 4] as number,
        streamId: all.readUInt32BE(at + 5) & 0x7fff_ffff,
        bytes: all.subarray(at, end),
      });
      at = end;
    }
    this.#unread = this.isLost ? Buffer.alloc(0) : all.subarray(at);
    return frames;
  }
}

/** A part of a field block (RFC 9113 §4.3) and where it lies in its frame. */
export interface Fragment {
  readonly start: number;
  readonly end: number;
}

/** What of a HEADERS, PUSH_PROMISE or CONTINUATION frame belongs to the field block. */
export function fragmentOf({ type, flags, bytes }: Frame): Fragment {
  let start = FRAME_HEADER_BYTES;
  let end = bytes.length;
  if (type !== CONTINUATION && flags & PADDED) {
    end -= bytes[start] ?? 0;
    start += 1;
  }
  if (type === HEADERS && flags & PRIORITY) start += 5;
  if (type === PUSH_PROMISE) start += 4;
  return { start, end: Math.max(start, end) };
}

/** The stream that a PUSH_PROMISE frame reserves (RFC 9113 §6.6). */
export function promisedStream({ flags, bytes }: Frame): number {
  const at = FRAME_HEADER_BYTES + (flags & PADDED ? 1 : 0);
  return bytes.length < at + 4 ? 0 : bytes.readUInt32BE(at) & 0x7fff_ffff;
}
