import { addressBytes, addressText, type HostNames } from './host-names.ts';

/**
 * Name constraints (RFC 5280 §4.2.1.10): what an authority may sign for. The library
 * has no class for this extension, so its DER is written and read here:
 *
 *     NameConstraints ::= SEQUENCE { permittedSubtrees [0] SEQUENCE OF GeneralSubtree }
 *     GeneralSubtree  ::= SEQUENCE { base GeneralName }        -- minimum is 0, its default
 *     GeneralName     ::= dNSName [2] IA5String | iPAddress [7] OCTET STRING
 *
 * A DNS name permits itself and every name under it. An address stands with its mask.
 */
export const NAME_CONSTRAINTS_OID = '2.5.29.30';

const SEQUENCE = 0x30;
const PERMITTED_SUBTREES = 0xa0;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** The extension's value: these names and nothing else. */
export function encodeNameConstraints({ dns, ip }: HostNames): Uint8Array<ArrayBuffer> {
  const topmost = dns.filter(
    (name) =>
      !withParents(name)
        .slice(1)
        .some((up) => dns.includes(up)),
  );
  const bases = [
    ...topmost.map((name) => tlv(DNS_NAME, Buffer.from(name))),
    ...ip.map((address) => tlv(IP_ADDRESS, withMask(address))),
  ];
  return tlv(SEQUENCE, tlv(PERMITTED_SUBTREES, ...bases.map((base) => tlv(SEQUENCE, base))));
}

/** Those of the names that an authority with this extension may not sign for. */
export function namesNotPermitted(extension: Uint8Array, { dns, ip }: HostNames): string[] {
  const bases = permittedBases(extension);
  const has = (tag: number, content: Uint8Array) =>
    bases.some((base) => base.tag === tag && Buffer.compare(base.content, content) === 0);
  return [
    ...dns.filter((name) => !withParents(name).some((up) => has(DNS_NAME, Buffer.from(up)))),
    ...ip.filter((address) => !has(IP_ADDRESS, withMask(address))),
  ];
}

/** What an authority with this extension may sign for, in words. */
export function permittedTexts(extension: Uint8Array): string[] {
  return permittedBases(extension).map(({ tag, content }) =>
    tag === IP_ADDRESS
      ? addressText(content.subarray(0, content.length / 2))
      : `${Buffer.from(content).toString()} and names under it`,
  );
}

/** One address and no other: the mask is all ones. */
function withMask(address: string): Uint8Array {
  const bytes = addressBytes(address);
  return Buffer.concat([bytes, new Uint8Array(bytes.length).fill(0xff)]);
}

/** `a.b.c` → `a.b.c`, `b.c`, `c`. */
function withParents(name: string): string[] {
  const labels = name.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Nothing is permitted by what is not written as above. */
function permittedBases(extension: Uint8Array): Element[] {
  const [constraints] = elements(extension);
  const [permitted] = constraints?.tag === SEQUENCE ? elements(constraints.content) : [];
  if (permitted?.tag !== PERMITTED_SUBTREES) return [];
  return elements(permitted.content).flatMap(({ content }) => elements(content).slice(0, 1));
}

/** One DER element: tag, length (X.690 §8.1.3, §10.1), content below 64 KiB. */
function tlv(tag: number, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...size, ...content]);
}

/** The elements that stand one after the other; a torn one ends the list. */
function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    const sizeBytes = first < 0x80 ? 0 : first & 0x7f;
    const long = bytes.subarray(at + 2, at + 2 + sizeBytes);
    const length = sizeBytes === 0 ? first : long.reduce((sum, byte) => sum * 256 + byte, 0);
    const start = at + 2 + sizeBytes;
    if (start + length > bytes.length) break;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
