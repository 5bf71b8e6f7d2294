import { expect, type Locator } from '@playwright/test';
import { test } from '../own-browser.ts';
import { numberIn, openPanel, rowsOfTable, runToEnd } from './procedure-panel.ts';

// Six ways to ask, 600 ms each: that is long on a busy machine.
test.slow();

const LESSON = 'http2-push-and-early-hints';
const PUSH = /calls pushStream\(\)/;
const HINTS = /a 103 goes ahead/;

/** The row of the table of measurements, by its columns. */
async function rowOf(panel: Locator, name: string): Promise<Record<string, string>> {
  const table = panel.locator('.compared');
  const columns = (await table.getByRole('columnheader').allInnerTexts()).slice(1);
  const row = table
    .getByRole('row')
    .filter({ has: table.page().getByRole('rowheader', { name, exact: true }) });
  const cells = await row.getByRole('cell').allInnerTexts();
  return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
}

/** Chromium does not act on every hint, and now and then on none of five: then the lab is run again. */
async function runUntilHinted(panel: Locator): Promise<Record<string, string>> {
  for (let runs = 1; ; runs++) {
    await runToEnd(panel);
    const row = await rowOf(panel, '103, h2');
    if (row.early === 'yes' || runs === 4) return row;
  }
}

const both = (node: string, browser: string) => ({
  'the Node client': node,
  'your browser': browser,
});

test('push-refused: nothing leaves for the browser, Node’s client gets the same push', async ({
  page,
}) => {
  const panel = await openPanel(page, LESSON, PUSH);
  await panel.getByRole('radio', { name: 'nothing' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('You were right.');
  expect(await rowOf(panel, 'ENABLE_PUSH in its SETTINGS')).toEqual(both('1', '0'));
  expect(await rowOf(panel, 'what pushStream() did')).toEqual(
    both('pushed', 'ERR_HTTP2_PUSH_DISABLED'),
  );
  expect(await rowOf(panel, 'PUSH_PROMISE frames')).toEqual(both('1', '0'));
  expect(await rowOf(panel, 'path pushed')).toEqual(both('/live/push/pushed.txt', '–'));
  expect(await rowOf(panel, 'body pushed')).toEqual(both('You did not ask for this.', '–'));

  // What the facts say is what the bytes say.
  const wire = panel.getByRole('region', { name: /on the wire/ });
  await panel.getByLabel('Bytes of').selectOption('the Node client');
  await expect(wire).toContainText('PUSH_PROMISE');
  await panel.getByLabel('Bytes of').selectOption('your browser');
  await expect(wire).toContainText('ENABLE_PUSH = 0');
});

test('early-hints: early over HTTP/2 alone, in a window that is closed again', {
  tag: '@whole-browser',
}, async ({ page }) => {
  const panel = await openPanel(page, LESSON, HINTS);
  await panel.getByRole('radio', { name: 'over HTTP/2 and HTTP/1.1' }).check();
  const opened = page.waitForEvent('popup');
  const hinted = await runUntilHinted(panel);
  expect((await opened).isClosed()).toBe(true);
  await expect(page.locator('iframe')).toHaveCount(0);

  await expect(panel.locator('.verdict')).toContainText('You said “over HTTP/2 and HTTP/1.1”');
  await expect(panel.locator('.verdict')).toContainText('over HTTP/2 and later alone');
  expect(hinted).toMatchObject({ protocol: 'h2', early: 'yes' });
  expect(hinted.initiator).toBe('early-hints');
  expect(hinted['asked, times']).toBe('1');
  for (const name of ['no 103, h2', '103, h1', 'no 103, h1', 'iframe, h2']) {
    const row = await rowOf(panel, name);
    expect(row, name).toMatchObject({ early: 'no', initiator: 'link' });
    expect(numberIn(row['style.css asked for']), name).toBeGreaterThanOrEqual(599);
  }
  expect(await rowOf(panel, '103, h1')).toMatchObject({ protocol: 'http/1.1' });
  expect(await rowOf(panel, 'fetch(), h2')).toMatchObject({
    'style.css asked for': '–',
    'asked, times': '0',
  });
  // The 103 crossed the wire on every lane that asked for it, whether or not it was heeded.
  for (const name of ['103, h1', 'iframe, h2', 'fetch(), h2']) {
    expect((await rowOf(panel, name))['103'], name).toMatch(/ ms$/);
  }
  expect((await rowOf(panel, 'no 103, h2'))['103']).toBe('–');

  // Every lane is told from its own beginning.
  const asked = (await rowsOfTable(panel)).filter((row) => row.includes('\tasked\t'));
  // Four ways without a try more; over HTTP/1.1 the hint is tried three times, over HTTP/2 up to that.
  expect(asked.length).toBeGreaterThanOrEqual(8);
  for (const row of asked) expect(numberIn(row.split('\t')[0])).toBeLessThan(50);
});

test('early-hints: behind a warning that was clicked away the hint is followed in vain', {
  tag: '@whole-browser',
}, async ({ openOwnBrowser }) => {
  const page = await openOwnBrowser(['--ignore-certificate-errors']);
  const panel = await openPanel(page, LESSON, HINTS);
  await expect(panel.locator('.trust-facts')).toContainText('keeps nothing of it, and asks again');
  await panel.getByRole('button', { name: 'just show me' }).click();
  const hinted = await runUntilHinted(panel);
  expect(hinted).toMatchObject({ early: 'yes', initiator: 'link', 'asked, times': '2' });
  await expect(panel.locator('.verdict')).toContainText('2 times in all');
  await expect(panel.locator('.stamp')).toHaveText('Live');
});

test('early-hints: a browser that opens no window says so', async ({ page }) => {
  await page.addInitScript(() => {
    window.open = () => null;
  });
  const panel = await openPanel(page, LESSON, HINTS);
  await panel.getByRole('button', { name: 'just show me' }).click();
  await runToEnd(panel);
  await expect(panel.locator('.verdict')).toContainText('did not let this page open a window');
});
