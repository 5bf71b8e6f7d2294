import { join } from 'node:path';
import { parseCertificate, splitPem } from '../certificates/pem.ts';
import { runProgram } from './run-program.ts';
import { TrustError, type TrustedAuthority, type TrustStore } from './trust-store.ts';

/**
 * The login keychain of macOS, which Chrome and Safari read, and Firefox from version 120
 * on. Only this user trusts what stands in it, and only for TLS (`-p ssl`); macOS asks
 * for the user's password in a window of its own.
 */
export function keychainStore(homeFolder: string): TrustStore {
  const keychain = join(homeFolder, 'Library/Keychains/login.keychain-db');
  const security = (...parameters: string[]) => runProgram('security', parameters);

  function kept(name: string): string[] {
    try {
      return splitPem(security('find-certificate', '-a', '-c', name, '-p', keychain));
    } catch (error) {
      // It fails where it finds nothing.
      if (error instanceof TrustError) return [];
      throw error;
    }
  }

  function isTrusted({ path }: TrustedAuthority): boolean {
    try {
      // -l: the certificate to look at is an authority; -L: without asking the network.
      security('verify-cert', '-L', '-l', '-p', 'ssl', '-c', path);
      return true;
    } catch (error) {
      if (error instanceof TrustError) return false;
      throw error;
    }
  }

  const fingerprint = (pem: string) => parseCertificate(pem)?.fingerprint256;

  const store: TrustStore = {
    label: 'Login keychain (Chrome, Safari, Firefox 120 and later)',
    state(authority) {
      const found = kept(authority.name);
      if (found.length === 0) return 'absent';
      const isOurs =
        found.length === 1 && fingerprint(found[0] ?? '') === fingerprint(authority.pem);
      return isOurs && isTrusted(authority) ? 'trusted' : 'outdated';
    },
    add(authority) {
      if (store.state(authority) === 'trusted') return;
      store.remove(authority.name);
      security('add-trusted-cert', '-r', 'trustRoot', '-p', 'ssl', '-k', keychain, authority.path);
    },
    remove(name) {
      const found = kept(name);
      for (const pem of found) {
        const sha1 = parseCertificate(pem)?.fingerprint.replaceAll(':', '') ?? '';
        // -t: its trust settings go with it.
        security('delete-certificate', '-Z', sha1, '-t', keychain);
      }
      return found.length > 0;
    },
  };
  return store;
}
