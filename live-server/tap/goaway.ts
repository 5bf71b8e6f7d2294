import { FRAME_HEADER_BYTES, GOAWAY } from './frame-reader.ts';

/** GOAWAY (RFC 9113 §6.8): no stream above the last one was or will be served. */
export function goawayFrame(lastStreamId: number, errorCode: number): Buffer {
  const payloadBytes = 8;
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + payloadBytes);
  frame.writeUIntBE(payloadBytes, 0, 3);
  frame[3] = GOAWAY;
  frame.writeUInt32BE(lastStreamId, FRAME_HEADER_BYTES);
  frame.writeUInt32BE(errorCode, FRAME_HEADER_BYTES + 4);
  return frame;
}
