/** Something about a certificate that whoever started the server can mend; the message says how. */
export class CertificateError extends Error {
  override name = 'CertificateError';
}
