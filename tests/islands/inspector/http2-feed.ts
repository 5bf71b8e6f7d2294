import type { WireFeedEvent } from '../../../src/transports/wire-feed.ts';
import { captureHttp2, toRecords } from '../../support/http2-exchange.ts';

/** Three lines of 8 bytes, each in a DATA frame of its own. */
export const LINES = ['{"a":1}\n', '{"b":2}\n', '{"c":3}\n'];

/**
 * What the feed says of a run on a real HTTP/2 connection that served another
 * request before: how the connection began, then the run's own stream.
 */
export async function secondRun(): Promise<WireFeedEvent[]> {
  const frames = await captureHttp2(
    async (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/x-ndjson' });
      // What is written before the last write has left shares a frame with it.
      for (const line of LINES) await new Promise((resolve) => stream.write(line, resolve));
      stream.end();
    },
    async (session) => {
      for (const path of ['/other', '/live/ndjson']) {
        const request = session.request({ ':path': path, cookie: 'session=s3cr3t' });
        request.resume();
        await new Promise((resolve) => request.on('close', resolve));
      }
    },
  );
  const own = frames.findIndex(({ streamId }) => streamId === 3);
  return toRecords(frames).flatMap((record, index) => {
    if (record.streamId === 1) return [];
    const isEarlier = index < own;
    const when = isEarlier ? ({ atMs: 0, earlier: true } as const) : {};
    return [{ type: 'record' as const, ...record, ...when }];
  });
}
