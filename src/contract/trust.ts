/**
 * Path of an answer that differs each time it is made and that a cache may keep. A
 * browser keeps no answer of a connection with a certificate error, so asking twice
 * tells a trusted origin from one whose warning was clicked away.
 */
export const TRUST_PATH = '/live/trust';

/** Body of GET /live/trust. */
export interface TrustAnswer {
  /** Never the same twice. */
  answer: string;
}
