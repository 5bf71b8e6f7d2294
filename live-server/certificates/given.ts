import type { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CertificateError } from './certificate-error.ts';
import { type Certificates, spkiHashOf } from './certificates.ts';
import { hostNames } from './host-names.ts';
import { day, parseCertificate, parseKey } from './pem.ts';

/**
 * Reads a real certificate, given as files by TLS_CERT and TLS_KEY.
 *
 * @param certPath PEM: the server's certificate first, then those that lead to its authority
 * @param keyPath PEM: its private key, without a passphrase
 * @param names every name and address the server may be asked by; a note tells of those it is not for
 * @param nowMs ms since 1970
 * @throws {CertificateError} for a file that is missing or no PEM, a key of another
 *   certificate, and a certificate that is not valid now
 */
export async function readCertificates(
  certPath: string,
  keyPath: string,
  names: readonly string[],
  nowMs: number,
): Promise<Certificates> {
  const cert = await read('TLS_CERT', certPath);
  const keyText = await read('TLS_KEY', keyPath);
  const certificate = parseCertificate(cert);
  if (!certificate) {
    throw new CertificateError(
      `TLS_CERT is ${certPath}, which holds no certificate; it has to be PEM and begin with -----BEGIN CERTIFICATE-----.`,
    );
  }
  const key = parseKey(keyText);
  if (!key) {
    throw new CertificateError(
      `TLS_KEY is ${keyPath}, which holds no private key; it has to be PEM, and without a passphrase.`,
    );
  }
  if (!certificate.checkPrivateKey(key)) {
    throw new CertificateError(
      `TLS_KEY (${keyPath}) is not the key of the first certificate in TLS_CERT (${certPath}); the server's own certificate comes first, then its chain.`,
    );
  }
  const { validFromDate, validToDate } = certificate;
  if (nowMs > validToDate.getTime()) {
    throw new CertificateError(
      `The certificate in TLS_CERT (${certPath}) expired on ${day(validToDate)}; put a renewed one there.`,
    );
  }
  if (nowMs < validFromDate.getTime()) {
    throw new CertificateError(
      `The certificate in TLS_CERT (${certPath}) is valid from ${day(validFromDate)}; check the clock of this machine, or put another one there.`,
    );
  }
  const others = namesBeside(certificate, names);
  const notes =
    others.length === 0
      ? []
      : [
          `The certificate in TLS_CERT (${certPath}) is not for ${others.join(', ')}: a browser that asks by such a name refuses it.`,
        ];
  return { key: keyText, cert, authority: null, spkiHash: spkiHashOf(certificate), notes };
}

/** The names that a certificate does not cover (RFC 9525 §6.3). */
function namesBeside(certificate: X509Certificate, names: readonly string[]): string[] {
  const { dns, ip } = hostNames(names);
  return [
    ...dns.filter((name) => !certificate.checkHost(name, { subject: 'never' })),
    ...ip.filter((address) => !certificate.checkIP(address)),
  ];
}

async function read(variable: string, path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT' ? 'where there is no file' : `which cannot be read (${error.code})`;
    throw new CertificateError(
      `${variable} is ${path}, ${why}; give the path of a PEM file that this user may read.`,
    );
  });
}
