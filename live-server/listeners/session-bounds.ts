import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { systemClock } from '../clock.ts';
import type { Limits } from '../config.ts';
import { isCut } from '../messages.ts';
import { BurstLimit, RateLimit } from '../streams/rate-limit.ts';

const ENHANCE_YOUR_CALM = constants.NGHTTP2_ENHANCE_YOUR_CALM;

/**
 * How long a client that is hung up on may read on, in ms. A connection that is closed
 * while its bytes come in is reset, and that takes along what the client has not read
 * yet: here, why.
 */
const GOAWAY_READ_MS = 100;

/**
 * Ends a connection whose client makes the server work for nothing (RFC 9113 §10.5):
 * SETTINGS and PING without end, each of which has to be answered (§6.5, §6.7), and
 * streams that are opened to be reset.
 *
 * nghttp2 bounds only answers that are not sent yet, and ends the connection without a
 * word. So the tap counts before nghttp2 reads, and says `flood`; where there is no tap,
 * the session's events are counted. Node's `streamResetBurst` would end the connection
 * with INTERNAL_ERROR, so `http2Server` switches it off.
 */
export function boundSession(session: ServerHttp2Session, line: Socket, limits: Limits): void {
  const frames = new RateLimit(systemClock, limits.controlFramesPerSecondMax);
  const resets = new BurstLimit(
    systemClock,
    limits.streamResetBurst,
    limits.streamResetsPerSecondMax,
  );
  const error = Object.assign(new Error('The client sent more than is allowed.'), {
    code: 'ERR_HTTP2_SESSION_ERROR',
  });
  const end = () => endNow(session, line, error, ENHANCE_YOUR_CALM);
  let isOver = false;
  const hangUp = () => {
    if (isOver || session.destroyed) return;
    isOver = true;
    // From here on no stream is opened (RFC 9113 §6.8).
    session.goaway(ENHANCE_YOUR_CALM);
    const timer = systemClock.after(GOAWAY_READ_MS, end);
    session.once('close', () => timer.cancel());
  };
  const count = (rate: RateLimit | BurstLimit) => {
    if (rate.isExceeded()) hangUp();
  };
  line.once('flood', hangUp);
  session.on('ping', () => count(frames));
  session.on('remoteSettings', () => count(frames));
  session.on('stream', (stream: ServerHttp2Stream) => {
    if (isGone(stream)) count(resets);
    else stream.once('aborted', () => isCut(stream) || count(resets));
  });
}

/** Ends a session. One that closes by itself would, destroyed, still wait for its client's FIN. */
function endNow(session: ServerHttp2Session, line: Socket, error?: Error, code?: number): void {
  if (session.closed) line.destroy();
  else session.destroy(error, code);
}

/** What a connection is looked at for shows after this part of its time more, at the latest. */
const LOOKS = 4;

/**
 * Ends a connection over which nothing has gone, either way, for `sessionIdleMaxMs`,
 * and one whose client has left for `unreadTimeMaxMs` what is written to it. The streams of
 * such a client are reset by their own bounds, but what they had queued is the connection's.
 *
 * Node's own timeout of a session would do for the first, but Node 26 clears it only
 * after the session counts as destroyed, when that does nothing: until it fires, it holds
 * the session and all that hangs on it.
 */
export function endWhenStill(
  session: ServerHttp2Session,
  line: Socket,
  { sessionIdleMaxMs, unreadTimeMaxMs }: Limits,
): void {
  const isWaiting = () => line.writableLength > 0 || (session.state.outboundQueueSize ?? 0) > 0;
  const crossed = () => line.bytesRead + line.bytesWritten;
  const stuck = () => (isWaiting() ? line.bytesWritten : undefined);
  whenSame(session, sessionIdleMaxMs, crossed, () => endNow(session, line));
  // A GOAWAY would wait behind what nobody takes.
  whenSame(session, unreadTimeMaxMs, stuck, () => line.destroy());
}

/** Acts once `look` has said the same for so long; undefined is never the same. */
function whenSame(
  session: ServerHttp2Session,
  maxMs: number,
  look: () => number | undefined,
  act: () => void,
): void {
  let before: number | undefined;
  let same = 0;
  const check = () => {
    const now = look();
    same = now !== undefined && now === before ? same + 1 : 0;
    before = now;
    if (same >= LOOKS) act();
    else timer = systemClock.after(maxMs / LOOKS, check);
  };
  let timer = systemClock.after(0, check);
  session.once('close', () => timer.cancel());
}

/**
 * Whether a stream was reset before anybody was told of it. Behind a tap Node reads
 * all frames of one read before it emits the first 'stream'.
 */
export function isGone(stream: ServerHttp2Stream): boolean {
  return stream.aborted || stream.closed || stream.destroyed;
}
