import { KeyObject, X509Certificate } from 'node:crypto';
import { type Authority, BACKDATED_MS, ECDSA, SIGNATURE, type Signer } from './authority.ts';
import { FILES, readPem, writePem } from './folder.ts';
import { bad, type Found, good, NONE } from './found.ts';
import type { HostNames } from './host-names.ts';
import { day, parseCertificate, parseKey } from './pem.ts';
import { loadX509 } from './x509.ts';

/** The server's own certificate, the leaf of the chain. */
export interface Leaf {
  readonly pem: string;
  readonly keyPem: string;
  readonly certificate: X509Certificate;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Browsers have refused more than 397 days of public authorities; a year keeps well below. */
const LEAF_DAYS = 365;
/** Renewed this long before it ends: a server that runs for weeks must not wake up expired. */
export const LEAF_SPARE_DAYS = 30;

/** The leaf in the folder, if this authority signed it and it fits these names. */
export async function findLeaf(
  folder: string,
  authority: Authority,
  names: HostNames,
  nowMs: number,
): Promise<Found<Leaf>> {
  const pem = await readPem(folder, FILES.leaf);
  const keyPem = await readPem(folder, FILES.leafKey);
  if (pem === undefined && keyPem === undefined) return NONE;
  if (pem === undefined) return bad(`${FILES.leaf} is missing`);
  if (keyPem === undefined) return bad(`${FILES.leafKey} is missing`);
  const certificate = parseCertificate(pem);
  if (!certificate) return bad(`${FILES.leaf} is damaged`);
  const key = parseKey(keyPem);
  if (!key) return bad(`${FILES.leafKey} is damaged`);
  if (!certificate.checkPrivateKey(key)) {
    return bad(`${FILES.leafKey} belongs to another certificate`);
  }
  const issuer = authority.certificate;
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
    return bad(`another authority signed it`);
  }
  const { validFromDate, validToDate } = certificate;
  if (nowMs < validFromDate.getTime()) {
    return bad(`it is valid from ${day(validFromDate)}, which has not come yet`);
  }
  if (nowMs > validToDate.getTime() - LEAF_SPARE_DAYS * DAY_MS) {
    return bad(
      `it ${nowMs > validToDate.getTime() ? 'expired' : 'expires'} on ${day(validToDate)}`,
    );
  }
  const uncovered = [
    ...names.dns.filter((name) => certificate.checkHost(name) === undefined),
    ...names.ip.filter((address) => certificate.checkIP(address) === undefined),
  ];
  if (uncovered.length > 0) return bad(`it does not name ${uncovered.join(', ')}`);
  return good({ pem, keyPem, certificate });
}

/** Makes and signs a leaf for these names; it never outlives its authority. */
export async function makeLeaf(
  folder: string,
  signer: Signer,
  names: HostNames,
  nowMs: number,
): Promise<Leaf> {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const issuer = new x509.X509Certificate(signer.pem);
  const endMs = Math.min(nowMs + LEAF_DAYS * DAY_MS, issuer.notAfter.getTime());
  const made = await x509.X509CertificateGenerator.create({
    subject: [{ O: ['Chunk by Chunk'] }, { CN: ['localhost'] }],
    issuer: issuer.subjectName,
    notBefore: new Date(nowMs - BACKDATED_MS),
    notAfter: new Date(endMs),
    publicKey: keys.publicKey,
    signingKey: signer.key,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: 'dns' as const, value })),
        ...names.ip.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  const pem = `${made.toString('pem')}\n`;
  const keyPem = String(KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }));
  await writePem(folder, FILES.leafKey, keyPem);
  await writePem(folder, FILES.leaf, pem);
  return { pem, keyPem, certificate: new X509Certificate(pem) };
}
