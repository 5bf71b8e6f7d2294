import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { refuseStream } from '../messages.ts';

const {
  NGHTTP2_PROTOCOL_ERROR,
  NGHTTP2_INTERNAL_ERROR,
  NGHTTP2_FLOW_CONTROL_ERROR,
  NGHTTP2_STREAM_CLOSED,
  NGHTTP2_FRAME_SIZE_ERROR,
  NGHTTP2_COMPRESSION_ERROR,
  NGHTTP2_ENHANCE_YOUR_CALM,
} = constants;

/** What RFC 9113 §7 calls the errors for which nghttp2 ends a connection, by their numbers in nghttp2.h. */
const CODES: ReadonlyMap<number, number> = new Map([
  [-505, NGHTTP2_PROTOCOL_ERROR],
  [-510, NGHTTP2_STREAM_CLOSED],
  [-522, NGHTTP2_FRAME_SIZE_ERROR],
  [-523, NGHTTP2_COMPRESSION_ERROR],
  [-524, NGHTTP2_FLOW_CONTROL_ERROR],
  [-531, NGHTTP2_PROTOCOL_ERROR],
  [-532, NGHTTP2_PROTOCOL_ERROR],
  // No SETTINGS first; too many in one frame.
  [-536, NGHTTP2_PROTOCOL_ERROR],
  [-537, NGHTTP2_ENHANCE_YOUR_CALM],
  // No preface; too many answers owed; too many CONTINUATIONs.
  [-903, NGHTTP2_PROTOCOL_ERROR],
  [-904, NGHTTP2_ENHANCE_YOUR_CALM],
  [-905, NGHTTP2_ENHANCE_YOUR_CALM],
]);

/**
 * Resets each stream whose fields the tap has found malformed: nghttp2 drops such a
 * field and goes on, where a stream error is due (RFC 9113 §8.1.1).
 */
export function refuseMalformed(session: ServerHttp2Session, line: Socket): void {
  const open = new Map<number, ServerHttp2Stream>();
  const malformed = new Set<number>();
  line.on('malformed', (streamId: number) => {
    const stream = open.get(streamId);
    if (stream) refuseStream(stream);
    else malformed.add(streamId);
  });
  // Before whoever serves it.
  session.prependListener('stream', (stream: ServerHttp2Stream) => {
    const { id = 0 } = stream;
    if (malformed.delete(id)) return refuseStream(stream);
    open.set(id, stream);
    stream.once('close', () => open.delete(id));
  });
}

/**
 * Sees to it that a client hears for what error its connection is ended (RFC 9113
 * §5.4.1): Node says INTERNAL_ERROR, and says nothing while a write is under way, for
 * then it closes the line over the GOAWAY. The tap is told, and says it in its place.
 */
export function tellFailure(session: ServerHttp2Session, line: Socket): void {
  const destroy = session.destroy.bind(session);
  session.destroy = (error, code) => {
    const errorCode = code ?? (error instanceof Error ? errorCodeOf(error) : undefined);
    if (errorCode !== undefined && !session.destroyed) line.emit('failure', errorCode);
    destroy(error, errorCode);
  };
}

/** The error code for what Node says of a session: it would call every one of these INTERNAL_ERROR. */
function errorCodeOf({ errno, code }: NodeJS.ErrnoException): number {
  if (code === 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES') return NGHTTP2_ENHANCE_YOUR_CALM;
  return CODES.get(errno ?? 0) ?? NGHTTP2_INTERNAL_ERROR;
}
