import { PROBLEM_MEDIA_TYPE } from '#contract/problem.ts';
import { type Emit, TransportError } from './transport.ts';

export interface Outgoing extends RequestInit {
  /** A lab origin, for example `http://localhost:4322`. */
  origin: string;
  /** Path and query. */
  target: string;
  method?: 'GET' | 'POST';
  /** What the request carries to be resumed, for example `cursor=14`. */
  note?: string;
}

/** A 2xx answer whose body can be read. */
export type Answer = Response & { body: ReadableStream<Uint8Array<ArrayBuffer>> };

/**
 * Sends one request and resolves as soon as the head of a good answer is here;
 * the body may still be on its way, or not written yet.
 *
 * @throws TransportError `unreachable` when nothing answered, `refused` when the
 * status is not 2xx, `protocol` when there is no body. An abort throws its reason.
 */
export async function send(outgoing: Outgoing, emit: Emit): Promise<Answer> {
  const { origin, target, note, method = 'GET', ...init } = outgoing;
  emit({ type: 'request', method, target, ...(note && { note }) });

  // fetch rejects only when no answer came at all; a 404 or a 500 resolves.
  const response = await fetch(origin + target, { ...init, method }).catch((cause) => {
    if (!isNetworkError(cause)) throw cause;
    throw new TransportError('unreachable', `The live server did not answer at ${origin}.`, {
      cause,
    });
  });
  const mediaType = response.headers.get('Content-Type') ?? '';
  emit({ type: 'response', status: response.status, mediaType });

  if (!response.ok) throw new TransportError('refused', await readRefusal(response));
  if (!response.body) throw new TransportError('protocol', 'The answer has no body to read.');
  return response as Answer;
}

/**
 * For `reader.read().catch(connectionLost)`. A body is complete when its framing
 * says so: the last chunk (RFC 9112 §8), END_STREAM (RFC 9113 §8.1) or
 * Content-Length. When the connection goes before that, read() rejects.
 */
export function connectionLost(cause: unknown): never {
  if (!isNetworkError(cause)) throw cause;
  throw new TransportError('truncated', 'The connection was lost before the answer was complete.', {
    cause,
  });
}

/** The sentence of a problem document (RFC 9457 §3.1.4), or the bare status without one. */
export async function readRefusal(response: Response): Promise<string> {
  if (response.headers.get('Content-Type')?.startsWith(PROBLEM_MEDIA_TYPE)) {
    const problem: unknown = await response.json().catch(() => null);
    if (typeof problem === 'object' && problem !== null && 'detail' in problem) {
      return String(problem.detail);
    }
  }
  return `The server answered ${response.status} and gave no reason.`;
}

/** Fetch tells every failure of the network as a TypeError; an abort keeps its own reason. */
function isNetworkError(cause: unknown): boolean {
  return cause instanceof TypeError;
}
