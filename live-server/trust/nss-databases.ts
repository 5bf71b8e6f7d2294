import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface NssDatabase {
  readonly folder: string;
  readonly label: string;
}

/** The file that makes a folder an NSS database. */
const DATABASE = 'cert9.db';

/** Where a person's data is. */
export interface Home {
  /** The home folder. */
  readonly folder: string;
  /** XDG_DATA_HOME: where programs keep their data. */
  readonly dataFolder: string;
}

/** The database that every Chromium looks at: made where there is none at all. */
export function chromiumFolder(home: Home): string {
  return join(home.folder, '.pki/nssdb');
}

/**
 * The databases of this person's browsers on Linux. Chromium reads ~/.pki/nssdb; newer
 * ones make theirs under the data folder where that one does not exist. Both may be
 * there, so both are looked at.
 */
export function findNssDatabases(home: Home): NssDatabase[] {
  const tilde = (path: string) =>
    path.startsWith(`${home.folder}/`) ? `~${path.slice(home.folder.length)}` : path;
  const chromium = [
    chromiumFolder(home),
    join(home.dataFolder, 'pki/nssdb'),
    join(home.folder, 'snap/chromium/current/.pki/nssdb'),
    join(home.folder, 'snap/chromium/current/.local/share/pki/nssdb'),
  ].map((folder) => ({ folder, label: `Chromium and Chrome (${tilde(folder)})` }));
  const firefox = [
    '.mozilla/firefox',
    '.config/mozilla/firefox',
    'snap/firefox/common/.mozilla/firefox',
    '.var/app/org.mozilla.firefox/.mozilla/firefox',
  ]
    .flatMap((root) => foldersIn(join(home.folder, root)))
    .map((folder) => ({ folder, label: `Firefox (${tilde(folder)})` }));
  return [...chromium, ...firefox].filter(({ folder }) => existsSync(join(folder, DATABASE)));
}

function foldersIn(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).map((name) => join(root, name));
}
