import { ByteQueue } from './byte-queue.ts';
import { nameOf, plural } from './bytes.ts';
import type { Detail, Span, SpanKind, Units } from './span.ts';

/**
 * A parser written as if every byte were there: where one is missing it yields,
 * and goes on when more have come. So where the input is cut cannot matter.
 */
export type Steps<T = void> = Generator<undefined, T, undefined>;

/** What is being read, said before it is all there. */
export interface Token {
  readonly kind: SpanKind;
  readonly label: string;
  readonly clause: string;
  readonly why?: string;
  /** Any piece of it is as good as the whole: text, not a number. */
  readonly isRun?: true;
  /** What a piece of a run says. */
  readonly read?: (bytes: Uint8Array) => Reading;
}

/** What is known once a token is there. */
export interface Reading extends Partial<Omit<Token, 'isRun' | 'read'>> {
  readonly value?: string;
  readonly details?: readonly Detail[];
}

/** A run becomes a span at the latest after this many bytes. */
const RUN_BYTES_MAX = 4096;

/** What stands where a specification allows it not. Thrown by parsers, caught by their layer. */
class Malformed extends Error {
  readonly clause: string;

  constructor(found: string, expected: string, clause: string) {
    super(`malformed: found ${found}, expected ${expected}`);
    this.clause = clause;
  }
}

/**
 * One protocol on the way: bytes in, spans out. A body is a layer inside the
 * layer of its connection, which feeds it only what is body.
 *
 * A parser takes bytes for a token and then emits them as a span. Bytes that were
 * fed and not emitted are the layer's rest; there is never more than one token of
 * them.
 */
export class Layer {
  /** The units of this layer that the next span belongs to. */
  readonly units: Units = {};
  /** The layer that reads the body just now. */
  inner: Layer | undefined;
  readonly #steps: Steps;
  readonly #write: (span: Span) => void;
  readonly #outer: Layer | undefined;
  readonly #queue = new ByteQueue();
  #token: Token | undefined;
  /** Size of the token and of what is taken before it, where it is known before its end. */
  #tokenBytes: number | undefined;
  /** Bytes at the front of the queue that the parser has taken. */
  #taken = 0;
  /** Bytes at the front of the queue that a pause has already emitted. */
  #given = 0;
  /** Where the next span begins, and the end of what was fed, in bytes of the direction. */
  #spanStart = 0;
  #wireEnd = 0;
  /** Nothing is read any more: each further byte belongs to the rest. */
  #isOpaque = false;

  constructor(parse: (layer: Layer) => Steps, write: (span: Span) => void, outer?: Layer) {
    this.#steps = parse(this);
    this.#write = write;
    this.#outer = outer;
  }

  // What the owner of a layer calls.

  /** @param at offset of the first byte in the stream of its direction */
  feed(bytes: Uint8Array, at: number = this.#wireEnd): void {
    if (at !== this.#wireEnd) this.#spanStart = at;
    this.#wireEnd = at + bytes.length;
    if (!this.#isOpaque) this.#queue.add(bytes);
    this.resume();
  }

  /** Goes on where the parser waits, also when it waited for something other than bytes. */
  resume(): void {
    if (this.#isOpaque) return;
    try {
      if (this.#steps.next().done) this.#becomeOpaque(REST);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#emitRange(this.#spanStart + this.#taken - this.#given, {
        kind: 'malformed',
        label: error.message,
        clause: error.clause,
      });
      this.#becomeOpaque(REST);
    }
  }

  /** A chunk or frame ends here, and the next byte comes from elsewhere: emits what is there of a token. */
  pause(unit: 'chunk' | 'frame' = 'chunk'): void {
    const here = this.#wireEnd - this.#spanStart;
    if (here === 0 || !this.#token) return;
    const from = this.#given + 1;
    this.#given += here;
    const size = this.#tokenBytes === undefined ? '' : ` of ${this.#tokenBytes}`;
    const piece = `, bytes ${from}–${this.#given}${size}, up to the end of the ${unit}`;
    const token = this.#readToken(this.#queue.length);
    if (!this.#token.isRun) token.label += piece;
    this.#emitRange(this.#wireEnd, token);
    if (this.#token.isRun) this.#forget();
  }

  /** Nothing comes any more: emits the rest. */
  end(): void {
    this.inner?.end();
    const rest = this.rest();
    if (rest) {
      const cutOff = rest.label.replace(/^incomplete: /, 'cut off: ');
      this.#emitRange(this.#wireEnd, { ...rest, label: cutOff });
    }
    this.#becomeOpaque(REST);
  }

  /** Bytes crossed the wire and were not kept; what comes after them cannot be read. */
  skip(sizeBytes: number): void {
    this.end();
    this.#wireEnd += sizeBytes;
    this.#emitRange(this.#wireEnd, { ...GAP, label: `not kept: ${plural(sizeBytes, 'byte')}` });
  }

  /** The bytes that are no span yet, as a span that the next byte may change. */
  rest(): Span | undefined {
    const inner = this.inner?.rest();
    if (inner) return inner;
    const here = this.#wireEnd - this.#spanStart;
    if (here === 0 || !this.#token) return undefined;
    const token = this.#readToken(this.#queue.length);
    if (this.#token.isRun) return this.#span(this.#wireEnd, token);
    const size =
      this.#tokenBytes === undefined ? '' : `, ${this.#given + here} of ${this.#tokenBytes} bytes`;
    const label = `incomplete: ${token.label}${size}`;
    return this.#span(this.#wireEnd, { ...token, kind: 'incomplete', label });
  }

  /** What has to come so that nothing is cut off; undefined where the stream may end. */
  get awaits(): string | undefined {
    return this.#isOpaque
      ? undefined
      : this.#token && !this.#token.isRun
        ? this.#token.label
        : undefined;
  }

  // What a parser calls.

  /** Bytes taken and not emitted; a pause emits those of a run. */
  get takenBytes(): number {
    return this.#taken;
  }

  /** The next byte, which stays. Without a token, the stream may as well end here. */
  *peek(token?: Token): Steps<number> {
    this.#expect(token);
    while (this.#queue.length === this.#taken) yield;
    return this.#queue.at(this.#taken);
  }

  /** Whether these bytes come next; they stay. */
  *startsWith(expected: readonly number[], token: Token): Steps<boolean> {
    this.#expect(token);
    for (const [index, byte] of expected.entries()) {
      while (this.#queue.length <= this.#taken + index) yield;
      if (this.#queue.at(this.#taken + index) !== byte) return false;
    }
    return true;
  }

  /** Takes exactly so many bytes. */
  *take(sizeBytes: number, token: Token): Steps<Uint8Array> {
    this.#expect(token, this.#taken + sizeBytes);
    while (this.#queue.length < this.#taken + sizeBytes) yield;
    return this.#took(this.#taken + sizeBytes);
  }

  /** Takes bytes up to the first that is not accepted, or a full run of them. */
  *takeWhile(accept: (byte: number) => boolean, token: Token): Steps<Uint8Array> {
    this.#expect(token);
    const most = token.isRun ? RUN_BYTES_MAX : Number.POSITIVE_INFINITY;
    const from = this.#taken;
    while (true) {
      while (this.#taken < this.#queue.length && this.#taken < most) {
        if (!accept(this.#queue.at(this.#taken))) return this.#queue.slice(from, this.#taken);
        this.#taken++;
      }
      if (this.#taken >= most) return this.#queue.slice(from, this.#taken);
      yield;
    }
  }

  /** Hands bytes to the inner layer as they come: at least one, at most so many. */
  *passOn(bytesMax: number, token?: Token): Steps<number> {
    yield* this.peek(token);
    const bytes = this.#queue.slice(0, Math.min(bytesMax, this.#queue.length));
    const at = this.#spanStart;
    this.#queue.drop(bytes.length);
    this.#spanStart += bytes.length;
    this.inner?.feed(bytes, at);
    return bytes.length;
  }

  /** A layer for what this one carries; it writes to the same place. */
  inside(parse: (layer: Layer) => Steps): Layer {
    return new Layer(parse, this.#write, this);
  }

  /** Waits for something that no byte of this direction brings. */
  *until(isSo: () => boolean, token: Token): Steps {
    this.#expect(token);
    while (!isSo()) yield;
  }

  /** Everything that ever comes is this. */
  *everything(token: Token): Steps<never> {
    this.#becomeOpaque({ ...token, isRun: true });
    while (true) yield;
  }

  /** Emits the bytes taken, or the first of them, as a span. Nothing taken, nothing emitted. */
  emit(reading: Reading = {}, sizeBytes: number = this.#taken): void {
    const token = { ...this.#readToken(sizeBytes), ...reading };
    if (this.#given > 0) token.label += `, bytes ${this.#given + 1}–${sizeBytes} of ${sizeBytes}`;
    this.#emitRange(this.#spanStart + sizeBytes - this.#given, token);
    this.#queue.drop(sizeBytes);
    this.#taken -= sizeBytes;
    this.#given = 0;
  }

  /** Ends the reading of this layer at the bytes taken. */
  fail(found: string, expected: string, clause: string): never {
    throw new Malformed(found, expected, clause);
  }

  /** Ends the reading of this layer at the next byte, which has been peeked at. */
  failAtNext(expected: string, clause: string): never {
    this.#taken++;
    throw new Malformed(nameOf(this.#queue.at(this.#taken - 1)), expected, clause);
  }

  /** The token with so many bytes from the front of the queue, as far as they are understood. */
  #readToken(sizeBytes: number): Reading & { label: string } {
    const { read, isRun, ...token } = this.#token ?? REST;
    return { ...token, ...read?.(this.#queue.slice(0, sizeBytes)) };
  }

  #expect(token: Token | undefined, sizeBytes?: number): void {
    this.#token = token;
    this.#tokenBytes = sizeBytes;
  }

  #took(end: number): Uint8Array {
    const bytes = this.#queue.slice(this.#taken, end);
    this.#taken = end;
    return bytes;
  }

  #forget(): void {
    this.#queue.drop(this.#queue.length);
    this.#taken = this.#given = 0;
  }

  #becomeOpaque(token: Token): void {
    this.#forget();
    this.#expect(token);
    this.#isOpaque = true;
  }

  #emitRange(end: number, reading: Reading): void {
    if (end === this.#spanStart) return;
    this.#write(this.#span(end, reading));
    this.#spanStart = end;
  }

  #span(end: number, { kind, label, clause, why, value, details }: Reading): Span {
    return {
      start: this.#spanStart,
      end,
      kind: kind as SpanKind,
      label: label as string,
      ...(value !== undefined && { value }),
      clause: clause as string,
      ...(why !== undefined && { why }),
      ...(details !== undefined && { details }),
      within: { ...this.#outer?.units, ...this.units },
    };
  }
}

const REST: Token = {
  kind: 'opaque',
  label: 'not dissected: what comes after malformed bytes has no certain meaning',
  clause: 'RFC 9112 §11.2',
  isRun: true,
};

const GAP: Token = {
  kind: 'gap',
  label: 'not kept',
  clause: 'a limit of ours, in no standard',
  why: 'The recording of a run is bounded.',
};
