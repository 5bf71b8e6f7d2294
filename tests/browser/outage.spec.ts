import { expect, test } from '@playwright/test';
import { type Course, startCourse } from './course.ts';
import { cell, panel, press } from './panel.ts';

/** These end the server under the learner's feet, so each has one of its own. */
let course: Course;

test.beforeEach(async () => {
  course = await startCourse();
});

test.afterEach(async () => {
  await course.stop();
});

test('with the server down the panel says so with the command that starts it', async ({ page }) => {
  await page.goto(`${course.site}/lab/?transport=sse&tokens=12&intervalMs=20`);
  await expect(panel(page).getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  await course.stop();
  await press(page, 'Run');
  await expect(panel(page).locator('.trouble')).toContainText('Start it with npm start');
  await expect(panel(page).locator('.stamp')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await course.start();
  await press(page, 'Run');
  await expect(panel(page).locator('.trouble')).toBeHidden();
  await expect(panel(page).locator('.piece').first()).toBeVisible();
});

test('with the server down an experiment shows its recorded run, stamped as such', async ({
  page,
}) => {
  const capture = page.waitForResponse(/\/captures\/sse-cut\.json$/);
  await page.goto(`${course.site}/lessons/server-sent-events/`);
  await (await capture).finished();
  await press(page, 'just show me');
  await course.stop();
  await press(page, 'Run');
  await expect(panel(page).locator('.trouble')).toContainText('this is a recorded run');
  const stamp = /^Recorded 20\d\d-\d\d-\d\d · Node \d+\.\d+\.\d+ · Chromium \d+$/;
  await expect(panel(page).locator('.stamp')).toHaveText(stamp);
  await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled();
  await expect(panel(page).locator('.verdict')).toContainText('Last-Event-ID');
  await expect(cell(page, 'lost / doubled')).toHaveText('0 / 0');

  await panel(page).getByRole('tab', { name: 'On the wire' }).click();
  await panel(page)
    .getByRole('region', { name: /on the wire/ })
    .focus();
  await page.keyboard.press('Home');
  await expect(panel(page).locator('.span-card strong')).toHaveText('method');

  await course.start();
  await press(page, 'Run again');
  await expect(panel(page).locator('.stamp')).toHaveText('Live');
});

test('a recorded run is stopped as a live one is', async ({ page }) => {
  const capture = page.waitForResponse(/\/captures\/sse-cut\.json$/);
  await page.goto(`${course.site}/lessons/server-sent-events/`);
  await (await capture).finished();
  await press(page, 'just show me');
  await course.stop();
  await press(page, 'Run');
  await expect(panel(page).locator('.piece').nth(2)).toBeVisible();
  await press(page, 'Stop');
  await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled();
  await expect(panel(page).locator('.trouble')).toContainText('this is a recorded run');
});

for (const transport of ['sse', 'websocket', 'long-polling', 'short-polling']) {
  test(`a killed and restarted server costs ${transport} time and no token`, async ({ page }) => {
    await page.goto(`${course.site}/lab/?transport=${transport}&tokens=60&intervalMs=80`);
    await press(page, 'Run');
    await expect(panel(page).locator('.piece').nth(8)).toBeVisible();
    await course.kill();
    await expect(panel(page).locator('.gap').first()).toBeVisible();
    await course.start();
    await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled({
      timeout: 25_000,
    });
    await expect(cell(page, 'lost / doubled')).toHaveText('0 / 0');
    await expect(cell(page, 'pieces of text')).toHaveText('60');
  });
}
