import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { parse } from 'yaml';
import type { Capture } from '../../src/islands/experiment/capture.ts';
import type { RunSetup } from '../../src/islands/experiment/setup.ts';
import { formatLabState, readLabState } from '../../src/islands/lab/lab-state.ts';
import type { ProcedureCapture } from '../../src/islands/procedure/capture.ts';
import { startCourse } from '../browser/course.ts';
import { findOrInstallChromium } from '../cli/find-chromium.mjs';
import { differences, procedureDifferences } from './compare.ts';

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
  // The TLS origin counts as trusted, as after `npm run trust`.
  args: ['--no-sandbox', `--ignore-certificate-errors-spki-list=${course.spkiHash}`],
});
let differing = 0;
try {
  for (const id of experimentIds()) {
    const experiment = parse(readFileSync(`content/experiments/${id}.yaml`, 'utf8'));
    const path = `content/captures/${id}.json`;
    const stored = () => JSON.parse(readFileSync(path, 'utf8'));
    if (experiment.procedure) {
      const capture = await captureOfProcedure(experiment, browser);
      keepOrCompare(id, path, capture, () => procedureDifferences(stored(), capture));
      console.log(`${id}: ${capture.ending}, ${capture.lanes.length} lanes`);
    } else {
      const capture = await captureOf(experiment, browser);
      keepOrCompare(id, path, capture, () => differences(stored(), capture));
      console.log(`${id}: ${capture.ending}, ${capture.wire.length} events on the wire`);
    }
  }
} finally {
  await browser.close();
  await course.stop();
}
process.exitCode = differing > 0 ? 1 : 0;

function keepOrCompare(id: string, path: string, capture: object, compare: () => string[]): void {
  if (!checkOnly) {
    writeFileSync(path, `${JSON.stringify(capture, null, 1)}\n`);
    return;
  }
  const found = compare();
  for (const sentence of found) console.log(`${id}: ${sentence}`);
  differing += found.length;
}

function experimentIds(): string[] {
  const all = readdirSync('content/experiments').map((file) => basename(file, '.yaml'));
  return chosen.length > 0 ? all.filter((id) => chosen.includes(id)) : all;
}

interface TransportFile extends RunSetup {
  probe: string;
}

async function captureOf(experiment: TransportFile, browser: Browser): Promise<Capture> {
  const { state } = readLabState('');
  const { transport, tokens, intervalMs, seed, pollMs, faults, onEnd, stop, origin } = experiment;
  const setup = { ...state, transport, tokens, intervalMs, seed };
  for (const [name, value] of Object.entries({ pollMs, faults, onEnd, stop, origin })) {
    if (value !== undefined) Object.assign(setup, { [name]: value });
  }

  const page = await browser.newPage();
  await page.goto(`${course.site}/lab/${formatLabState(setup)}`);
  const capture: Capture = await runAndSave(
    page,
    STOPPED_BY_HAND.has(experiment.probe) ? tokens / 2 : 0,
  );
  await page.close();
  return { ...capture, ...madeWith(browser) };
}

interface ProcedureFile {
  procedure: string;
  options?: Record<string, string | number>;
  needs?: 'h2';
}

async function captureOfProcedure(
  { procedure, options = {}, needs }: ProcedureFile,
  browser: Browser,
): Promise<ProcedureCapture> {
  const given = Object.entries(options).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams({
    procedure,
    ...(needs && { needs }),
    ...Object.fromEntries(given),
  });
  const page = await browser.newPage();
  await page.goto(`${course.site}/lab/procedure/?${query}`);
  const capture: ProcedureCapture = await runAndSave(page, 0);
  await page.close();
  return { ...capture, ...madeWith(browser) };
}

function madeWith(browser: Browser): { node: string; browser: string } {
  return {
    node: process.version.slice(1),
    browser: `Chromium ${browser.version().split('.')[0]}`,
  };
}

/** @param stopAfter pieces of text after which Stop is pressed; 0 for never */
async function runAndSave<Saved>(page: Page, stopAfter: number): Promise<Saved> {
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
