import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, connect } from 'node:tls';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeAuthority } from '../../live-server/certificates/authority.ts';
import { CertificateError } from '../../live-server/certificates/certificate-error.ts';
import { ensureCertificates } from '../../live-server/certificates/certificates.ts';
import { readCertificates } from '../../live-server/certificates/given.ts';
import { addressBytes, hostNames } from '../../live-server/certificates/host-names.ts';
import { makeLeaf } from '../../live-server/certificates/leaf.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW_MS = Date.now();

let folder: string;

beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'certificates-'));
  folder = join(parent, 'made');
  return () => rm(parent, { recursive: true });
});

const ensure = (names: string[] = [], nowMs = NOW_MS) => ensureCertificates(folder, names, nowMs);
const file = (name: string) => join(folder, name);
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** Connects as a client that trusts this authority alone; says how the handshake ended. */
async function shakeHands(
  server: { key: string; cert: string },
  ca: string,
  host: string,
): Promise<string> {
  const listening = createServer(server).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const socket = connect({
    host: '127.0.0.1',
    port,
    ca,
    servername: '',
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
  });
  const outcome = await new Promise<string>((resolve) => {
    socket.once('secureConnect', () => resolve('trusted'));
    socket.once('error', ({ message }) => resolve(message));
  });
  socket.destroy();
  listening.close();
  return outcome;
}

describe('a first start', () => {
  test('makes an authority and a certificate that a client who trusts it accepts', async () => {
    const made = await ensure(['course.example', '192.0.2.7', '[2001:db8::7]']);
    const ca = made.authority?.pem ?? '';
    const names = ['localhost', 'extended-connect-off.localhost', '127.0.0.1', '::1'];
    for (const host of [...names, 'course.example', '192.0.2.7', '2001:db8::7']) {
      expect(await shakeHands(made, ca, host), host).toBe('trusted');
    }
    expect(await shakeHands(made, ca, 'other.example')).toMatch(
      /does not match certificate's altnames/,
    );
    expect(made.notes).toEqual([expect.stringMatching(/^Made a local certificate authority.*\.$/)]);
  });

  test('a client who trusts another authority refuses it', async () => {
    const made = await ensure();
    const other = await ensureCertificates(`${folder}-other`, [], NOW_MS);
    const outcome = await shakeHands(made, other.authority?.pem ?? '', 'localhost');
    expect(outcome).toContain('unable to verify the first certificate');
  });

  test('keeps the folder and the keys to their owner', async () => {
    await ensure();
    expect(await modeOf(folder)).toBe('700');
    expect(await modeOf(file('ca-key.pem'))).toBe('600');
    expect(await modeOf(file('localhost-key.pem'))).toBe('600');
    expect((await readdir(folder)).sort()).toEqual([
      'ca-key.pem',
      'ca.pem',
      'localhost-key.pem',
      'localhost.pem',
    ]);
  });

  test('gives the leaf at most 397 days, for servers only, on P-256', async () => {
    const leaf = new X509Certificate((await ensure()).cert);
    const days = (leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / DAY_MS;
    expect(days).toBeLessThanOrEqual(397);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });

  test("tells the hash of the leaf's SubjectPublicKeyInfo", async () => {
    const { cert, spkiHash } = await ensure();
    const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
    expect(spkiHash).toBe(createHash('sha256').update(spki).digest('base64'));
  });

  test.each(['not a name', '-a.example', 'fe80::1%eth0', ''])(
    'refuses the name "%s"',
    async (name) => {
      await expect(ensure([name])).rejects.toThrow(CertificateError);
    },
  );
});

describe('what the authority may sign', () => {
  test.each([
    ['other.example', 'other.example'],
    ['192.0.2.9', '192.0.2.9'],
    ['127.0.0.2', '127.0.0.2'],
  ])('a certificate for %s is refused although it signed it', async (name, host) => {
    const signer = await makeAuthority(
      await emptyFolder(),
      hostNames(['localhost', '127.0.0.1']),
      NOW_MS,
    );
    const leaf = await makeLeaf(folder, signer, hostNames([name]), NOW_MS);
    const server = { key: leaf.keyPem, cert: leaf.pem };
    expect(await shakeHands(server, signer.pem, host)).toBe('permitted subtree violation');
  });

  test('a name under localhost is within what it may sign', async () => {
    const { authority } = await ensure();
    const next = await ensure(['further.localhost']);
    expect(next.authority).toEqual(authority);
    expect(await shakeHands(next, authority?.pem ?? '', 'further.localhost')).toBe('trusted');
  });

  test('a further host name takes a new authority, and the sentence says why', async () => {
    const first = await ensure();
    const next = await ensure(['course.example']);
    expect(next.authority?.fingerprint).not.toBe(first.authority?.fingerprint);
    expect(next.notes).toEqual([expect.stringContaining('it may not sign for course.example')]);
    expect(next.notes[0]).toContain('npm run trust');
    // Asking for less later keeps it: somebody trusts it by then.
    expect((await ensure()).authority).toEqual(next.authority);
  });
});

describe('a later start', () => {
  test('finds everything and writes nothing', async () => {
    const first = await ensure();
    const before = await stat(folder);
    const second = await ensure();
    expect(second).toEqual({ ...first, notes: [] });
    expect((await stat(folder)).mtimeMs).toBe(before.mtimeMs);
  });

  test('renews the certificate before it expires and keeps the authority', async () => {
    const first = await ensure();
    expect((await ensure([], NOW_MS + 334 * DAY_MS)).notes).toEqual([]);
    const laterMs = NOW_MS + 336 * DAY_MS;
    const next = await ensure([], laterMs);
    expect(next.notes).toEqual([
      expect.stringMatching(/^Renewed .*: it expires on \d{4}-\d\d-\d\d\.$/),
    ]);
    expect(next.authority).toEqual(first.authority);
    expect(new X509Certificate(next.cert).validToDate.getTime()).toBeGreaterThan(
      laterMs + 300 * DAY_MS,
    );
  });

  test('replaces an authority that expired, and an authority that is about to', async () => {
    for (const days of [4.9 * 365, 6 * 365]) {
      await rm(folder, { recursive: true, force: true });
      const first = await ensure();
      const laterMs = NOW_MS + days * DAY_MS;
      const next = await ensure([], laterMs);
      expect(next.notes).toEqual([expect.stringMatching(/^Replaced .*it expire[sd] on .*\.$/)]);
      expect(next.authority?.fingerprint).not.toBe(first.authority?.fingerprint);
      expect(await ensure([], laterMs)).toEqual({ ...next, notes: [] });
    }
  });

  test('a certificate never outlives its authority', async () => {
    await ensure();
    const next = await ensure([], NOW_MS + 4.8 * 365 * DAY_MS);
    const leaf = new X509Certificate(next.cert);
    const ca = new X509Certificate(next.authority?.pem ?? '');
    expect(leaf.validToDate.getTime()).toBeLessThanOrEqual(ca.validToDate.getTime());
  });

  test('takes away rights on a key that others got', async () => {
    await ensure();
    await chmod(file('ca-key.pem'), 0o644);
    await ensure();
    expect(await modeOf(file('ca-key.pem'))).toBe('600');
  });
});

describe('a damaged folder is mended with one sentence', () => {
  const garbage = (name: string) => writeFile(file(name), '-----BEGIN CERTIFICATE-----\nAAA');
  const half = async (name: string) => {
    const text = await readFile(file(name), 'utf8');
    await writeFile(file(name), text.slice(0, text.length / 2));
  };

  test.each([
    ['the certificate is torn', () => half('localhost.pem'), 'localhost.pem is damaged'],
    ['the certificate is gone', () => rm(file('localhost.pem')), 'localhost.pem is missing'],
    ['its key is torn', () => half('localhost-key.pem'), 'localhost-key.pem is damaged'],
    [
      'its key is empty',
      () => writeFile(file('localhost-key.pem'), ''),
      'localhost-key.pem is damaged',
    ],
    ['its key is gone', () => rm(file('localhost-key.pem')), 'localhost-key.pem is missing'],
    [
      'its key is another one',
      async () => writeFile(file('localhost-key.pem'), await readFile(file('ca-key.pem'))),
      'belongs to another certificate',
    ],
  ])('%s: it is made anew, the authority stays', async (_, damage, reason) => {
    const { authority } = await ensure();
    await damage();
    const mended = await ensure();
    expect(mended.notes).toEqual([expect.stringContaining(reason)]);
    expect(mended.authority).toEqual(authority);
    expect(await shakeHands(mended, authority?.pem ?? '', 'localhost')).toBe('trusted');
    expect((await ensure()).notes).toEqual([]);
  });

  test.each([
    ['the authority is gone', () => rm(file('ca.pem')), 'ca.pem is missing'],
    ['the authority is torn', () => garbage('ca.pem'), 'ca.pem is damaged'],
    [
      'the authority is no authority',
      async () => writeFile(file('ca.pem'), await readFile(file('localhost.pem'))),
      'ca.pem is no authority',
    ],
    [
      'the key of the authority is gone when it is needed',
      () => Promise.all([rm(file('ca-key.pem')), rm(file('localhost.pem'))]),
      'ca-key.pem is missing',
    ],
    [
      'the key of the authority is another one when it is needed',
      async () => {
        await writeFile(file('ca-key.pem'), await readFile(file('localhost-key.pem')));
        await rm(file('localhost.pem'));
      },
      'ca-key.pem belongs to another authority',
    ],
  ])('%s: both are made anew', async (_, damage, reason) => {
    const { authority } = await ensure();
    await damage();
    const mended = await ensure();
    expect(mended.notes).toEqual([expect.stringContaining(reason)]);
    expect(mended.authority?.fingerprint).not.toBe(authority?.fingerprint);
    expect(await shakeHands(mended, mended.authority?.pem ?? '', 'localhost')).toBe('trusted');
    expect((await ensure()).notes).toEqual([]);
  });

  test('a certificate that another authority signed is made anew', async () => {
    await ensure();
    await ensureCertificates(`${folder}-other`, [], NOW_MS);
    for (const name of ['ca.pem', 'ca-key.pem']) {
      await writeFile(file(name), await readFile(join(`${folder}-other`, name)));
    }
    const mended = await ensure();
    expect(mended.notes).toEqual([expect.stringContaining('another authority signed it')]);
    expect(await shakeHands(mended, mended.authority?.pem ?? '', 'localhost')).toBe('trusted');
  });

  test('the lock and the leftovers of a start that died do not stop the next one', async () => {
    await emptyFolder();
    await writeFile(file('.lock'), '');
    await writeFile(file('ca.pem.1.tmp'), 'half');
    await utimes(file('.lock'), new Date(0), new Date(0));
    await ensure();
    expect(await readdir(folder)).toHaveLength(4);
  });

  test('a folder that is a file is told in a sentence', async () => {
    await writeFile(folder, '');
    const error = await ensure().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CertificateError);
    expect((error as Error).message).toContain(folder);
  });
});

test('eight starts at once make one authority and one certificate', async () => {
  const starts = await Promise.all(Array.from({ length: 8 }, () => ensure()));
  expect(new Set(starts.map(({ authority }) => authority?.fingerprint)).size).toBe(1);
  expect(new Set(starts.map(({ cert, key }) => cert + key)).size).toBe(1);
  expect(starts.filter(({ notes }) => notes.length > 0)).toHaveLength(1);
  expect(await readdir(folder)).toHaveLength(4);
});

describe('a certificate given as files', () => {
  const given = (cert = 'localhost.pem', key = 'localhost-key.pem', nowMs = NOW_MS) =>
    readCertificates(file(cert), file(key), ['localhost', '127.0.0.1', '[::1]'], nowMs);

  test('is read as it is, without an authority', async () => {
    const { key, cert, spkiHash } = await ensure();
    expect(await given()).toEqual({ key, cert, spkiHash, authority: null, notes: [] });
  });

  test('a name that it is not for is told in a note', async () => {
    await ensure();
    const names = ['course.example', 'localhost', '192.0.2.7', '[::1]'];
    const read = await readCertificates(
      file('localhost.pem'),
      file('localhost-key.pem'),
      names,
      NOW_MS,
    );
    expect(read.notes).toEqual([
      expect.stringContaining('is not for course.example, 192.0.2.7: a browser'),
    ]);
  });

  test.each([
    ['a certificate that is not there', () => given('none.pem'), /^TLS_CERT is .*no file/],
    ['a key that is not there', () => given('localhost.pem', 'none.pem'), /^TLS_KEY is .*no file/],
    [
      'the two in each other’s place',
      () => given('localhost-key.pem', 'localhost.pem'),
      /^TLS_CERT .*no certificate/,
    ],
    ['a key that is none', () => given('localhost.pem', 'ca.pem'), /^TLS_KEY .*no private key/],
    ['another’s key', () => given('localhost.pem', 'ca-key.pem'), /is not the key of/],
    [
      'an expired one',
      () => given(undefined, undefined, NOW_MS + 400 * DAY_MS),
      /expired on \d{4}/,
    ],
    [
      'one of the future',
      () => given(undefined, undefined, NOW_MS - DAY_MS),
      /is valid from \d{4}/,
    ],
  ])('%s is told in a sentence', async (_, read, sentence) => {
    await ensure();
    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CertificateError);
    expect((error as Error).message).toMatch(sentence);
  });

  test('a key with a passphrase is told in a sentence', async () => {
    const { key } = await ensure();
    const locked = createPrivateKey(key).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    await writeFile(file('locked.pem'), locked);
    await expect(given('localhost.pem', 'locked.pem')).rejects.toThrow(/without a passphrase/);
  });
});

test.each([
  ['127.0.0.1', '7f000001'],
  ['::1', '00000000000000000000000000000001'],
  ['::', '00000000000000000000000000000000'],
  ['2001:db8::7:0:1', '20010db8000000000000000700000001'],
  ['::ffff:192.0.2.7', '00000000000000000000ffffc0000207'],
])('the octets of %s', (address, hex) => {
  expect(Buffer.from(addressBytes(address)).toString('hex')).toBe(hex);
});

async function emptyFolder(): Promise<string> {
  await mkdir(folder);
  return folder;
}
