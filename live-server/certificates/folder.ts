import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { CertificateError } from './certificate-error.ts';

/** The files of a certificates folder. `ca.pem` is the one to import by hand. */
export const FILES = {
  authority: 'ca.pem',
  authorityKey: 'ca-key.pem',
  leaf: 'localhost.pem',
  leafKey: 'localhost-key.pem',
} as const;

type FileName = (typeof FILES)[keyof typeof FILES];

/** Readable by its owner only. A certificate is public; whoever connects is sent it. */
const KEY_MODE = 0o600;
const CERTIFICATE_MODE = 0o644;
const FOLDER_MODE = 0o700;

const LOCK = '.lock';
const TEMPORARY = '.tmp';
/** Making both certificates takes tens of ms; a lock this old belongs to a start that died. */
const LOCK_STALE_MS = 10_000;
const LOCK_RETRY_MS = 20;

/** A file's text; undefined where there is none. @throws {CertificateError} */
export async function readPem(folder: string, name: FileName): Promise<string | undefined> {
  const path = join(folder, name);
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CertificateError(
      `${path} cannot be read (${error.code}). Make it readable for this user, or delete it: the next start makes a new one.`,
    );
  });
}

/**
 * Writes a file beside its place and moves it there, so that no reader ever sees half of
 * it, and a power cut leaves the old one or the new one.
 */
export async function writePem(folder: string, name: FileName, text: string): Promise<void> {
  const isKey = name === FILES.authorityKey || name === FILES.leafKey;
  const temporary = join(folder, `${name}.${randomUUID()}${TEMPORARY}`);
  await writeFile(temporary, text, { mode: isKey ? KEY_MODE : CERTIFICATE_MODE, flush: true });
  await rename(temporary, join(folder, name));
}

/** Whether one of the files is there. */
export function hasFile(folder: string, name: FileName): boolean {
  return existsSync(join(folder, name));
}

/** Takes from others the right to read a key that was copied here with too many. */
export async function closeKeys(folder: string): Promise<void> {
  for (const name of [FILES.authorityKey, FILES.leafKey]) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && (found.mode & 0o077) !== 0) await chmod(path, KEY_MODE);
  }
}

/**
 * Lets one start at a time write into the folder, which it makes where it is missing;
 * the others wait and then find what the first one made.
 *
 * @throws {CertificateError} where the folder cannot be written to
 */
export async function withLockedFolder<Result>(
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await lock(folder);
    try {
      await removeLeftovers(folder);
      return await work();
    } finally {
      await rm(join(folder, LOCK), { force: true });
    }
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new CertificateError(
      `Certificates cannot be written to ${folder} (${code}). Make the folder writable for this user, or set CERTIFICATES_DIR to another one.`,
      { cause: error },
    );
  }
}

async function lock(folder: string): Promise<void> {
  const path = join(folder, LOCK);
  for (;;) {
    try {
      await (await open(path, 'wx')).close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > LOCK_STALE_MS) await rm(path, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
}

/** Files that a start which died had not moved to their places yet. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(TEMPORARY)) await rm(join(folder, name), { force: true });
  }
}
