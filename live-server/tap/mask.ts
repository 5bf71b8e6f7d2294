/** Fields whose values are nobody's business but the client's and the server's, in lower case. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  // Client addresses, as proxies in front of the lab pass them on.
  'cf-connecting-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'forwarded',
  'true-client-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-forwarded-for',
  'x-original-forwarded-for',
  'x-real-ip',
]);

/** @param name as it came: a malformed one hides nothing */
export function isSecretField(name: string): boolean {
  return SECRET_FIELDS.has(name.trim().toLowerCase());
}

const NAME_BYTES_MAX = Math.max(...[...SECRET_FIELDS].map((name) => name.length));

const HTAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const STAR = 0x2a;
const COLON = 0x3a;

/**
 * Masks the secrets of one message's head, in place and with their lengths kept:
 * each byte of a secret value becomes `*`. The head may come in as many pieces as
 * it likes; the body is left alone, whatever it looks like.
 *
 * Head: start line, field lines, empty line (RFC 9112 §2.1). An interim answer
 * (1xx, RFC 9110 §15.2) is followed by another head; 101 is not.
 */
export class HeadMask {
  /** Whether the head is over: what follows is body. */
  done = false;

  #part: 'start' | 'name' | 'padding' | 'value' = 'start';
  /** The start line's first bytes, or the field name, in lower case. */
  #word = '';
  #isSecret = false;
  #isInterim = false;

  /** Masks what of the head is in `bytes`; the next piece goes on from there. */
  apply(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !this.done) {
      if (this.#part === 'start') at = this.#passStartLine(bytes, at);
      else if (this.#part === 'name') at = this.#passName(bytes, at);
      else at = this.#passValue(bytes, at);
    }
  }

  /** An empty line before the start line is ignored (RFC 9112 §2.2). */
  #passStartLine(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === LF && this.#word !== '') {
        this.#isInterim = /^HTTP\/1\.1 1(?!01)/.test(this.#word);
        this.#toNextLine();
        return at + 1;
      }
      if (byte !== CR && byte !== LF && this.#word.length < NAME_BYTES_MAX) {
        this.#word += String.fromCharCode(byte);
      }
    }
    return bytes.length;
  }

  #passName(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === COLON) {
        this.#isSecret = isSecretField(this.#word);
        this.#part = 'padding';
        return at + 1;
      }
      if (byte === LF) {
        if (this.#word === '') this.#finishHead();
        else this.#toNextLine();
        return at + 1;
      }
      // A line that begins with white space goes on with the value before it (RFC 9112 §5.2).
      if (this.#word === '' && (byte === SP || byte === HTAB)) {
        this.#part = 'padding';
        return at;
      }
      if (byte !== CR && this.#word.length <= NAME_BYTES_MAX) {
        this.#word += String.fromCharCode(byte);
      }
    }
    return bytes.length;
  }

  #passValue(bytes: Uint8Array, from: number): number {
    const lineEnd = bytes.indexOf(LF, from);
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    for (let at = from; this.#isSecret && at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === CR) continue;
      if (this.#part === 'padding' && (byte === SP || byte === HTAB)) continue;
      this.#part = 'value';
      bytes[at] = STAR;
    }
    if (lineEnd < 0) return end;
    this.#toNextLine();
    return end + 1;
  }

  #toNextLine(): void {
    this.#part = 'name';
    this.#word = '';
  }

  #finishHead(): void {
    this.done = !this.#isInterim;
    this.#part = 'start';
    this.#isSecret = false;
  }
}
