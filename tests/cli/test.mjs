import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, ROOT, Sentence } from '../../live-server/cli/ensure-installed.mjs';
import { command, runToEnd } from '../../live-server/cli/processes.mjs';
import { build, isStale } from '../../live-server/cli/site-build.mjs';
import { addUp, closingLine, countPlaywright, countStep, countVitest } from './count-results.mjs';
import { findOrInstallChromium, findOrInstallHeadlessShell } from './find-chromium.mjs';
import { CHECKS, runStep } from './steps.mjs';

const REPORTS = join(ROOT, 'node_modules/.cache/chunk-by-chunk/reports');

await command(async () => {
  ensureInstalled();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const counts = [];

  for (const check of CHECKS) counts.push(countStep(await runStep(check)));

  const unit = await runStep({ title: 'unit and server tests (vitest)', run: runVitest });
  counts.push(countVitest(readReport('vitest.json'), unit.ok));

  const site = await runStep({ title: 'the site (astro build)', run: buildWhereStale });
  counts.push(countStep(site));

  // Without a site there is nothing to open, and the failed build is counted.
  if (site.ok) {
    const browser = await runStep({ title: 'browser tests (playwright)', run: runPlaywright });
    counts.push(countPlaywright(readReport('playwright.json'), browser.ok));
  }

  const sum = addUp(counts);
  if (sum.skipped > 0) console.log(`${sum.skipped} skipped`);
  console.log(closingLine(sum));
  process.exitCode = sum.failed > 0 ? 1 : 0;
});

function runVitest() {
  return runToEnd('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(REPORTS, 'vitest.json')}`,
  ]);
}

async function buildWhereStale() {
  return isStale() ? build() : { ok: true, output: '' };
}

async function runPlaywright() {
  try {
    const shell = await findOrInstallHeadlessShell();
    const chromium = await findOrInstallChromium();
    return await runToEnd('playwright', ['test', '--reporter=list,json'], {
      variables: {
        CHROMIUM_PATH: chromium,
        ...(shell && { HEADLESS_SHELL_PATH: shell }),
        PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, 'playwright.json'),
      },
    });
  } catch (error) {
    if (error instanceof Sentence) return { ok: false, output: error.message };
    throw error;
  }
}

/** @param {string} name */
function readReport(name) {
  const path = join(REPORTS, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
