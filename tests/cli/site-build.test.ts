import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hashOf } from '../../live-server/cli/site-build.mjs';

function folderWithPages(): string {
  const root = mkdtempSync(join(tmpdir(), 'site-build-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'src/pages'), { recursive: true });
  writeFileSync(join(root, 'src/pages/index.astro'), '<h1>Home</h1>');
  writeFileSync(join(root, 'astro.config.mjs'), '');
  return root;
}

const ENTRIES = ['src', 'astro.config.mjs', 'public'];

test('the same sources have the same hash', () => {
  const root = folderWithPages();
  expect(hashOf(root, ENTRIES)).toBe(hashOf(root, [...ENTRIES].reverse()));
});

test('a changed, a new, a renamed and a removed file change the hash', () => {
  const root = folderWithPages();
  const seen = new Set([hashOf(root, ENTRIES)]);
  const page = join(root, 'src/pages/quiz.astro');

  writeFileSync(join(root, 'src/pages/index.astro'), '<h1>Home!</h1>');
  seen.add(hashOf(root, ENTRIES));
  writeFileSync(page, '<h1>Quiz</h1>');
  seen.add(hashOf(root, ENTRIES));
  renameSync(page, join(root, 'src/pages/lab.astro'));
  seen.add(hashOf(root, ENTRIES));
  rmSync(join(root, 'astro.config.mjs'));
  seen.add(hashOf(root, ENTRIES));

  expect(seen.size).toBe(5);
});

test('a file outside the entries changes nothing', () => {
  const root = folderWithPages();
  const before = hashOf(root, ENTRIES);
  writeFileSync(join(root, 'README.md'), 'words');
  expect(hashOf(root, ENTRIES)).toBe(before);
});
