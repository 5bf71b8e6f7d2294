import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** The first certificate in a PEM text; undefined where it holds none that can be read. */
export function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** An unencrypted private key in a PEM text; undefined where it holds none. */
export function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** The certificates of a PEM text, one text each. */
export function splitPem(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** A day as a log line has it, `2027-03-31`. */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
