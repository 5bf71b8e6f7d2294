import { createHash, type X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type Authority, findAuthority, findSigner, makeAuthority } from './authority.ts';
import { closeKeys, FILES, withLockedFolder } from './folder.ts';
import type { Found } from './found.ts';
import { type HostNames, hostNames, LOOPBACK_NAMES } from './host-names.ts';
import { findLeaf, type Leaf, makeLeaf } from './leaf.ts';

/** Where certificates are made unless CERTIFICATES_DIR says otherwise; git ignores it. */
export const CERTIFICATES_DIR = '.certificates';

/** What a TLS listener needs, and what whoever trusts it needs. */
export interface Certificates {
  /** PEM: the server's private key. */
  readonly key: string;
  /** PEM: the server's certificate, where given with its chain. */
  readonly cert: string;
  /** The authority that signed it; null where the certificate is not one of ours. */
  readonly authority: LocalAuthority | null;
  /**
   * Base64 of the SHA-256 of the certificate's SubjectPublicKeyInfo, as Chromium's
   * --ignore-certificate-errors-spki-list takes it.
   */
  readonly spkiHash: string;
  /** What was made, replaced or renewed just now: whole sentences for the terminal. */
  readonly notes: readonly string[];
}

export interface LocalAuthority {
  readonly pem: string;
  /** The file to import by hand. */
  readonly path: string;
  /** SHA-256 of the certificate, as hex pairs between colons. */
  readonly fingerprint: string;
}

/**
 * Finds the local authority and the server's certificate in a folder, and makes what is
 * missing, damaged, about to expire or too narrow. An authority is kept as long as it
 * can be, because people have told their browsers to trust it.
 *
 * @param folder made with mode 700 where it is missing
 * @param names further host names and addresses, beside those of this machine
 * @param nowMs ms since 1970
 * @throws {CertificateError} where the folder cannot be used, or a name cannot be
 */
export async function ensureCertificates(
  folder: string,
  names: readonly string[],
  nowMs: number,
): Promise<Certificates> {
  const wanted = hostNames([...LOOPBACK_NAMES, ...names]);
  const look = async () => {
    const authority = await findAuthority(folder, nowMs);
    const leaf: Found<Leaf> | undefined =
      authority.state === 'good'
        ? await findLeaf(folder, authority.thing, wanted, nowMs)
        : undefined;
    return { authority, leaf };
  };

  // Most starts find everything in order and write nothing.
  const first = await look();
  if (first.authority.state === 'good' && first.leaf?.state === 'good') {
    await closeKeys(folder);
    return toCertificates(folder, first.authority.thing, first.leaf.thing, []);
  }
  return await withLockedFolder(folder, async () => {
    const { authority, leaf } = await look();
    return await mend(folder, wanted, nowMs, authority, leaf);
  });
}

async function mend(
  folder: string,
  wanted: HostNames,
  nowMs: number,
  authority: Found<Authority>,
  leaf: Found<Leaf> | undefined,
): Promise<Certificates> {
  await closeKeys(folder);
  if (authority.state === 'good' && leaf?.state === 'good') {
    return toCertificates(folder, authority.thing, leaf.thing, []);
  }
  const signer =
    authority.state === 'good' ? await findSigner(folder, authority.thing, wanted) : authority;
  if (signer.state === 'good') {
    const made = await makeLeaf(folder, signer.thing, wanted, nowMs);
    const note =
      leaf?.state === 'bad'
        ? `Renewed the certificate for localhost in ${folder}: ${leaf.reason}.`
        : `Made a certificate for localhost in ${folder}.`;
    return toCertificates(folder, signer.thing, made, [note]);
  }
  const newcomer = await makeAuthority(folder, wanted, nowMs);
  const made = await makeLeaf(folder, newcomer, wanted, nowMs);
  const note =
    signer.state === 'bad'
      ? `Replaced the local certificate authority in ${folder}: ${signer.reason}. A browser that trusted the old one needs npm run trust again.`
      : `Made a local certificate authority and a certificate for localhost in ${folder}. npm run trust lets your browser accept them.`;
  return toCertificates(folder, newcomer, made, [note]);
}

function toCertificates(
  folder: string,
  authority: Authority,
  leaf: Leaf,
  notes: string[],
): Certificates {
  return {
    key: leaf.keyPem,
    cert: leaf.pem,
    authority: {
      pem: authority.pem,
      path: join(folder, FILES.authority),
      fingerprint: authority.certificate.fingerprint256,
    },
    spkiHash: spkiHashOf(leaf.certificate),
    notes,
  };
}

/** See {@link Certificates.spkiHash}. */
export function spkiHashOf({ publicKey }: X509Certificate): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
