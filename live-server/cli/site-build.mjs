import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { ROOT } from './ensure-installed.mjs';
import { runToEnd } from './processes.mjs';

const STAMP = join(ROOT, 'node_modules/.cache/chunk-by-chunk/build-stamp');

/** Everything a page is made of; the lessons show sources of the live server. */
const SOURCES = [
  'src',
  'content',
  'public',
  'live-server',
  'astro.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

const DIST = join(ROOT, 'dist');
/** Text, which shrinks to a quarter; fonts and pictures are compressed already. */
const COMPRESSIBLE = new Set(['.html', '.css', '.js', '.json', '.svg', '.txt', '.xml']);
/** Below this the saving is less than a packet. */
const WORTH_COMPRESSING_BYTES = 1_024;
/** Of 11; the last two steps cost ten times the time for a hundredth of the size. */
const BROTLI_QUALITY = 9;

/** Whether dist/ was built from other sources than these, or not at all. */
export function isStale() {
  const built = existsSync(join(ROOT, 'dist/index.html')) && existsSync(STAMP);
  return !built || readFileSync(STAMP, 'utf8') !== hashOf(ROOT, SOURCES);
}

/**
 * Builds the site into dist/ and notes what it was built from.
 *
 * @param {{ live?: boolean }} [options] Whether the build's words are shown as they come.
 */
export async function build(options) {
  // Taken before the build: what changes meanwhile makes the result stale.
  const hash = hashOf(ROOT, SOURCES);
  const result = await runToEnd('astro', ['build'], options);
  if (result.ok) {
    compressFiles(DIST);
    mkdirSync(dirname(STAMP), { recursive: true });
    writeFileSync(STAMP, hash);
  }
  return result;
}

/**
 * Puts a compressed twin beside each file that is worth it, as the site origin serves them.
 *
 * @param {string} folder
 */
export function compressFiles(folder) {
  for (const name of filesUnder(folder, '.')) {
    if (!COMPRESSIBLE.has(extname(name))) continue;
    const path = join(folder, name);
    const bytes = readFileSync(path);
    if (bytes.byteLength < WORTH_COMPRESSING_BYTES) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${path}.gz`, gzipSync(bytes));
  }
}

/**
 * One hash over the paths and bytes of files and folders; what is not there is skipped.
 *
 * @param {string} root
 * @param {string[]} entries Relative to `root`.
 */
export function hashOf(root, entries) {
  const hash = createHash('sha256');
  for (const path of entries.flatMap((entry) => filesUnder(root, entry)).sort()) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\n${bytes.byteLength}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} entry
 * @returns {string[]}
 */
function filesUnder(root, entry) {
  const path = join(root, entry);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [entry];
  return readdirSync(path).flatMap((name) => filesUnder(root, `${entry}/${name}`));
}
