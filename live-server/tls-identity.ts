import { type Certificates, ensureCertificates } from './certificates/certificates.ts';
import { readCertificates } from './certificates/given.ts';
import type { Config } from './config.ts';

/**
 * What the TLS origin proves itself by: the operator's certificate, or one of the
 * local authority, made where there is none.
 *
 * @param names every name and address the origin may be asked by
 * @throws {CertificateError}
 */
export function tlsIdentity(
  { tlsFiles, certificatesDir }: Config,
  names: readonly string[],
): Promise<Certificates> {
  const nowMs = Date.now();
  if (tlsFiles === null) return ensureCertificates(certificatesDir, names, nowMs);
  return readCertificates(tlsFiles.cert, tlsFiles.key, names, nowMs);
}
