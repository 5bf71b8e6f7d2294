import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Sentence } from '../../live-server/cli/ensure-installed.mjs';
import { runToEnd } from '../../live-server/cli/processes.mjs';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The machine, as far as the search needs it.
 * @typedef {object} Machine
 * @property {Record<string, string | undefined>} environment
 * @property {string} platform
 * @property {string} playwrightsOwn Where Playwright puts the Chromium it downloads.
 * @property {(path: string) => boolean} runs Whether there is a program that starts.
 */

/**
 * The first Chromium there is: CHROMIUM_PATH, one on PATH, a Mac's application,
 * Playwright's own.
 *
 * @param {Machine} machine
 * @returns {string | undefined}
 * @throws {Sentence} when CHROMIUM_PATH is set and leads nowhere: a wish is not guessed around.
 */
export function findChromium({ environment, platform, playwrightsOwn, runs }) {
  const wish = environment.CHROMIUM_PATH;
  if (wish) {
    if (runs(wish)) return wish;
    throw new Sentence(`CHROMIUM_PATH is ${wish}, and no browser starts there. Mend or unset it.`);
  }
  const candidates = [
    ...onPath(environment, COMMANDS),
    ...(platform === 'darwin' ? MAC_APPS : []),
    playwrightsOwn,
  ];
  return candidates.find(runs);
}

/**
 * Chromium's engine without windows, which is what most browser tests take, in half the
 * time: HEADLESS_SHELL_PATH, or Debian's on PATH. None where a whole browser was wished for.
 *
 * @param {Pick<Machine, 'environment' | 'runs'>} machine
 * @returns {string | undefined}
 */
export function findHeadlessShell({ environment, runs }) {
  if (environment.HEADLESS_SHELL_PATH) return environment.HEADLESS_SHELL_PATH;
  if (environment.CHROMIUM_PATH) return undefined;
  return onPath(environment, ['chromium-headless-shell']).find(runs);
}

/**
 * @param {Record<string, string | undefined>} environment
 * @param {string[]} commands
 */
function onPath(environment, commands) {
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return commands.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * Finds a Chromium, or installs one: from Debian's packages where that is allowed,
 * since they bring the libraries it needs, otherwise Playwright's download.
 *
 * @returns {Promise<string>} The path of the program.
 * @throws {Sentence} saying what to do when neither worked.
 */
export async function findOrInstallChromium() {
  const machine = await thisMachine();
  const found = findChromium(machine);
  if (found) return found;

  const attempts = [];
  if (mayInstallPackages()) attempts.push(...(await installPackage('chromium')));
  if (!findChromium(machine)) {
    attempts.push(await runToEnd('playwright', ['install', 'chromium']));
  }

  const installed = findChromium(machine);
  if (installed) return installed;
  throw new Sentence(
    `${attempts.map(({ output }) => output).join('\n')}
The browser tests need Chromium or Chrome, and none could be installed; the attempts are above.
Install one (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium),
or set CHROMIUM_PATH to the program, and run npm test again.`,
  );
}

/**
 * Finds the headless shell, or installs Debian's where that is allowed. It is a help, no
 * need: where there is none, the whole browser runs every test.
 *
 * @returns {Promise<string | undefined>} The path of the program.
 */
export async function findOrInstallHeadlessShell() {
  const machine = await thisMachine();
  const found = findHeadlessShell(machine);
  if (found || machine.environment.CHROMIUM_PATH || !mayInstallPackages()) return found;
  await installPackage('chromium-headless-shell');
  return findHeadlessShell(machine);
}

function mayInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** @param {string} name of a Debian package */
async function installPackage(name) {
  const quiet = { variables: { DEBIAN_FRONTEND: 'noninteractive' } };
  return [
    await runToEnd('apt-get', ['update', '-qq'], quiet),
    await runToEnd('apt-get', ['install', '-y', '-qq', name], quiet),
  ];
}

/** @returns {Promise<Machine>} */
async function thisMachine() {
  const { chromium } = await import('@playwright/test');
  return {
    environment: process.env,
    platform: process.platform,
    playwrightsOwn: chromium.executablePath(),
    runs: (path) => existsSync(path) && spawnSync(path, ['--version']).status === 0,
  };
}
