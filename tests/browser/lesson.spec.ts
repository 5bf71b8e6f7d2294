import { expect, test } from '@playwright/test';
import { cell, enter, panel, press } from './panel.ts';

const LESSON = '/lessons/server-sent-events/';

test('the cut experiment resumes, and the verdict is computed from the run', async ({ page }) => {
  await page.goto(LESSON);
  await panel(page).scrollIntoViewIfNeeded();
  await expect(panel(page).getByText('Commit to a prediction first')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Run', exact: true })).toBeDisabled();

  await panel(page).getByRole('radio', { name: 'resumed, once' }).check();
  await press(page, 'Run');
  await expect(panel(page).locator('.verdict')).toContainText('You were right.');
  await expect(cell(page, 'lost / doubled')).toHaveText('0 / 0');
  await expect(cell(page, 'requests')).toHaveText('2');
  await expect(panel(page).locator('.gap')).toContainText('connection cut');
});

test('a wrong prediction is named, and kept for the next run', async ({ page }) => {
  await page.goto(LESSON);
  await panel(page).getByRole('radio', { name: 'sent twice' }).check();
  await press(page, 'Run');
  await expect(panel(page).locator('.verdict')).toContainText('You said “sent twice”');
  await expect(panel(page).getByRole('radio', { name: 'sent twice' })).toBeChecked();
  await expect(panel(page).getByRole('radio', { name: 'lost' })).toBeDisabled();
});

test('"just show me" unlocks Run without a prediction', async ({ page }) => {
  await page.goto(LESSON);
  await press(page, 'just show me');
  await press(page, 'Run');
  await press(page, 'Stop');
  await expect(panel(page).locator('.verdict')).toContainText('No verdict yet.');
});

test('an experiment is run by keyboard alone', async ({ page }) => {
  await page.goto(LESSON);
  // Controls rest until the page's script is at work.
  await expect(panel(page).getByRole('radio', { name: 'lost' })).toBeEnabled();
  await panel(page).getByRole('radio', { name: 'lost' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByRole('radio', { name: 'resumed, once' })).toBeChecked();
  await enter(page, 'Run');
  await expect(panel(page).locator('.verdict')).toContainText('You were right.');
  await panel(page).getByRole('tab', { name: 'Text' }).focus();
  const openTab = panel(page).getByRole('tab', { selected: true });
  for (const tab of ['On the wire', 'Hex', 'Boundaries', 'Events']) {
    await page.keyboard.press('ArrowRight');
    await expect(openTab).toHaveText(tab);
  }
  // On a busy machine the reset may throw away an event that the browser has not read yet.
  await expect(panel(page).locator('.event-log')).toContainText(/Last-Event-ID: 1\d/);
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByText('src/transports/sse.ts')).toBeVisible();
});

test('the table twin has every event of the run', async ({ page }) => {
  await page.goto('/lab/?transport=ndjson&tokens=5&intervalMs=10');
  await press(page, 'Run');
  await panel(page).getByText('The same as a table').click();
  await expect(panel(page).getByRole('row', { name: /delta/ })).toHaveCount(5);
});

test('streamed text is not a live region, and the status stays quiet', async ({ page }) => {
  await page.goto('/lab/?transport=sse&tokens=200&intervalMs=10');
  await page.evaluate(() => {
    const status = document.querySelector('.panel [role=status]');
    const heard: string[] = [];
    Object.assign(window, { heard });
    if (!status) return;
    new MutationObserver(() => heard.push(status.textContent || 'nothing')).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await press(page, 'Run');
  await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled();
  const listen = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(async () => (await listen()).at(-1)).toMatch(/^Ended: 200 pieces of text/);
  const heard = await listen();
  expect(heard.find((said) => said !== 'nothing')).toBe('Started.');
  expect(heard.length).toBeLessThanOrEqual(10);
  await expect(panel(page).locator('.streamed-text')).not.toHaveAttribute('aria-live');
});
