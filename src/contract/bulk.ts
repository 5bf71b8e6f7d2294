import type { NumberRange } from './parameters.ts';

const MIB = 1024 * 1024;

/** Size of the body of GET /live/bulk. */
export const BULK_BYTES: NumberRange = {
  min: 0,
  max: 32 * MIB,
  fallback: MIB,
  unit: 'bytes',
  meaning: 'how big the body is',
};

/**
 * Body of GET /live/bulk/:report: what became of the bodies that were asked for
 * with `report=` this id.
 */
export interface BulkReport {
  /** How many were asked for, and how many of them are still being written. */
  bodies: number;
  open: number;
  /** Connections that they came over. */
  connections: number;
  /**
   * Bytes of them that left the server's program. Over HTTP/1.1 the kernels'
   * buffers take them; over HTTP/2 the client's credit bounds them as well.
   */
  handedOverBytes: number;
  /**
   * What the client still allows the server to send in DATA frames on the
   * connection (RFC 9113 §6.9.1); null over HTTP/1.1 and once it is closed.
   */
  creditBytes: number | null;
}
