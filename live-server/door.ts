import type { IncomingMessage } from 'node:http';
import type { Limits } from './config.ts';
import { serverNameOf } from './messages.ts';
import type { Places } from './places.ts';
import { overLimit, ProblemError, quote } from './problems.ts';

export interface DoorState {
  readonly places: Places;
  readonly limits: Limits;
  /** Open connections of this side, the asking one included. */
  readonly connections: number;
  /** Whether the server is about to go away. */
  readonly closing: boolean;
}

/**
 * What every request has to pass before anything looks at its path. Node lets
 * all of these in by itself.
 *
 * @throws {ProblemError} with the status that says what is wrong
 */
export function checkAtDoor(incoming: IncomingMessage, door: DoorState): void {
  const { places, limits } = door;
  if (door.closing) throw overLimit(503, 'The server is going away.', 5);
  if (door.connections > limits.connectionsMax) {
    throw overLimit(503, `More than ${limits.connectionsMax} connections are open.`);
  }
  if (incoming.httpVersion === '0.9') {
    throw new ProblemError(505, 'HTTP/0.9 is not spoken here; use HTTP/1.1.');
  }
  checkMethod(incoming.method ?? '');
  checkFields(incoming, limits.headerBytesMax);
  const target = incoming.url ?? '';
  if (Buffer.byteLength(target) > limits.targetBytesMax) {
    const detail = `The request target has ${Buffer.byteLength(target)} bytes; at most ${limits.targetBytesMax} are read.`;
    throw new ProblemError(414, detail);
  }
  checkHost(incoming, places);
  checkTarget(target, places);
}

/** Methods are case-sensitive (RFC 9110 §9.1); what makes a Request of them would forget that. */
function checkMethod(method: string): void {
  if (method === method.toUpperCase()) return;
  throw new ProblemError(501, `The method ${quote(method)} is unknown; methods are in upper case.`);
}

/** What one field counts besides its octets (RFC 9113 §6.5.2). */
const FIELD_OVERHEAD_BYTES = 32;

/** The size of the field list that HTTP/2 was told, SETTINGS_MAX_HEADER_LIST_SIZE: Node does not hold to it. */
function checkFields({ rawHeaders, httpVersionMajor }: IncomingMessage, bytesMax: number): void {
  if (httpVersionMajor < 2) return;
  const sizeBytes = rawHeaders.reduce(
    (sum, text) => sum + text.length + FIELD_OVERHEAD_BYTES / 2,
    0,
  );
  if (sizeBytes <= bytesMax) return;
  const detail = `The fields of the request count ${sizeBytes} bytes; at most ${bytesMax} are taken.`;
  throw new ProblemError(431, detail);
}

/** Exactly one Host, and one of ours (RFC 9112 §3.2, RFC 9110 §15.5.20). */
function checkHost(incoming: IncomingMessage, places: Places): void {
  const hosts = incoming.headersDistinct.host ?? [];
  const [host] = hosts;
  if (hosts.length !== 1 || host === undefined) {
    const detail = `The request has ${hosts.length} Host headers; it needs exactly one.`;
    throw new ProblemError(400, detail, { parameter: 'Host' });
  }
  if (!places.isOurs(host)) throw misdirected(host);
  const serverName = serverNameOf(incoming);
  if (!places.mayShare(serverName, host)) throw notShared(host, serverName ?? '');
}

/** A path, or a whole URL of ours: in that form it overrules Host (RFC 9112 §3.2.2). */
function checkTarget(target: string, places: Places): void {
  if (target.startsWith('/')) return;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) {
    throw new ProblemError(400, `The request target ${quote(target)} is neither a path nor a URL.`);
  }
  const authority = target.split('/')[2] ?? '';
  if (!places.isOurs(authority)) throw misdirected(authority);
}

/** A browser asks again on a connection of its own (RFC 9110 §15.5.20). */
function notShared(host: string, serverName: string): ProblemError {
  const detail = `The connection was opened for ${quote(serverName)} and does not serve ${quote(host)}, whose settings differ; open another.`;
  return new ProblemError(421, detail, { parameter: 'Host', found: host });
}

function misdirected(host: string): ProblemError {
  const detail = `This server does not answer for ${quote(host)}; ask for it by localhost or a name it was given.`;
  return new ProblemError(421, detail, { parameter: 'Host', found: host });
}
