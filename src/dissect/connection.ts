import type { HeaderField } from '#contract/wire-record.ts';
import { type Conversation, requests, responses } from './http1-conversation.ts';
import { Layer, type Steps } from './layer.ts';
import type { Span } from './span.ts';

/** Inbound is towards the server, outbound towards the browser (RFC 9110 §3.7). */
export type Direction = 'inbound' | 'outbound';

/** How one direction stands after the bytes so far. */
export interface Dissection {
  /** Spans that are new since the last call; none of them changes any more. */
  readonly spans: readonly Span[];
  /** The bytes after the last span: one token that is not complete, to be shown until the next call. */
  readonly tail: Span | undefined;
  /** What has to come so that nothing is cut off; undefined where the stream may end here. */
  readonly awaits: string | undefined;
}

export type Dissections = Readonly<Record<Direction, Dissection>>;

export interface ConnectionDissector {
  /**
   * Bytes as they crossed the wire. A response comes after the request it answers.
   *
   * @param decoded what the field section that these bytes end decodes to; HTTP/2 only
   */
  feed(
    direction: Direction,
    bytes: Uint8Array,
    decoded?: readonly HeaderField[] | undefined,
  ): Dissections;
  /** Bytes that crossed the wire and were not kept: what follows them cannot be read. */
  skip(direction: Direction, sizeBytes: number): Dissections;
  /** The connection is over: the tails become spans, and `awaits` says what never came. */
  end(): Dissections;
}

/**
 * Labels every byte of one HTTP/1.1 connection, WebSocket frames after an upgrade
 * included. Both directions are needed: the method decides whether a response has
 * a body (RFC 9112 §6.3), and status 101 ends HTTP in both (RFC 9110 §7.8).
 *
 * The work of a call is in proportion to its bytes, however many came before.
 */
export function createConnectionDissector(): ConnectionDissector {
  const talk: Conversation = { requests: [], answers: [] };
  return dissectorOf(
    {
      inbound: (layer) => requests(layer, talk),
      outbound: (layer) => responses(layer, talk),
    },
    () => talk.answers.length < talk.requests.length,
  );
}

/** @param isUnanswered whether a response is still to come */
export function dissectorOf(
  parsers: Record<Direction, (layer: Layer) => Steps>,
  isUnanswered: () => boolean,
): ConnectionDissector {
  const written: Record<Direction, Span[]> = { inbound: [], outbound: [] };
  const layers: Record<Direction, Layer> = {
    inbound: new Layer(parsers.inbound, (span) => written.inbound.push(span)),
    outbound: new Layer(parsers.outbound, (span) => written.outbound.push(span)),
  };

  return {
    feed(direction, bytes) {
      layers[direction].feed(bytes);
      // Frames of the client may be here already, waiting to be told that they are frames.
      if (direction === 'outbound') layers.inbound.resume();
      return { inbound: report('inbound'), outbound: report('outbound') };
    },
    skip(direction, sizeBytes) {
      layers[direction].skip(sizeBytes);
      return { inbound: report('inbound'), outbound: report('outbound') };
    },
    end() {
      const missing = { inbound: awaits('inbound'), outbound: awaits('outbound') };
      layers.inbound.end();
      layers.outbound.end();
      return {
        inbound: { ...report('inbound'), awaits: missing.inbound },
        outbound: { ...report('outbound'), awaits: missing.outbound },
      };
    },
  };

  function report(direction: Direction): Dissection {
    const spans = written[direction];
    written[direction] = [];
    return { spans, tail: layers[direction].rest(), awaits: awaits(direction) };
  }

  function awaits(direction: Direction): string | undefined {
    const isMissing = direction === 'outbound' && isUnanswered();
    return layers[direction].awaits ?? (isMissing ? 'the response' : undefined);
  }
}

/** A whole recorded connection at once, for what is rendered from a capture. */
export function dissectConnection(
  records: Iterable<{ direction: Direction; bytes: Uint8Array }>,
): Record<Direction, Span[]> {
  const dissector = createConnectionDissector();
  const whole: Record<Direction, Span[]> = { inbound: [], outbound: [] };
  for (const { direction, bytes } of records) add(dissector.feed(direction, bytes));
  add(dissector.end());
  return whole;

  function add({ inbound, outbound }: Dissections): void {
    for (const span of inbound.spans) whole.inbound.push(span);
    for (const span of outbound.spans) whole.outbound.push(span);
  }
}
