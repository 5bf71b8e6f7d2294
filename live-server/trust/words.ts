import { parseCertificate } from '../certificates/pem.ts';
import type { TrustState } from './trust-store.ts';

export const STATES: Record<TrustState, string> = {
  trusted: 'trusted',
  outdated: 'outdated',
  absent: 'not trusted',
};

export const WHY = `
Browsers speak HTTP/2 only over TLS, and some of what the labs show only with a certificate
that they trust. No public authority signs for localhost, so the course made an authority of
its own on this computer, which signed the certificate of its server. A browser that trusts
this authority trusts that server. Its key lies beside it, was made here and is sent nowhere.
`;

export function aboutAuthority(about: {
  path: string;
  fingerprint: string;
  names: readonly string[];
  until: string;
}): string {
  return `  authority    ${about.path}
  SHA-256      ${about.fingerprint}
  valid until  ${about.until}
  can sign     servers named ${about.names.join(', ')}
  cannot sign  any other site, e-mail, programs, further authorities. The limit stands in its
               certificate (critical name constraints): Chromium and OpenSSL refuse what breaks it
`;
}

/** @param path of the authority, for an import by hand */
export const NO_CERTUTIL = (path: string) => `
certutil is missing: the tool of NSS, the store that Chromium and Firefox use on Linux. Get it and
run npm run trust again:

  Debian, Ubuntu   sudo apt install libnss3-tools
  Fedora           sudo dnf install nss-tools
  Arch             sudo pacman -S nss

Or import the authority by hand, for websites only. Firefox: Settings, Privacy & Security,
View Certificates, Authorities, Import. Chromium: chrome://certificate-manager. The file is
  ${path}
`;

/** What to type on Windows, whose own certutil is a program of the same name only. */
export function onWindows(
  action: 'add' | 'remove' | 'status',
  path: string,
  pem: string | undefined,
): string {
  const sha1 = pem && parseCertificate(pem)?.fingerprint.replaceAll(':', '').toLowerCase();
  const command = {
    add: `certutil -user -addstore Root "${path}"`,
    remove: `certutil -user -delstore Root ${sha1 ?? '<SHA-1 of the authority>'}`,
    status: `certutil -user -verifystore Root ${sha1 ?? '<SHA-1 of the authority>'}`,
  }[action];
  return `On Windows, type this yourself; Windows asks whether you are sure. It is for your user alone:\n\n  ${command}\n`;
}
