/**
 * A field block that RFC 7541 calls undecodable. The table of its connection and
 * direction is out of step from here on: an endpoint ends the connection with
 * COMPRESSION_ERROR (RFC 9113 §4.3), a tap can decode no later block.
 */
export class HpackError extends Error {
  /** The clause that says so, for example `RFC 7541 §5.2`. */
  readonly clause: string;

  constructor(found: string, expected: string, clause: string) {
    super(`field block: found ${found}, expected ${expected} (${clause})`);
    this.name = 'HpackError';
    this.clause = clause;
  }
}
