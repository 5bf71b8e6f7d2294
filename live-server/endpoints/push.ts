import type { ServerHttp2Stream } from 'node:http2';
import type { PeerSettings, PushAttempt, PushReport } from '#contract/push.ts';
import type { HttpVersion } from '#contract/run-state.ts';
import type { LiveContext } from '../lab.ts';
import { streamOf } from '../messages.ts';
import { readRunAnd } from '../parameters.ts';

const PUSHED_PATH = '/live/push/pushed.txt';
const PUSHED_TEXT = 'You did not ask for this.';

/**
 * GET /live/push: what the client's SETTINGS say about server push, and what
 * happens when the server tries.
 *
 * A client that sends SETTINGS_ENABLE_PUSH=0 must not be sent a PUSH_PROMISE (RFC
 * 9113 §6.5.2, §8.4). Browsers send it; Node refuses the attempt before any frame
 * leaves. A client that allows pushes gets one.
 */
export async function push(c: LiveContext): Promise<Response> {
  readRunAnd(c, {});
  const httpVersion = c.env.incoming.httpVersion as HttpVersion;
  const stream = streamOf(c.env.incoming);
  return c.json<PushReport>({
    httpVersion,
    settings: stream ? settingsOf(stream) : null,
    pushAllowed: stream?.pushAllowed ?? false,
    attempt: stream ? await tryToPush(stream) : { outcome: 'impossible' },
  });
}

/** Only what an HTTP/2 client has set or left at its default; nothing that Node adds. */
function settingsOf({ session }: ServerHttp2Stream): PeerSettings {
  const all = session?.remoteSettings ?? {};
  const { headerTableSize, enablePush, initialWindowSize, maxFrameSize } = all;
  const { maxConcurrentStreams, maxHeaderListSize, enableConnectProtocol } = all;
  return {
    ...(headerTableSize !== undefined && { headerTableSize }),
    ...(enablePush !== undefined && { enablePush }),
    ...(initialWindowSize !== undefined && { initialWindowSize }),
    ...(maxFrameSize !== undefined && { maxFrameSize }),
    ...(maxConcurrentStreams !== undefined && { maxConcurrentStreams }),
    ...(maxHeaderListSize !== undefined && { maxHeaderListSize }),
    ...(enableConnectProtocol !== undefined && { enableConnectProtocol }),
  };
}

function tryToPush(stream: ServerHttp2Stream): Promise<PushAttempt> {
  return new Promise((resolve) => {
    const refuse = ({ code = 'ERR_HTTP2', message }: NodeJS.ErrnoException) =>
      resolve({ outcome: 'refused', code, message });
    try {
      stream.pushStream({ ':path': PUSHED_PATH }, (error, pushed) => {
        if (error) return refuse(error);
        // The client may reset what it did not ask for.
        pushed.on('error', () => {});
        pushed.respond({ ':status': 200, 'content-type': 'text/plain; charset=utf-8' });
        pushed.end(PUSHED_TEXT);
        resolve({ outcome: 'pushed', path: PUSHED_PATH });
      });
    } catch (error) {
      refuse(error as NodeJS.ErrnoException);
    }
  });
}
