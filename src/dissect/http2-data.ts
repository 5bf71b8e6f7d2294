import { plural } from './bytes.ts';
import type { Direction } from './connection.ts';
import { contentParser } from './content-type.ts';
import { type FrameHeader, leastBytes } from './http2-frame.ts';
import { END_STREAM, PADDED } from './http2-names.ts';
import type { Http2Stream } from './http2-stream.ts';
import type { Layer, Steps, Token } from './layer.ts';
import { webSocketFrames } from './websocket-frame.ts';

/**
 * The content of one direction of a stream, whose pieces lie in DATA frames. It
 * does not know where a frame ends, so it is a layer of its own that is paused
 * there, as a body is between two chunks of HTTP/1.1.
 */
export class DataReader {
  readonly #layer: Layer;
  readonly #stream: Http2Stream;
  readonly #direction: Direction;
  #content: Layer | undefined;

  constructor(layer: Layer, stream: Http2Stream, direction: Direction) {
    this.#layer = layer;
    this.#stream = stream;
    this.#direction = direction;
  }

  /** The payload of one DATA frame (RFC 9113 §6.1). */
  *read(header: FrameHeader): Steps {
    const layer = this.#layer;
    const restBytes = header.sizeBytes - leastBytes(header);
    const isPadded = (header.flags & PADDED) !== 0;
    const paddingBytes = isPadded ? yield* padLength(layer, restBytes) : 0;
    if (paddingBytes === undefined) return yield* unread(layer, restBytes);
    yield* this.#readContent(restBytes - paddingBytes);
    if (paddingBytes > 0) {
      yield* layer.take(paddingBytes, PADDING);
      layer.emit({ value: plural(paddingBytes, 'byte') });
    }
    if ((header.flags & END_STREAM) !== 0) this.end();
  }

  *#readContent(sizeBytes: number): Steps {
    if (sizeBytes === 0) return;
    this.#content ??= this.#layer.inside(contentOf(this.#stream, this.#direction));
    this.#layer.inner = this.#content;
    for (let left = sizeBytes; left > 0; ) left -= yield* this.#layer.passOn(left, CONTENT);
    this.#content.pause('frame');
  }

  /** No further DATA comes. */
  end(): void {
    this.#content?.end();
    this.#layer.inner = undefined;
  }
}

/** Over HTTP/2 a WebSocket is a stream that an extended CONNECT has opened (RFC 8441 §5). */
function contentOf(
  { request, response }: Http2Stream,
  direction: Direction,
): (layer: Layer) => Steps {
  const isWebSocket =
    request?.get(':method') === 'CONNECT' && request.get(':protocol') === 'websocket';
  if (!isWebSocket) {
    return contentParser((direction === 'inbound' ? request : response) ?? new Map());
  }
  const from = direction === 'inbound' ? 'client' : 'server';
  const extensions = response?.get('sec-websocket-extensions') ?? '';
  const permessageDeflate = /(^|[\s,])permessage-deflate($|[\s,;])/i.test(extensions);
  return (layer) => webSocketFrames(layer, { from, permessageDeflate });
}

/**
 * The byte that says how long the padding is (RFC 9113 §6.1).
 *
 * @param roomBytes how long it may be
 * @returns how long it is; undefined where that is too long
 */
export function* padLength(layer: Layer, roomBytes: number): Steps<number | undefined> {
  const [paddingBytes = 0] = yield* layer.take(1, PAD_LENGTH);
  if (paddingBytes <= roomBytes) {
    layer.emit({ value: plural(paddingBytes, 'byte') });
    return paddingBytes;
  }
  const label = `malformed: found ${paddingBytes} bytes of padding, expected at most ${roomBytes}`;
  layer.emit({ kind: 'malformed', label });
  return undefined;
}

/** What stands behind something malformed, up to the end of its frame. */
export function* unread(layer: Layer, sizeBytes: number): Steps {
  yield* layer.take(sizeBytes, REST);
  layer.emit();
}

const CONTENT: Token = {
  kind: 'content',
  label: 'the rest of the DATA frame',
  clause: 'RFC 9113 §6.1',
};

const PAD_LENGTH: Token = {
  kind: 'http2-padding',
  label: 'pad length',
  clause: 'RFC 9113 §6.1',
  why: 'It says how many bytes of padding end the payload.',
};

const PADDING: Token = {
  kind: 'http2-padding',
  label: 'padding',
  clause: 'RFC 9113 §6.1',
  why: 'It hides how long the payload really is; it counts against the flow-control window.',
};

const REST: Token = {
  kind: 'opaque',
  label: 'the rest of a payload that is malformed',
  clause: 'RFC 9113 §5.4',
};
