import { expect, test } from 'vitest';
import { findChromium, findHeadlessShell } from './find-chromium.mjs';

const OWN = '/home/learner/.cache/ms-playwright/chromium/chrome';

function find(programs: string[], environment: Record<string, string>, platform = 'linux') {
  return findChromium({
    environment,
    platform,
    playwrightsOwn: OWN,
    runs: (path) => programs.includes(path),
  });
}

const PATH = '/usr/local/bin:/usr/bin';
const everything = ['/opt/chrome', '/usr/bin/google-chrome', '/usr/bin/chromium', OWN];

test('CHROMIUM_PATH comes first', () => {
  expect(find(everything, { PATH, CHROMIUM_PATH: '/opt/chrome' })).toBe('/opt/chrome');
});

test('a CHROMIUM_PATH where nothing starts is told, not passed over', () => {
  expect(() => find(everything, { PATH, CHROMIUM_PATH: '/nowhere' })).toThrow(
    /CHROMIUM_PATH.*\/nowhere/,
  );
});

test('then Chromium on PATH, then Chrome on PATH', () => {
  expect(find(everything, { PATH })).toBe('/usr/bin/chromium');
  expect(find(['/usr/bin/google-chrome', OWN], { PATH })).toBe('/usr/bin/google-chrome');
});

test('then the application of a Mac, and only on a Mac', () => {
  const app = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(find([app, OWN], { PATH }, 'darwin')).toBe(app);
  expect(find([app, OWN], { PATH }, 'linux')).toBe(OWN);
});

test("then Playwright's own, else none", () => {
  expect(find([OWN], { PATH })).toBe(OWN);
  expect(find([], { PATH })).toBeUndefined();
});

test('the headless shell is the one named, or the one on PATH, unless a browser was named', () => {
  const shell = '/usr/bin/chromium-headless-shell';
  const find = (environment: Record<string, string>) =>
    findHeadlessShell({ environment, runs: (path) => path === shell });
  expect(find({ PATH })).toBe(shell);
  expect(find({ PATH: '/usr/local/bin' })).toBeUndefined();
  expect(find({ PATH, CHROMIUM_PATH: '/opt/chrome' })).toBeUndefined();
  expect(find({ PATH, CHROMIUM_PATH: '/opt/chrome', HEADLESS_SHELL_PATH: shell })).toBe(shell);
});
