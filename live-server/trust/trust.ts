import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { authorityName, commonNameOf, permittedNames } from '../certificates/authority.ts';
import { ensureCertificates } from '../certificates/certificates.ts';
import { FILES } from '../certificates/folder.ts';
import { day, parseCertificate } from '../certificates/pem.ts';
import { keychainStore } from './keychain.ts';
import { CERTUTIL, makeNssDatabase, nssStore } from './nss.ts';
import { chromiumFolder, findNssDatabases, type Home } from './nss-databases.ts';
import { hasProgram } from './run-program.ts';
import { TrustError, type TrustedAuthority, type TrustStore } from './trust-store.ts';
import { aboutAuthority, NO_CERTUTIL, onWindows, STATES, WHY } from './words.ts';

export interface TrustOrder {
  readonly action: 'add' | 'remove' | 'status';
  /** The certificates folder. */
  readonly folder: string;
  /** Every name that the live server may be asked by, as it would have them itself. */
  readonly names: readonly string[];
  readonly home: Home;
  readonly platform: NodeJS.Platform;
  readonly nowMs: number;
  /** Takes the report, a line or paragraph at a time. */
  readonly say: (words: string) => void;
}

/**
 * Makes this person's browsers trust the local authority, or undoes that, or says how
 * things stand; and explains each before it is done.
 *
 * @returns the exit code: 0 when every store is as asked (`status`: trusts it), else 1
 * @throws {CertificateError} where the certificates folder cannot be used
 */
export async function trust(order: TrustOrder): Promise<0 | 1> {
  const { action, folder, names: hostNames, platform, nowMs, say } = order;
  if (action === 'add') {
    say(WHY);
    for (const note of (await ensureCertificates(folder, hostNames, nowMs)).notes) say(`${note}\n`);
  }
  const authority = readAuthority(folder);
  if (authority) say(await tellOf(authority));
  else say(`There is no local authority in ${folder} yet; npm start or npm run trust makes one.`);

  if (platform === 'win32') {
    say(onWindows(action, resolve(folder, FILES.authority), authority?.pem));
    return 0;
  }
  if (platform !== 'darwin' && !hasProgram(CERTUTIL)) {
    say(NO_CERTUTIL(resolve(folder, FILES.authority)));
    return 1;
  }
  const stores = findStores(order);
  if (stores.length === 0) say('No browser of this user has a store of authorities yet.');
  // The name on the certificate first: the folder may have moved since.
  const names = new Set([...(authority ? [authority.name] : []), authorityName(folder)]);
  const done = stores.map((store) => treat(store, action, authority, names, say));
  if (action === 'status') return authority && stores.length > 0 && done.every(Boolean) ? 0 : 1;
  if (done.every(Boolean)) {
    say(
      action === 'add'
        ? 'Restart the browser: it reads its authorities when it starts. npm run trust -- --remove undoes this.'
        : `The files in ${folder} stay; delete the folder if you want the authority gone altogether. Restart the browser.`,
    );
  }
  return done.every(Boolean) ? 0 : 1;
}

/** Does what was asked to one store and reports it; false where the store is not as asked. */
function treat(
  store: TrustStore,
  action: TrustOrder['action'],
  authority: TrustedAuthority | undefined,
  names: ReadonlySet<string>,
  say: TrustOrder['say'],
): boolean {
  const report = (state: string) => say(`  ${state.padEnd(14)}${store.label}`);
  try {
    if (action === 'remove') {
      const removed = [...names].map((name) => store.remove(name));
      report(removed.includes(true) ? 'removed' : 'was not there');
      return true;
    }
    const before = authority ? store.state(authority) : 'absent';
    if (action === 'add' && authority && before !== 'trusted') {
      store.add(authority);
      report('trusted now');
      return true;
    }
    report(STATES[before]);
    return before === 'trusted';
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    report('failed');
    say(`                ${error.message}`);
    return false;
  }
}

function findStores({ action, home, platform }: TrustOrder): TrustStore[] {
  if (platform === 'darwin') return [keychainStore(home.folder)];
  // Made where Chromium has none of any kind: a second one would hide the first from it.
  const hasChromium = findNssDatabases(home).some(({ label }) => label.startsWith('Chromium'));
  if (action === 'add' && !hasChromium) makeNssDatabase(chromiumFolder(home));
  return findNssDatabases(home).map(({ folder, label }) => nssStore(folder, label));
}

function readAuthority(folder: string): TrustedAuthority | undefined {
  const path = resolve(join(folder, FILES.authority));
  if (!existsSync(path)) return undefined;
  const pem = readFileSync(path, 'utf8');
  const certificate = parseCertificate(pem);
  return certificate && { name: commonNameOf(certificate), pem, path };
}

async function tellOf({ pem, path }: TrustedAuthority): Promise<string> {
  const certificate = parseCertificate(pem);
  return aboutAuthority({
    path,
    fingerprint: certificate?.fingerprint256 ?? '',
    names: await permittedNames(pem),
    until: certificate ? day(certificate.validToDate) : '',
  });
}
