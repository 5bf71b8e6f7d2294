import { FRAME_HEADER_BYTES, type Frame, GOAWAY } from './frame-reader.ts';

/** Behind the last stream's id (RFC 9113 §6.8). */
const ERROR_CODE_AT = FRAME_HEADER_BYTES + 4;

/** GOAWAY (RFC 9113 §6.8): no stream above the last one was or will be served. */
export function goawayFrame(lastStreamId: number, errorCode: number): Buffer {
  const payloadBytes = 8;
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + payloadBytes);
  frame.writeUIntBE(payloadBytes, 0, 3);
  frame[3] = GOAWAY;
  frame.writeUInt32BE(lastStreamId, FRAME_HEADER_BYTES);
  frame.writeUInt32BE(errorCode, ERROR_CODE_AT);
  return frame;
}

/** The error code that a GOAWAY says. */
export function goawayCodeOf({ bytes }: Frame): number {
  return bytes.readUInt32BE(ERROR_CODE_AT);
}
