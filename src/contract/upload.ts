import type { NumberRange } from './parameters.ts';

/** How much an upload may be, in bytes; over it 413. */
export const UPLOAD_BYTES_MAX = 8 * 1024 * 1024;

/** How fast the server reads at most; without a wish, faster than anything arrives. */
export const READ_RATE: NumberRange = {
  min: 1_000,
  max: 1_000_000_000,
  fallback: 1_000_000_000,
  unit: 'bytes a second',
  meaning: 'how fast the server reads the body at most',
};

/** Most reads that a report tells one by one; what comes after is added to the last. */
export const UPLOAD_READS_MAX = 2000;

/** One read of a request body, as the server's program got it. */
export interface UploadRead {
  /** Ms since the head of the request was there, on the server's clock. */
  atMs: number;
  /** How many bytes it brought. */
  bytes: number;
}

/** Body of the answer to POST /live/upload, and data of its last event. */
export interface UploadReport {
  /** How many bytes came in all. */
  bytes: number;
  reads: UploadRead[];
}

/** Data of a `progress` event, for a client that accepts text/event-stream. */
export interface UploadProgress {
  atMs: number;
  /** How many bytes have come so far. */
  bytes: number;
}
