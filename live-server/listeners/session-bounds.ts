import { constants, type ServerHttp2Session } from 'node:http2';
import { systemClock } from '../clock.ts';
import type { Limits } from '../config.ts';
import { RateLimit } from '../streams/rate-limit.ts';

/**
 * Ends a connection whose client sends SETTINGS and PING without end. Each of them
 * has to be answered (RFC 9113 §6.5, §6.7), so a flood makes the server work and
 * write for nothing (RFC 9113 §10.5). nghttp2 bounds only the answers that the
 * client does not read; rapid resets are bounded by Node's `streamResetBurst`.
 */
export function boundSession(session: ServerHttp2Session, limits: Limits): void {
  const rate = new RateLimit(systemClock, limits.controlFramesPerSecondMax);
  const count = () => {
    if (!session.destroyed && rate.isExceeded()) {
      session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM);
    }
  };
  session.on('ping', count);
  session.on('remoteSettings', count);
}
