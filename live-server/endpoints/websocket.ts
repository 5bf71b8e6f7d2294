import type { ClientMessage } from '#contract/messages.ts';
import type { LiveContext } from '../lab.ts';
import { readAsk } from '../parameters.ts';
import { enterRun } from '../runs/enter-run.ts';
import { checkHandshake, openWebSocket } from '../streams/websocket-handshake.ts';

/**
 * GET /live/websocket: after the handshake both sides send messages as they like
 * (RFC 6455).
 *
 * HTTP is over with the 101: no status, no header, no content type says what a
 * message means, so the messages have to. There is no last event ID either; a
 * client that lost its connection says with `resume` where to go on.
 */
export async function websocket(c: LiveContext): Promise<Response> {
  const ask = readAsk(c);
  checkHandshake(c);
  const run = enterRun(c, 'websocket', ask);
  const socket = openWebSocket(c, run);

  socket.onMessage((data, isBinary) => {
    if (isBinary) return socket.send(data);
    const message = readClientMessage(data.toString(), ask.tokens);
    if (message === undefined) socket.close(1008, BAD_MESSAGE);
    else if (message.type === 'stop') run.stop();
    else socket.goOnAfter(message.after);
  });
  for await (const delta of socket.tokens()) await socket.send(JSON.stringify(delta));

  return socket.end(JSON.stringify(socket.endMessage()));
}

const BAD_MESSAGE = 'expected {"type":"stop"} or {"type":"resume","after":k} with a k of this run';

function readClientMessage(text: string, tokens: number): ClientMessage | undefined {
  const message = parse(text);
  if (message?.type === 'stop') return { type: 'stop' };
  if (message?.type !== 'resume') return undefined;
  const { after } = message;
  if (!Number.isInteger(after) || Number(after) < 0 || Number(after) > tokens) return undefined;
  return { type: 'resume', after: Number(after) };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
