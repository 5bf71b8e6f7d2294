import { expect, test } from '@playwright/test';
import { startCourse } from '../course.ts';
import { openPanel, runToEnd } from './procedure-panel.ts';

const LESSON = 'head-of-line-blocking';

test('Stop ends a procedure, closes what it opened, and gives no verdict', async ({ page }) => {
  await page.goto('/lab/procedure/?procedure=shared-stream');
  const panel = page.locator('.panel');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('iframe')).toHaveCount(4);
  await panel.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'Run again' })).toBeEnabled();
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(panel.locator('> [role=status]')).toContainText('Stopped: 4 lanes');
});

test('a stopped experiment has no verdict yet', async ({ page }) => {
  const panel = await openPanel(page, LESSON, /You open a seventh/);
  await panel.getByRole('button', { name: 'just show me' }).click();
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(panel.locator('.lane-names span')).not.toHaveCount(0);
  await panel.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(panel.locator('.verdict')).toContainText('No verdict yet.');
});

test('with reduced motion the picture is drawn when it is finished', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/lab/procedure/?procedure=shared-stream');
  const panel = page.locator('.panel');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('iframe')).toHaveCount(4);
  await expect(panel.locator('.lane-names span')).toHaveCount(0);
  await expect(panel.getByRole('button', { name: 'Run again' })).toBeEnabled({ timeout: 30_000 });
  await expect(panel.locator('.lane-names span')).toHaveCount(4);
});

test('an option that cannot be used is explained', async ({ page }) => {
  await page.goto('/lab/procedure/?procedure=seventh-tab&streams=99');
  await expect(page.getByRole('alert')).toHaveText(
    'The procedure seventh-tab takes a whole number from 7 to 12 as "streams", not 99.',
  );
  // What may be said stands there without a mistake, too.
  await expect(page.getByRole('definition').filter({ hasText: 'from 7 to 12' })).toBeVisible();
});

test('with the server down a recorded run is shown, stamped as such', async ({ page }) => {
  // A server of its own has to start, and a recorded run takes its time.
  test.slow();
  const course = await startCourse();
  try {
    const capture = page.waitForResponse(/\/captures\/seventh-tab\.json$/);
    await page.goto(`${course.site}/lessons/${LESSON}/`);
    await (await capture).finished();
    const panel = page.locator('.panel', {
      has: page.getByRole('heading', { name: /You open a seventh/ }),
    });
    await panel.scrollIntoViewIfNeeded();
    await panel.getByRole('button', { name: 'just show me' }).click();
    await course.stop();
    await runToEnd(panel);
    await expect(panel.locator('.trouble')).toContainText('this is a recorded run');
    await expect(panel.locator('.stamp')).toHaveText(/^Recorded 20\d\d-\d\d-\d\d · Node/);
    await expect(panel.locator('.verdict')).toContainText('6 streams were open on 6 connections');
  } finally {
    await course.stop();
  }
});

test('without scripts the recorded outcome is a table', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${process.env.SITE_URL}/lessons/${LESSON}/`);
  // The same experiment stands there twice: over HTTP/1.1 first, then over HTTP/2.
  const row = page.getByRole('row', { name: /^stream 7/ }).first();
  await expect(row).toContainText('GET');
  await expect(row).toContainText('200');
  const open = page.getByRole('row', { name: /of them open at once/ });
  await expect(open.nth(0)).toContainText('6');
  await expect(open.nth(1)).toContainText('10');
  await page.close();
});
