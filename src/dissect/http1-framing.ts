import type { Fields } from './http1-fields.ts';

/** Where the body of a message ends, and how one knows. */
export type Framing =
  | { type: 'none'; why: string; clause: string }
  | { type: 'chunked'; why: string; clause: string }
  | { type: 'length'; sizeBytes: number; why: string; clause: string }
  | { type: 'until-close'; why: string; clause: string }
  | { type: 'tunnel'; why: string; clause: string }
  | { type: 'invalid'; found: string; expected: string; clause: string };

/**
 * The rules of RFC 9112 §6.3 for a response, in their order.
 *
 * @param method of the request; undefined where the request was not seen
 */
export function responseFraming(
  status: number,
  method: string | undefined,
  version: string,
  fields: Fields,
): Framing {
  if (method === 'HEAD') return none('The answer to HEAD is a head.');
  if (status === 101) return none('From the next byte on, both directions speak another protocol.');
  if (status < 200 || status === 204 || status === 304) {
    return none(`A response with status ${status} has no body, whatever its fields say.`);
  }
  if (method === 'CONNECT' && status < 300) {
    return { type: 'tunnel', why: 'From here on the connection is a tunnel.', clause: CLAUSE };
  }
  return (
    declaredFraming(version, fields) ?? {
      type: 'until-close',
      why: 'Nothing says how long the body is: it ends when the connection closes.',
      clause: CLAUSE,
    }
  );
}

/** The same rules for a request: one that declares no body has none. */
export function requestFraming(version: string, fields: Fields): Framing {
  const framing = declaredFraming(version, fields);
  if (framing?.type === 'until-close') {
    // A server could not answer a request that ends with the connection.
    const found = `Transfer-Encoding: ${fields.get('transfer-encoding')}`;
    return { type: 'invalid', found, expected: '"chunked" as the last coding', clause: CLAUSE };
  }
  return framing ?? none('A request without Content-Length and Transfer-Encoding has no body.');
}

function declaredFraming(version: string, fields: Fields): Framing | undefined {
  const codings = fields.get('transfer-encoding');
  // With both, Transfer-Encoding counts (§6.3, rule 3); a server may as well refuse.
  if (codings !== undefined) return codedFraming(version, codings);
  const length = fields.get('content-length');
  return length === undefined ? undefined : lengthFraming(length);
}

function codedFraming(version: string, codings: string): Framing {
  if (version === 'HTTP/1.0') {
    const found = 'Transfer-Encoding in an HTTP/1.0 message';
    return { type: 'invalid', found, expected: 'HTTP/1.1', clause: 'RFC 9112 §6.1' };
  }
  const last = codings.split(',').at(-1)?.trim().toLowerCase();
  return last === 'chunked'
    ? {
        type: 'chunked',
        why: 'The body comes in chunks, each with its size.',
        clause: 'RFC 9112 §7.1',
      }
    : {
        type: 'until-close',
        why: 'The last transfer coding is not chunked: the body ends when the connection closes.',
        clause: CLAUSE,
      };
}

/** A list of equal lengths counts as one of them (§6.3, rule 5). */
function lengthFraming(value: string): Framing {
  const [length, ...others] = new Set(value.split(',').map((item) => item.trim()));
  const sizeBytes = Number(length);
  if (others.length > 0 || !/^\d+$/.test(length ?? '') || !Number.isSafeInteger(sizeBytes)) {
    const found = `Content-Length: ${value.slice(0, 80)}`;
    return { type: 'invalid', found, expected: 'one decimal number', clause: CLAUSE };
  }
  if (sizeBytes === 0) return none('Content-Length says that the body is empty.');
  const why = `The body has ${sizeBytes} bytes, then comes the next message.`;
  return { type: 'length', sizeBytes, why, clause: 'RFC 9110 §8.6' };
}

function none(why: string): Framing {
  return { type: 'none', why, clause: CLAUSE };
}

const CLAUSE = 'RFC 9112 §6.3';
