import type { LiveContext } from './lab.ts';
import { streamOf } from './messages.ts';
import { ProblemError, quote } from './problems.ts';

/**
 * Reads a JSON object from the body, in memory and bounded.
 *
 * @throws {ProblemError} 415 for another media type, 413 for too many bytes,
 *   400 for anything that is not a JSON object in UTF-8
 */
export async function readJsonBody(c: LiveContext): Promise<Record<string, unknown>> {
  const mediaType = (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    const detail = `The body is ${quote(mediaType || 'of no type')}; send JSON with Content-Type: application/json.`;
    throw new ProblemError(415, detail, { headers: { Accept: 'application/json' } });
  }
  const body: unknown = parse(await readBytes(c));
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw new ProblemError(400, 'The body is JSON, but not an object; send {"prompt": "…"}.');
}

async function readBytes(c: LiveContext): Promise<Uint8Array> {
  const max = c.env.lab.config.limits.bodyBytesMax;
  const tooLarge = `The body has more than ${max} bytes; send a shorter prompt.`;
  const reads: Uint8Array[] = [];
  for await (const read of readBody(c, max, tooLarge)) reads.push(read);
  return Buffer.concat(reads);
}

/**
 * The reads of a request body as they come, bounded in bytes and in time.
 *
 * @param tooLarge the sentence for a body of more than `bytesMax`
 * @throws {ProblemError} 413 over `bytesMax`, 408 for a body that takes too long
 */
export async function* readBody(
  c: LiveContext,
  bytesMax: number,
  tooLarge: string,
): AsyncGenerator<Uint8Array> {
  const { incoming, lab } = c.env;
  const { requestTimeoutMs } = lab.config.limits;
  if (Number(incoming.headers['content-length']) > bytesMax) throw new ProblemError(413, tooLarge);
  let sizeBytes = 0;
  let isLate = false;
  // Over HTTP/1.1 Node watches over the time of a request itself, over HTTP/2 nobody does.
  const deadline = lab.clock.after(requestTimeoutMs, () => {
    isLate = streamOf(incoming) !== undefined;
    if (isLate) incoming.destroy();
  });
  try {
    // Without destroyOnReturn: leaving this loop must not take away the connection that carries the 413.
    for await (const read of incoming.iterator({ destroyOnReturn: false })) {
      sizeBytes += (read as Uint8Array).byteLength;
      if (sizeBytes > bytesMax) throw new ProblemError(413, tooLarge);
      yield read as Uint8Array;
    }
  } catch (error) {
    if (!isLate) throw error;
    const detail = `The body did not arrive within ${requestTimeoutMs} ms; send it faster.`;
    throw new ProblemError(408, detail);
  } finally {
    deadline.cancel();
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ProblemError(400, 'The body is not JSON in UTF-8; send {"prompt": "…"}.');
  }
}
