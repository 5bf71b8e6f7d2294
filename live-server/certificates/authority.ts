import { createHash, KeyObject, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { FILES, hasFile, readPem, writePem } from './folder.ts';
import { bad, type Found, good, NONE } from './found.ts';
import type { HostNames } from './host-names.ts';
import {
  encodeNameConstraints,
  NAME_CONSTRAINTS_OID,
  namesNotPermitted,
  permittedTexts,
} from './name-constraints.ts';
import { day, parseCertificate, parseKey } from './pem.ts';
import { loadX509 } from './x509.ts';

/** A certificate authority of this machine alone, with the key that signs for it. */
export interface Authority {
  readonly pem: string;
  readonly certificate: X509Certificate;
}

export interface Signer extends Authority {
  readonly key: CryptoKey;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Five years: trusting an authority is work for a person, and this one can sign little. */
const AUTHORITY_DAYS = 5 * 365;
/** Replaced this long before it ends, so that no leaf outlives it. */
export const AUTHORITY_SPARE_DAYS = 60;
/** A clock that is a little behind must not find the certificate from the future. */
export const BACKDATED_MS = 60 * 60 * 1000;

const NAME = 'Chunk by Chunk local authority';

/**
 * The authority's name, the same for every authority that a folder ever had: `npm run
 * trust -- --remove` finds them by it, also when their files are gone.
 */
export function authorityName(folder: string): string {
  const place = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 8);
  return `${NAME} ${place}`;
}

/** The name on a certificate, its subject's CN. */
export function commonNameOf({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? '';
}

/** What an authority may sign for, in words, from its certificate. */
export async function permittedNames(pem: string): Promise<string[]> {
  return permittedTexts(await constraintsOf(pem));
}

/** The authority in the folder, if it is one and has enough time left. */
export async function findAuthority(folder: string, nowMs: number): Promise<Found<Authority>> {
  const pem = await readPem(folder, FILES.authority);
  if (pem === undefined) {
    const hadOne = hasFile(folder, FILES.authorityKey) || hasFile(folder, FILES.leaf);
    return hadOne ? bad(`${FILES.authority} is missing`) : NONE;
  }
  const certificate = parseCertificate(pem);
  if (!certificate) return bad(`${FILES.authority} is damaged`);
  const { validFromDate, validToDate } = certificate;
  if (nowMs < validFromDate.getTime()) {
    return bad(`it is valid from ${day(validFromDate)}, which has not come yet`);
  }
  if (nowMs > validToDate.getTime() - AUTHORITY_SPARE_DAYS * DAY_MS) {
    return bad(
      `it ${nowMs > validToDate.getTime() ? 'expired' : 'expires'} on ${day(validToDate)}`,
    );
  }
  if (!certificate.ca || !certificate.verify(certificate.publicKey)) {
    return bad(`${FILES.authority} is no authority`);
  }
  return good({ pem, certificate });
}

/** The authority with its key, if it may sign for these names; only a new leaf needs it. */
export async function findSigner(
  folder: string,
  authority: Authority,
  names: HostNames,
): Promise<Found<Signer>> {
  const pem = await readPem(folder, FILES.authorityKey);
  if (pem === undefined) return bad(`${FILES.authorityKey} is missing`);
  const key = parseKey(pem);
  if (!key) return bad(`${FILES.authorityKey} is damaged`);
  if (!authority.certificate.checkPrivateKey(key)) {
    return bad(`${FILES.authorityKey} belongs to another authority`);
  }
  const foreign = namesNotPermitted(await constraintsOf(authority.pem), names);
  if (foreign.length > 0) return bad(`it may not sign for ${foreign.join(', ')}`);
  return good({ ...authority, key: key.toCryptoKey(ECDSA, false, ['sign']) });
}

export const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
export const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * Makes an authority that may sign for these names and nothing else, should its key
 * ever be stolen: critical name constraints, server authentication only, and no
 * authority below it (RFC 5280 §4.2.1.9, §4.2.1.10, §4.2.1.12).
 */
export async function makeAuthority(
  folder: string,
  names: HostNames,
  nowMs: number,
): Promise<Signer> {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ O: ['Chunk by Chunk'] }, { CN: [authorityName(folder)] }],
    notBefore: new Date(nowMs - BACKDATED_MS),
    notAfter: new Date(nowMs + AUTHORITY_DAYS * DAY_MS),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.Extension(NAME_CONSTRAINTS_OID, true, encodeNameConstraints(names)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pem = `${made.toString('pem')}\n`;
  const keyPem = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  await writePem(folder, FILES.authorityKey, String(keyPem));
  await writePem(folder, FILES.authority, pem);
  return { pem, certificate: new X509Certificate(pem), key: keys.privateKey };
}

async function constraintsOf(pem: string): Promise<Uint8Array> {
  const x509 = await loadX509();
  const extension = new x509.X509Certificate(pem).getExtension(NAME_CONSTRAINTS_OID);
  return new Uint8Array(extension?.value ?? []);
}
