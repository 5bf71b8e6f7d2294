import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import type { Origins } from '#contract/origins.ts';

/**
 * Each test starts a browser of its own: what it trusts is set when it starts. An empty
 * home folder keeps away what the person at this computer has told their browser.
 */
let home: string;
let browser: Browser | undefined;

// A start of a browser and a look at the page by axe take seconds each on a busy machine.
test.slow();

test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'trust-browser-'));
});
test.afterEach(async () => {
  await browser?.close();
  rmSync(home, { recursive: true, force: true });
});

async function openPage(parameters: string[] = []): Promise<Page> {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: parameters,
    env: { ...process.env, HOME: home, XDG_DATA_HOME: '' } as Record<string, string>,
  });
  const context = await browser.newContext({ baseURL: process.env.SITE_URL });
  return await context.newPage();
}

/** As npm run trust does, but for one run of one browser. */
const TRUSTED = [`--ignore-certificate-errors-spki-list=${process.env.TLS_SPKI_HASH}`];

async function tlsOrigin(): Promise<string> {
  const response = await fetch(`${process.env.SITE_URL}/control/origins`);
  const { h2 } = (await response.json()) as Origins;
  expect(h2, 'the live server has a TLS origin').not.toBeNull();
  return h2?.origin ?? '';
}

const heading = (page: Page) => page.getByRole('status').getByRole('heading');

test('a browser that trusts the TLS origin is told what was measured, and no steps', async () => {
  const page = await openPage(TRUSTED);
  await page.goto('/trust/');
  await expect(heading(page)).toHaveText('✓This browser trusts the TLS origin');
  await expect(page.locator('.trust-measured')).toContainText(await tlsOrigin());
  await expect(page.locator('.trust-measured')).toContainText('nextHopProtocolh2');
  await expect(page.getByRole('heading', { name: 'Tell your browsers' })).toBeHidden();
  await expectAccessible(page);
});

test('a browser that does not is walked through three steps', async () => {
  const page = await openPage();
  await page.goto('/trust/');
  await expect(heading(page)).toHaveText('✕This browser does not trust the TLS origin yet');
  await expect(page.locator('.trust-words')).toContainText(await tlsOrigin());
  for (const step of ['Tell your browsers', 'Restart the browser', 'Come back here']) {
    await expect(page.getByRole('heading', { name: step })).toBeVisible();
  }
  await expect(page.locator('.shortcut')).toContainText('not enough for Early Hints');
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('a warning that was clicked away is told from trust, by the button', async () => {
  const page = await openPage();
  await page.goto('/trust/');
  await expect(heading(page)).toContainText('does not trust');

  const origin = await tlsOrigin();
  const warning = await page.context().newPage();
  await warning.goto(origin).catch(() => {});
  await warning.locator('#details-button').click();
  await warning.locator('#proceed-link').click();
  await warning.waitForURL(`${origin}/**`);

  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(heading(page)).toContainText('lets the TLS origin pass, and does not trust it');
  await expect(page.locator('.trust-measured')).toContainText('asked anew');
  await expect(page.getByRole('heading', { name: 'Tell your browsers' })).toBeVisible();
  await expectAccessible(page);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the steps stand there, and nothing that would have to ask', async ({ page }) => {
    await page.goto('/trust/');
    await expect(page.getByText('npm run trust', { exact: true })).toBeVisible();
    await expect(page.locator('.shortcut')).toContainText('not enough for Early Hints');
    await expect(page.getByRole('button', { name: 'Check again' })).toBeHidden();
  });
});

async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  // The dark theme changes colours and nothing else.
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  const found = [...violations, ...dark.violations];
  expect(found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
