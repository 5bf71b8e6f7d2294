import { isIP } from 'node:net';
import { CertificateError } from './certificate-error.ts';

/**
 * The names of this very machine. extended-connect-off.localhost is a second name for
 * the same address (RFC 6761 §6.3), for labs that need a connection with other settings.
 */
export const LOOPBACK_NAMES = [
  'localhost',
  'extended-connect-off.localhost',
  '127.0.0.1',
  '::1',
] as const;

/** What a certificate is for, told apart as a subjectAltName does (RFC 5280 §4.2.1.6). */
export interface HostNames {
  readonly dns: readonly string[];
  /** IPv4 and IPv6 addresses, without brackets. */
  readonly ip: readonly string[];
}

/** Labels of letters, digits and inner hyphens (RFC 5890 §2.3.1), at most 63 octets each. */
const DNS_NAME = /^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/;

/**
 * Sorts host names by kind, each once; an IPv6 address may stand in brackets, as in a URL.
 *
 * @throws {CertificateError} for what is neither a DNS name nor an address
 */
export function hostNames(names: readonly string[]): HostNames {
  const plain = [...new Set(names.map((name) => name.toLowerCase().replace(/^\[(.*)\]$/, '$1')))];
  const ip = plain.filter((name) => isIP(name) !== 0 && !name.includes('%'));
  const dns = plain.filter((name) => !ip.includes(name));
  const odd = dns.find((name) => !DNS_NAME.test(name) || name.length > 253);
  if (odd !== undefined) {
    throw new CertificateError(
      `"${odd}" cannot stand in a certificate; a host name looks like course.example, an address like 192.0.2.7.`,
    );
  }
  return { dns, ip };
}

/** The 4 or 16 octets of an address. @param address without brackets and zone */
export function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.'), Number);
  // The URL parser writes every IPv6 address one way, without dotted decimals.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const front = groups(head);
  const back = groups(tail ?? '');
  const zeros = new Array<string>(8 - front.length - back.length).fill('0');
  const all = [...front, ...zeros, ...back].map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** The other way round: 4 or 16 octets as text. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const hex = Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${hex.join(':')}]`).hostname.slice(1, -1);
}
