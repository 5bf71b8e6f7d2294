import type { LiveContext } from './lab.ts';
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
  const { incoming, lab } = c.env;
  const max = lab.config.limits.bodyBytesMax;
  const reads: Uint8Array[] = [];
  let sizeBytes = 0;
  // Without destroyOnReturn: leaving this loop must not take away the connection that carries the 413.
  for await (const read of incoming.iterator({ destroyOnReturn: false })) {
    sizeBytes += (read as Uint8Array).byteLength;
    if (sizeBytes > max) {
      throw new ProblemError(413, `The body has more than ${max} bytes; send a shorter prompt.`);
    }
    reads.push(read as Uint8Array);
  }
  return Buffer.concat(reads);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ProblemError(400, 'The body is not JSON in UTF-8; send {"prompt": "…"}.');
  }
}
