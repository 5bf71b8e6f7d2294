import { expect, type Page } from '@playwright/test';
import type { Origins } from '#contract/origins.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test, trusting } from './own-browser.ts';
import { expectNoSidewaysScroll } from './page.ts';

async function tlsOrigin(): Promise<string> {
  const response = await fetch(`${process.env.SITE_URL}/control/origins`);
  const { h2 } = (await response.json()) as Origins;
  expect(h2, 'the live server has a TLS origin').not.toBeNull();
  return h2?.origin ?? '';
}

const heading = (page: Page) => page.getByRole('status').getByRole('heading');

test('a browser that trusts the TLS origin is told what was measured, and no steps', async ({
  openOwnBrowser,
}) => {
  const page = await openOwnBrowser(trusting());
  await page.goto('/trust/');
  await expect(heading(page)).toHaveText('✓This browser trusts the TLS origin');
  await expect(page.locator('.trust-measured')).toContainText(await tlsOrigin());
  await expect(page.locator('.trust-measured')).toContainText('nextHopProtocolh2');
  await expect(page.getByRole('heading', { name: 'Tell your browsers' })).toBeHidden();
  await expectAccessible(page, { dark: true });
});

test('a browser that does not is walked through three steps', async ({ openOwnBrowser }) => {
  const page = await openOwnBrowser();
  await page.goto('/trust/');
  await expect(heading(page)).toHaveText('✕This browser does not trust the TLS origin yet');
  await expect(page.locator('.trust-words')).toContainText(await tlsOrigin());
  for (const step of ['Tell your browsers', 'Restart the browser', 'Come back here']) {
    await expect(page.getByRole('heading', { name: step })).toBeVisible();
  }
  await expect(page.locator('.shortcut')).toContainText('a hinted stylesheet is fetched twice');
  await expectAccessible(page, { dark: true });
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoSidewaysScroll(page);
});

test('a warning that was clicked away is told from trust, by the button', {
  tag: '@whole-browser',
}, async ({ openOwnBrowser }) => {
  const page = await openOwnBrowser();
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
  await expectAccessible(page, { dark: true });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the steps stand there, and nothing that would have to ask', async ({ page }) => {
    await page.goto('/trust/');
    await expect(page.getByText('npm run trust', { exact: true })).toBeVisible();
    await expect(page.locator('.shortcut')).toContainText('a hinted stylesheet is fetched twice');
    await expect(page.getByRole('button', { name: 'Check again' })).toBeHidden();
  });
});
