import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { LiveContext } from '../lab.ts';
import { encodeEvent } from './event-stream.ts';

/** An event stream that tells how a request fares while it is still arriving. */
export interface ProgressStream {
  /** Says something, unless the reader is behind: the next progress says it as well. */
  say(event: string, data: object): void;
  /** The last event, which is never left out. */
  end(event: string, data: object): Response;
}

/** Answers 200 before the request is complete, as HTTP allows (RFC 9110 §7.5). */
export function openProgress(c: LiveContext): ProgressStream {
  const { outgoing } = c.env;
  outgoing.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  outgoing.flushHeaders();
  const encode = (event: string, data: object) =>
    encodeEvent({ event, data: JSON.stringify(data) });
  return {
    say(event, data) {
      if (!outgoing.destroyed && !outgoing.writableNeedDrain) outgoing.write(encode(event, data));
    },
    end(event, data) {
      if (!outgoing.destroyed) outgoing.end(encode(event, data));
      return RESPONSE_ALREADY_SENT;
    },
  };
}
