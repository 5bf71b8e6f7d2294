import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { systemClock } from '../clock.ts';
import type { Limits } from '../config.ts';
import { RateLimit } from '../streams/rate-limit.ts';

/**
 * Ends a connection whose client makes the server work for nothing (RFC 9113 §10.5):
 * SETTINGS and PING without end, each of which has to be answered (§6.5, §6.7), and
 * streams that are opened to be reset.
 *
 * nghttp2 bounds only answers that the client does not read, and Node's
 * `streamResetBurst` ends the connection after everything that one read held.
 */
export function boundSession(session: ServerHttp2Session, limits: Limits): void {
  const frames = new RateLimit(systemClock, limits.controlFramesPerSecondMax);
  const resets = new RateLimit(systemClock, limits.streamResetBurst);
  const count = (rate: RateLimit) => {
    if (session.destroyed || !rate.isExceeded()) return;
    session.destroy(new Error('more than is allowed'), constants.NGHTTP2_ENHANCE_YOUR_CALM);
  };
  session.on('ping', () => count(frames));
  session.on('remoteSettings', () => count(frames));
  session.on('stream', (stream: ServerHttp2Stream) => {
    if (isGone(stream)) count(resets);
    else stream.once('aborted', () => count(resets));
  });
}

/** Silence is noticed after this part of itself more, at the latest. */
const SILENCE_CHECKS = 4;

/**
 * Ends a connection over which no byte has gone, either way, for so many ms; the
 * whole of a stream that is quiet for longer is to be kept alive by its sender.
 *
 * Node's own timeout of a session would do, but Node 26 clears it only after the
 * session counts as destroyed, when that does nothing: until it fires, it holds
 * the session and all that hangs on it.
 */
export function endWhenSilent(
  session: ServerHttp2Session,
  line: Pick<Socket, 'bytesRead' | 'bytesWritten'>,
  silenceMaxMs: number,
): void {
  let crossed = 0;
  let silentChecks = 0;
  const check = () => {
    const now = line.bytesRead + line.bytesWritten;
    silentChecks = now === crossed ? silentChecks + 1 : 0;
    crossed = now;
    if (silentChecks >= SILENCE_CHECKS) session.destroy();
    else timer = systemClock.after(silenceMaxMs / SILENCE_CHECKS, check);
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
