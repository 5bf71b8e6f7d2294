import type { LiveContext } from '../lab.ts';
import { readAsk } from '../parameters.ts';
import { enterRun } from '../runs/enter-run.ts';
import { openStream } from '../streams/response-stream.ts';

/**
 * GET /live/chunked: bare text, and nothing but the transfer coding to frame it.
 *
 * Over HTTP/1.1 each write becomes one chunk: its size in hexadecimal, CRLF, the
 * bytes, CRLF. The end is the last chunk, `0\r\n\r\n` (RFC 9112 §7.1). Nobody
 * sets Transfer-Encoding here: Node chooses it for a body of unknown length, as
 * it chooses DATA frames over HTTP/2 and the end of the connection for HTTP/1.0.
 *
 * The text has no room for a message of the application. A stop shows as an
 * early but regular end; a failure shows only as a last chunk that never comes.
 */
export async function chunked(c: LiveContext): Promise<Response> {
  const run = enterRun(c, 'chunked', readAsk(c));
  const stream = openStream(c, run, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });

  for await (const { token } of stream.tokens()) await stream.write(token);

  return stream.end();
}
