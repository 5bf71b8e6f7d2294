import { mkdirSync } from 'node:fs';
import { parseCertificate, splitPem } from '../certificates/pem.ts';
import { runProgram } from './run-program.ts';
import {
  TrustError,
  type TrustedAuthority,
  type TrustState,
  type TrustStore,
} from './trust-store.ts';

/** NSS's own command line; Debian and Ubuntu ship it as libnss3-tools. */
export const CERTUTIL = 'certutil';

/** Trusted to identify servers; neither e-mail nor code (certutil's -t: TLS, e-mail, code). */
const TRUST = 'C,,';

/** More authorities of one name than a folder will ever have had. */
const REMOVALS_MAX = 50;

/** An NSS database: the store of Chromium on Linux, and of each Firefox profile. */
export function nssStore(folder: string, label: string): TrustStore {
  const certutil = (...parameters: string[]) =>
    runProgram(CERTUTIL, [...parameters, '-d', `sql:${folder}`]);

  function state({ name, pem }: TrustedAuthority): TrustState {
    const flags = listed().get(name);
    if (flags === undefined) return 'absent';
    const wanted = parseCertificate(pem)?.fingerprint256;
    const kept = splitPem(certutil('-L', '-n', name, '-a'));
    const isOurs = kept.length === 1 && parseCertificate(kept[0] ?? '')?.fingerprint256 === wanted;
    return isOurs && flags.startsWith('C') ? 'trusted' : 'outdated';
  }

  function remove(name: string): boolean {
    let removed = 0;
    // certutil deletes one certificate at a time, and may have several by one name.
    while (listed().has(name)) {
      if (removed === REMOVALS_MAX) throw new TrustError(`${name} comes back after its removal.`);
      certutil('-D', '-n', name);
      removed += 1;
    }
    return removed > 0;
  }

  /** Nicknames with their trust flags, from lines such as `Some authority    C,,`. */
  function listed(): Map<string, string> {
    const lines = certutil('-L').split('\n');
    const rows = lines.map((line) => /^(.+?)\s+([a-zA-Z]*,[a-zA-Z]*,[a-zA-Z]*)\s*$/.exec(line));
    return new Map(rows.flatMap((row) => (row ? [[row[1] ?? '', row[2] ?? ''] as const] : [])));
  }

  return {
    label,
    state,
    remove,
    add(authority) {
      if (state(authority) === 'trusted') return;
      remove(authority.name);
      certutil('-A', '-n', authority.name, '-t', TRUST, '-i', authority.path);
    },
  };
}

/** Makes an empty database without a password, as a browser's first start does. @throws {TrustError} */
export function makeNssDatabase(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  runProgram(CERTUTIL, ['-N', '--empty-password', '-d', `sql:${folder}`]);
}
