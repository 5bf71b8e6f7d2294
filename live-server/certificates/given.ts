import { readFile } from 'node:fs/promises';
import { CertificateError } from './certificate-error.ts';
import { type Certificates, spkiHashOf } from './certificates.ts';
import { day, parseCertificate, parseKey } from './pem.ts';

/**
 * Reads a real certificate, given as files by TLS_CERT and TLS_KEY.
 *
 * @param certPath PEM: the server's certificate first, then those that lead to its authority
 * @param keyPath PEM: its private key, without a passphrase
 * @param nowMs ms since 1970
 * @throws {CertificateError} for a file that is missing or no PEM, a key of another
 *   certificate, and a certificate that is not valid now
 */
export async function readCertificates(
  certPath: string,
  keyPath: string,
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
  return { key: keyText, cert, authority: null, spkiHash: spkiHashOf(certificate), notes: [] };
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
