import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { parse } from 'yaml';
import type { Capture } from '../../src/islands/experiment/capture.ts';
import { formatLabState, readLabState } from '../../src/islands/lab/lab-state.ts';
import { startCourse } from '../browser/course.ts';
import { findOrInstallChromium } from '../cli/find-chromium.mjs';
import { differences } from './compare.ts';

/**
 * `npm run record`: runs every experiment of content/experiments against the real
 * server in a real Chromium and keeps what both ends saw in content/captures.
 * `npm run record -- --check` keeps nothing, and fails where today's bytes differ
 * in kind from the stored ones. Names of experiments as arguments choose some.
 */

/** The ports that a reader of the captures knows from `npm start`. */
const PORTS = [4321, 4322, 4323] as const;
/** Where a learner is asked to press Stop half way. */
const STOPPED_BY_HAND = new Set(['server-after-stop', 'stop-arrival']);
const RUN_TIMEOUT_MS = 60_000;

const args = process.argv.slice(2);
const checkOnly = args.includes('--check');
const chosen = args.filter((arg) => !arg.startsWith('--'));

const course = await startCourse(PORTS);
const browser = await chromium.launch({
  executablePath: await findOrInstallChromium(),
  args: ['--no-sandbox'],
});
let differing = 0;
try {
  for (const id of experimentIds()) {
    const capture = await captureOf(id, browser);
    const path = `content/captures/${id}.json`;
    if (checkOnly) {
      const found = differences(JSON.parse(readFileSync(path, 'utf8')), capture);
      for (const sentence of found) console.log(`${id}: ${sentence}`);
      differing += found.length;
    } else {
      writeFileSync(path, `${JSON.stringify(capture, null, 1)}\n`);
    }
    console.log(`${id}: ${capture.ending}, ${capture.wire.length} events on the wire`);
  }
} finally {
  await browser.close();
  await course.stop();
}
process.exitCode = differing > 0 ? 1 : 0;

function experimentIds(): string[] {
  const all = readdirSync('content/experiments').map((file) => basename(file, '.yaml'));
  return chosen.length > 0 ? all.filter((id) => chosen.includes(id)) : all;
}

async function captureOf(id: string, browser: Browser): Promise<Capture> {
  const experiment = parse(readFileSync(`content/experiments/${id}.yaml`, 'utf8'));
  const { state } = readLabState('');
  const { transport, tokens, intervalMs, seed, pollMs, faults, onEnd, stop } = experiment;
  const setup = { ...state, transport, tokens, intervalMs, seed };
  for (const [name, value] of Object.entries({ pollMs, faults, onEnd, stop })) {
    if (value !== undefined) Object.assign(setup, { [name]: value });
  }

  const page = await browser.newPage();
  await page.goto(`${course.site}/lab/${formatLabState(setup)}`);
  const capture = await runAndSave(page, STOPPED_BY_HAND.has(experiment.probe) ? tokens / 2 : 0);
  await page.close();
  return {
    ...capture,
    node: process.version.slice(1),
    browser: `Chromium ${browser.version().split('.')[0]}`,
  };
}

/** @param stopAfter pieces of text after which Stop is pressed; 0 for never */
async function runAndSave(page: Page, stopAfter: number): Promise<Capture> {
  const panel = page.locator('.panel');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  if (stopAfter > 0) {
    await panel.locator('.piece').nth(Math.floor(stopAfter)).waitFor();
    await panel.getByRole('button', { name: /^Stop/ }).click();
  }
  const save = panel.getByRole('button', { name: 'Save this run' });
  await save.waitFor({ timeout: RUN_TIMEOUT_MS });
  // The last bytes may cross after the last token.
  await page.waitForFunction(() =>
    document.querySelector('.panel')?.hasAttribute('data-wire-done'),
  );
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  return JSON.parse(readFileSync(await download.path(), 'utf8'));
}
