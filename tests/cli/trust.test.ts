import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ensureCertificates } from '../../live-server/certificates/certificates.ts';
import { ROOT } from '../../live-server/cli/ensure-installed.mjs';

import { trust } from '../../live-server/trust/trust.ts';

/** certutil is a package of the system; without it npm run trust says where to get it. */
const HAS_CERTUTIL = spawnSync('certutil', []).error === undefined;

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'trust-'));
  folder = join(home, 'certificates');
  return () => rm(home, { recursive: true });
});

/** npm run trust, by a person whose home folder is empty or what the test made of it. */
function npmRunTrust(parameters: string[] = [], variables: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['live-server/cli/trust.mjs', ...parameters],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        HOME: home,
        XDG_DATA_HOME: '',
        CERTIFICATES_DIR: folder,
        ...variables,
      },
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

const certutil = (database: string, ...parameters: string[]) =>
  spawnSync('certutil', [...parameters, '-d', `sql:${join(home, database)}`], { encoding: 'utf8' })
    .stdout;

async function makeDatabase(database: string): Promise<void> {
  await mkdir(join(home, database), { recursive: true });
  certutil(database, '-N', '--empty-password');
}

describe.skipIf(!HAS_CERTUTIL || process.platform !== 'linux')('with certutil on Linux', () => {
  test('trusts, says so, and takes it back', () => {
    expect(npmRunTrust(['--status']).status).toBe(1);

    const added = npmRunTrust();
    expect(added).toMatchObject({ status: 0, stderr: '' });
    expect(added.stdout).toMatch(/trusted now +Chromium and Chrome \(~\/\.pki\/nssdb\)/);
    expect(added.stdout).toContain('servers named localhost and names under it, 127.0.0.1, ::1');
    expect(certutil('.pki/nssdb', '-L')).toMatch(/Chunk by Chunk local authority \w{8} +C,,/);

    const status = npmRunTrust(['--status']);
    expect(status.status).toBe(0);
    expect(status.stdout).toMatch(/trusted +Chromium/);

    const removed = npmRunTrust(['--remove']);
    expect(removed.status).toBe(0);
    expect(removed.stdout).toMatch(/removed +Chromium/);
    expect(certutil('.pki/nssdb', '-L')).not.toContain('Chunk by Chunk');
    expect(npmRunTrust(['--status']).status).toBe(1);
    expect(npmRunTrust(['--remove']).stdout).toMatch(/was not there +Chromium/);
  }, 20_000);

  test('a second time changes nothing', () => {
    npmRunTrust();
    const before = certutil('.pki/nssdb', '-L');
    const again = npmRunTrust();
    expect(again.status).toBe(0);
    expect(again.stdout).toMatch(/^ {2}trusted {2,}Chromium/m);
    expect(certutil('.pki/nssdb', '-L')).toBe(before);
  }, 20_000);

  test('a replaced authority takes the place of the old one', async () => {
    npmRunTrust();
    await rm(folder, { recursive: true });
    const next = await ensureCertificates(folder, [], Date.now());
    const status = npmRunTrust(['--status']);
    expect(status.status).toBe(1);
    expect(status.stdout).toMatch(/outdated +Chromium/);

    expect(npmRunTrust().status).toBe(0);
    const names = certutil('.pki/nssdb', '-L').match(/Chunk by Chunk local authority \w{8}/g);
    expect(names).toHaveLength(1);
    const kept = certutil('.pki/nssdb', '-L', '-n', names?.[0] ?? '', '-a');
    expect(kept.replace(/\s/g, '')).toBe(next.authority?.pem.replace(/\s/g, ''));
  }, 20_000);

  test('removes what it added also when the files are gone', async () => {
    npmRunTrust();
    await rm(folder, { recursive: true });
    expect(npmRunTrust(['--remove']).stdout).toMatch(/removed +Chromium/);
    expect(certutil('.pki/nssdb', '-L')).not.toContain('Chunk by Chunk');
  }, 20_000);

  test('uses the databases that are there: newer Chromium, and every Firefox profile', async () => {
    const databases = [
      'data/pki/nssdb',
      '.mozilla/firefox/abc.default',
      '.config/mozilla/firefox/def.default',
    ];
    for (const database of databases) await makeDatabase(database);
    const added = npmRunTrust([], { XDG_DATA_HOME: join(home, 'data') });
    expect(added.status).toBe(0);
    for (const database of databases) {
      expect(certutil(database, '-L'), database).toContain('Chunk by Chunk');
    }
    // A second database of Chromium would hide the first.
    expect(certutil('.pki/nssdb', '-L')).not.toContain('Chunk by Chunk');
  }, 20_000);

  test('leaves the authorities of others alone', async () => {
    const other = await ensureCertificates(join(home, 'other'), [], Date.now());
    await makeDatabase('.pki/nssdb');
    certutil('.pki/nssdb', '-A', '-n', 'Other', '-t', 'C,,', '-i', other.authority?.path ?? '');
    npmRunTrust();
    npmRunTrust(['--remove']);
    expect(certutil('.pki/nssdb', '-L')).toMatch(/Other +C,,/);
  }, 20_000);

  test('a database that is damaged is named, and the exit code is 1', async () => {
    await makeDatabase('.mozilla/firefox/abc.default');
    await writeFile(join(home, '.mozilla/firefox/abc.default/cert9.db'), 'no database');
    const { status, stdout } = npmRunTrust();
    expect(status).toBe(1);
    expect(stdout).toMatch(/failed +Firefox \(~\/\.mozilla\/firefox\/abc\.default\)/);
    expect(stdout).toMatch(/trusted now +Chromium/);
  }, 20_000);
});

test.skipIf(process.platform !== 'linux')(
  'without certutil it says what to install and where the file to import lies',
  () => {
    const { status, stdout, stderr } = npmRunTrust([], { PATH: '/nowhere' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('sudo apt install libnss3-tools');
    expect(stdout).toContain(join(folder, 'ca.pem'));
  },
);

test('where the server has a certificate of its own it says that the authority has no part in it', () => {
  const files = { TLS_CERT: '/srv/cert.pem', TLS_KEY: '/srv/key.pem' };
  expect(npmRunTrust(['--status'], files).stdout).toMatch(/^TLS_CERT is set: /);
  expect(npmRunTrust(['--status']).stdout).not.toContain('TLS_CERT');
});

test.each([[['--wrong']], [['--status', '--remove']]])(
  '%j prints the usage and ends with 2',
  (p) => {
    const { status, stderr } = npmRunTrust(p);
    expect(status).toBe(2);
    expect(stderr).toContain('npm run trust -- --remove');
  },
);

describe('on other systems', () => {
  const order = async (platform: NodeJS.Platform, action: 'add' | 'remove' | 'status') => {
    const said: string[] = [];
    const code = await trust({
      action,
      folder,
      names: [],
      platform,
      home: { folder: home, dataFolder: join(home, 'data') },
      nowMs: Date.now(),
      say: (words) => said.push(words),
    });
    return { code, words: said.join('\n') };
  };

  test('Windows gets the one command to type', async () => {
    expect((await order('win32', 'add')).words).toContain(
      `certutil -user -addstore Root "${join(folder, 'ca.pem')}"`,
    );
    expect((await order('win32', 'remove')).words).toMatch(/-delstore Root [0-9a-f]{40}/);
  });

  /** What macOS's `security` is asked for, kept in files: what no Linux machine can try for real. */
  test.skipIf(process.platform === 'win32')(
    'macOS: the login keychain, for TLS, for this user',
    async () => {
      const bin = join(home, 'bin');
      await mkdir(bin);
      const stub = `#!/bin/sh
echo "$*" >> '${home}/asked'
case "$1" in
  find-certificate) [ -f '${home}/kept.pem' ] && cat '${home}/kept.pem' || exit 44 ;;
  add-trusted-cert) for file; do :; done; cp "$file" '${home}/kept.pem' ;;
  delete-certificate) rm '${home}/kept.pem' ;;
esac
`;
      await writeFile(join(bin, 'security'), stub);
      await chmod(join(bin, 'security'), 0o755);
      const path = process.env.PATH;
      process.env.PATH = `${bin}:${path}`;
      onTestFinished(() => {
        process.env.PATH = path;
      });

      expect((await order('darwin', 'add')).code).toBe(0);
      const keychain = join(home, 'Library/Keychains/login.keychain-db');
      expect(await readFile(join(home, 'asked'), 'utf8')).toContain(
        `add-trusted-cert -r trustRoot -p ssl -k ${keychain} ${join(folder, 'ca.pem')}\n`,
      );
      expect((await order('darwin', 'status')).code).toBe(0);
      expect((await order('darwin', 'remove')).words).toMatch(/removed +Login keychain/);
      expect(await readFile(join(home, 'asked'), 'utf8')).toMatch(
        /delete-certificate -Z [0-9A-F]{40} -t .*login\.keychain-db\n/,
      );
      expect((await order('darwin', 'status')).code).toBe(1);
    },
  );
});
