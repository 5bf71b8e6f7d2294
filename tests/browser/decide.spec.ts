import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { expectNoSidewaysScroll, openAwake, weighScripts } from './page.ts';

const pick = (page: Page) => page.locator('.outcome h2');
const runnerUp = (page: Page) => page.locator('.runner-up h3');

/** Focuses a control as the Tab key would, and presses a key on it. */
async function pressOn(page: Page, role: 'button' | 'slider' | 'radio', name: string, key: string) {
  const control = page.getByRole(role, { name, exact: true });
  await control.focus();
  await control.press(key);
}

test('by keyboard: start from a row, read the pick, reload, go back', async ({ page }) => {
  await openAwake(page, '/decide/');
  await expect(pick(page)).toContainText('EventSource');

  await pressOn(page, 'button', 'LLM chat in text', 'Enter');
  await expect(pick(page)).toContainText('fetch with SSE framing');
  await expect(runnerUp(page)).toContainText('fetch with NDJSON');
  await expect(page.locator('.popular')).toContainText('Most articles say Server-Sent Events');
  await expect(page).toHaveURL(/[?&]auth=bearer/);

  await page.reload();
  await expect(pick(page)).toContainText('fetch with SSE framing');
  await page.goBack();
  await expect(pick(page)).toContainText('EventSource');
});

test('by keyboard: a slider and a chip move the ranking, and the address follows', async ({
  page,
}) => {
  await openAwake(page, '/decide/');
  await pressOn(page, 'button', 'A status shown every few seconds', 'Space');
  await expect(pick(page)).toContainText('Polling that a CDN answers');

  const staleness = page.getByRole('slider', { name: 'How old it may be when it is seen' });
  await expect(staleness).toHaveAttribute('aria-valuetext', 'about five seconds');
  await staleness.press('ArrowLeft');
  await expect(staleness).toHaveAttribute('aria-valuetext', 'half a second');
  await expect(pick(page)).toContainText('EventSource');
  await expect(page.getByRole('status').first()).toContainText('The pick is EventSource');

  await pressOn(page, 'radio', 'only the server speaks', 'ArrowDown');
  await expect(
    page.getByRole('radio', { name: 'one question up, then an answer down' }),
  ).toBeChecked();
  await expect(page).toHaveURL(/direction=ask/);
  await expect(pick(page)).not.toContainText('EventSource');
});

test('what would flip it is applied by its button, and Back takes it back', async ({ page }) => {
  await openAwake(page, '/decide/');
  await pressOn(page, 'button', 'CSS and JS before they are requested', 'Enter');
  await expect(pick(page)).toContainText('103 Early Hints');
  const flip = page.locator('.flips li').first();
  await expect(flip).toContainText('“some tens of ms” instead of “half a second or more”');
  await flip.getByRole('button').press('Enter');
  await expect(pick(page)).toContainText('A Link preload header');
  // The pressed button is gone; what it has changed has the focus, and is in sight.
  await expect(pick(page)).toBeFocused();
  await expect.poll(() => page.locator('.outcome').evaluate((panel) => panel.scrollTop)).toBe(0);
  await page.goBack();
  await expect(pick(page)).toContainText('103 Early Hints');
});

test('a new pick is seen, however far its panel was scrolled', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 640 });
  await openAwake(page, '/decide/');
  const panel = page.locator('.outcome');
  await panel.evaluate((element) => element.scrollTo({ top: 400 }));
  await expect.poll(() => panel.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
  await page.getByRole('radio', { name: 'one question up, then an answer down' }).check();
  await expect(pick(page)).toContainText('fetch');
  await expect.poll(() => panel.evaluate((element) => element.scrollTop)).toBe(0);
  await expect(page.locator('.smallest-flip')).toContainText('One answer flips it: with “');
});

test('a reason leads to its answer, to its source and onto the wire', async ({ page }) => {
  await openAwake(page, '/decide/?resume=missed');
  const reason = page.locator('.pick .reasons li', { hasText: 'Last-Event-ID' });
  await expect(reason.getByRole('link', { name: 'After a gap' })).toHaveAttribute(
    'href',
    '#answer-resume',
  );
  await expect(reason.getByRole('link', { name: 'HTML §9.2.4' })).toBeVisible();
  await reason.getByRole('link', { name: 'Show me on the wire' }).press('Enter');
  await expect(page).toHaveURL(/\/lab\/\?transport=sse&faults=reset_peer:14$/);
  await expect(page.getByRole('heading', { name: /Server-Sent Events/ })).toBeVisible();
  await expect(page.locator('.trouble')).toHaveCount(0);
});

test('the decision record is copied and downloaded', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openAwake(page, '/decide/?tab=closed');
  const summary = page.getByText('Export as a decision record');
  await summary.focus();
  await summary.press('Enter');
  const record = page.getByRole('textbox', { name: 'The record in Markdown' });
  await expect(record).toHaveValue(/^# Decision: Web Push\n/);

  await page.getByRole('button', { name: 'Copy', exact: true }).press('Enter');
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^# Decision: Web Push/,
  );

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toBe('decision-record.md');
  expect(readFileSync(await file.path(), 'utf8')).toContain('/decide/?tab=closed');
});

test('contradictory answers get no pick, and an unknown one a sentence', async ({ page }) => {
  await openAwake(page, '/decide/?client=telephone&payload=page&auth=magic');
  await expect(pick(page)).toHaveText('No option survives');
  await expect(page.getByRole('alert')).toContainText('auth is magic; it takes none, cookie');
  await expect(page.locator('.flips li').first()).toBeVisible();
});

test('all of it opened passes axe in both themes, at 360 px without scrolling sideways', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await openAwake(page, '/decide/?direction=ask&auth=bearer&rate=tens');
  for (const summary of await page.locator('.outcome summary').all()) await summary.click();
  await expectNoSidewaysScroll(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(page, { dark: true });
});

test('the page ships at most 70 kB of script', async ({ page }) => {
  const weigh = weighScripts(page);
  await openAwake(page, '/decide/');
  await page.waitForLoadState('networkidle');
  const sizeBytes = await weigh();
  expect(sizeBytes).toBeGreaterThan(20_000);
  expect(sizeBytes).toBeLessThanOrEqual(70_000);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page gives the method, the seven rows and the way to the matrix', async ({ page }) => {
    await page.goto('/decide/');
    await expect(page.getByText('ask seven things about the flow')).toBeVisible();
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(7);
    await page.getByRole('link', { name: 'the matrix and its lesson' }).click();
    await expect(page).toHaveURL(/choosing-from-the-data-flow/);
  });
});
