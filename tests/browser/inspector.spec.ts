import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Capture } from '../../src/islands/experiment/capture.ts';
import { cell, enter, openTab, panel, press } from './panel.ts';

/** Runs to the end, until every byte is here. */
async function runWhole(page: Page): Promise<void> {
  await press(page, 'Run');
  await untilWireDone(page);
}

async function untilWireDone(page: Page): Promise<void> {
  await expect(panel(page)).toHaveAttribute('data-wire-done', 'true');
  await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled();
}

const card = (page: Page): Locator => panel(page).locator('.span-card');
const label = (page: Page): Locator => card(page).locator('strong');
const transcript = (page: Page): Locator =>
  panel(page).getByRole('region', { name: /on the wire/ });

/** Presses a key and waits for the card of another span: no two have the same offset. */
async function pressOnce(page: Page, key: string): Promise<string> {
  const before = (await card(page).textContent()) ?? '';
  await page.keyboard.press(key);
  await expect(card(page)).not.toHaveText(before, { useInnerText: false });
  return (await card(page).textContent()) ?? '';
}

/** Presses a key until the card says so; the list is long, but not endless. */
async function pressUntil(page: Page, key: string, wanted: RegExp): Promise<void> {
  for (let presses = 0; presses < 400; presses++) {
    if (wanted.test(await pressOnce(page, key))) return;
  }
  throw new Error(`400 times ${key}, and the card never said ${wanted}`);
}

/** From the first tab to the second, and on into its bytes. */
async function walkToTranscript(page: Page): Promise<void> {
  await panel(page).getByRole('tab', { name: 'Text' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByRole('tab', { selected: true })).toHaveText('On the wire');
  await expect(panel(page).getByRole('tab', { selected: true })).toBeFocused();
  await expect(transcript(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(transcript(page)).toBeFocused();
}

/** The value of one row of the card's table. */
function detail(page: Page, term: RegExp): Locator {
  return card(page)
    .locator('dl > div', { has: page.locator('dt', { hasText: term }) })
    .locator('dd');
}

test('by keyboard alone, a learner finds Last-Event-ID in what the cut made the browser send', async ({
  page,
}) => {
  await page.goto('/lessons/server-sent-events/');
  // Controls rest until the page's script is at work.
  await expect(panel(page).getByRole('radio', { name: 'lost' })).toBeEnabled();
  await panel(page).getByRole('radio', { name: 'lost' }).focus();
  await page.keyboard.press('ArrowRight');
  await enter(page, 'Run');
  await untilWireDone(page);

  await walkToTranscript(page);
  await pressUntil(page, 'ArrowDown', /Last-Event-ID.*inbound, connection 2/s);
  await expect(card(page).locator('.clause').first()).toHaveText(/^(RFC|HTML) /);
  // Name, colon, space, value: arrow keys move by span.
  for (let spans = 0; spans < 3; spans++) await pressOnce(page, 'ArrowRight');
  await expect(label(page)).toHaveText(/value/);
  await expect(card(page).locator('p').first()).toContainText('14');
  await expect(panel(page).locator('.wire-row .lit')).toHaveText('14');

  await page.keyboard.press('Escape');
  await expect(panel(page).locator('.wire-row .lit')).toHaveCount(0);
});

test('by keyboard alone, a learner reads a frame of the client bit by bit', async ({ page }) => {
  await page.goto('/lab/?transport=websocket&tokens=6&intervalMs=10');
  await runWhole(page);
  await walkToTranscript(page);
  // The close frame is the only one that the browser sends; it is masked, as all of its are.
  await pressUntil(page, 'ArrowDown', /inbound.*88/s);
  await expect(detail(page, /FIN/)).toContainText('1');
  await expect(detail(page, /opcode/i)).toContainText('close');
  await page.keyboard.press('ArrowRight');
  await expect(detail(page, /MASK/)).toContainText('1');
  await expect(card(page)).toContainText(/length/);
  await page.keyboard.press('ArrowRight');
  await expect(label(page)).toHaveText(/masking key/);
  await expect(card(page)).toContainText('RFC 6455 §5.3');
  await expect(card(page).locator('p code').last()).toHaveText(/^([0-9a-f]{2} ){3}[0-9a-f]{2}$/);

  const key = await card(page).locator('p code').last().textContent();
  await openTab(page, 'Hex');
  await expect(panel(page).locator('.hex-bytes .lit')).toHaveText((key ?? '').split(' '));
});

test('a span at the far end of a long line comes into sight', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 800 });
  await page.goto('/lab/?transport=chunked&tokens=3&intervalMs=5');
  await runWhole(page);
  await openTab(page, 'On the wire');
  await transcript(page).focus();
  await pressOnce(page, 'Home');
  const lit = panel(page).locator('.wire-row .lit');
  await expect(lit).toBeInViewport();
  // Past the target, which is wider than the screen.
  await pressUntil(page, 'ArrowRight', /HTTP version/);
  await expect(lit).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await expect(lit).toBeInViewport();
});

test('a click on an arrow lights its bytes, and they light the arrow', async ({ page }) => {
  await page.goto('/lab/?transport=sse&tokens=5&intervalMs=60');
  await runWhole(page);
  await openTab(page, 'On the wire');
  await expect(transcript(page)).toBeVisible();
  await expect(panel(page).locator('path.arrow.lit')).toHaveCount(0);
  const svg = panel(page).locator('.sequence-scroll svg');
  // The last arrival's head is at the right end of its path.
  const x = await svg.evaluate((drawing) => {
    const arrows = drawing.querySelector('path.arrow.text')?.getBoundingClientRect();
    return (arrows?.right ?? 0) - 5 - drawing.getBoundingClientRect().left;
  });
  await svg.click({ position: { x, y: 60 } });
  await expect(panel(page).locator('path.arrow.lit')).toHaveCount(1);
  await expect(panel(page).locator('.wire-row .lit')).toHaveCount(1);
  await expect(card(page)).toContainText('outbound');

  await transcript(page).focus();
  await page.keyboard.press('Home');
  await expect(label(page)).toHaveText('method');
  await expect(panel(page).locator('path.arrow.lit')).toHaveCount(1);
});

test('the address of a span leads back to it after a reload and another run', async ({ page }) => {
  await page.goto('/lab/?transport=chunked&tokens=4&intervalMs=5');
  await runWhole(page);
  await openTab(page, 'On the wire');
  await transcript(page).focus();
  await pressOnce(page, 'End');
  await expect(page).toHaveURL(/#wire-1-out-\d+$/);
  const end = page.url();
  await panel(page).locator('.span.chunk-size').first().click();
  await expect(label(page)).toHaveText(/chunk/);
  await expect(page).not.toHaveURL(end);
  await expect(page).toHaveURL(/transport=chunked.*#wire-1-out-\d+$/);
  const said = await label(page).textContent();
  const lit = await panel(page).locator('.wire-row .lit').textContent();

  await page.reload();
  await runWhole(page);
  await openTab(page, 'On the wire');
  await expect(label(page)).toHaveText(said ?? '');
  await expect(panel(page).locator('.wire-row .lit')).toHaveText(lit ?? '');
});

test('boundaries show four rulers, and that a read is not a write', async ({ page }) => {
  await page.goto('/lab/?transport=ndjson&tokens=200&intervalMs=0');
  await runWhole(page);
  await openTab(page, 'Boundaries');
  const names = panel(page).locator('.lens-name');
  await expect(names).toHaveText([
    /^\d+ writes of the server$/,
    /^\d+ chunks$/,
    /^\d+ reads of the browser$/,
    /^202 lines$/,
  ]);
  const [writes = 0, , reads = 0] = (await names.allTextContents()).map(Number.parseFloat);
  expect(reads).toBeLessThan(writes);
  await expect(cell(page, 'reads')).toHaveText(String(reads));

  await panel(page).locator('.lens rect.even').first().click();
  await expect(card(page)).toContainText('outbound');
  await expect(panel(page).locator('.lens-lit')).toHaveCount(1);
  await expect(panel(page).getByRole('table', { name: 'Bytes by purpose' })).toContainText(
    'outbound',
  );
});

test('a poll says why it has neither chunks nor reads', async ({ page }) => {
  await page.goto('/lab/?transport=short-polling&tokens=3&intervalMs=5&pollMs=50');
  await runWhole(page);
  await openTab(page, 'Boundaries');
  await expect(panel(page).locator('.lens-name')).toContainText([
    'writes of the server',
    'a length and no chunks',
    'does not show its reads',
    'replies',
  ]);
});

test('a cookie shows as dots and is readable nowhere', async ({ page, context, baseURL }) => {
  const secret = 'hush-hush-4711';
  // Cookies know no ports: what the site's origin sets goes to the lab as well.
  await context.addCookies([{ name: 'session', value: secret, url: baseURL ?? '' }]);
  await page.goto('/lab/?transport=websocket&tokens=3&intervalMs=5');
  await runWhole(page);
  await openTab(page, 'On the wire');
  const row = panel(page).locator('.wire-row', { hasText: 'Cookie' });
  await expect(row.locator('.secret')).toHaveText('•'.repeat(`session=${secret}`.length));
  await row.locator('.secret').click();
  await expect(card(page).locator('code')).toHaveCount(0);
  for (const tab of ['On the wire', 'Hex', 'Boundaries', 'Events']) {
    await openTab(page, tab);
    expect(await panel(page).innerHTML()).not.toContain(secret);
  }
});

test('two learners at once never see bytes of each other', async ({ browser, baseURL }) => {
  const pages = await Promise.all(
    [1, 2].map(async () => {
      const context = await browser.newContext({ ...(baseURL && { baseURL }) });
      const page = await context.newPage();
      await page.goto('/lab/?transport=sse&tokens=20&intervalMs=20');
      await openTab(page, 'On the wire');
      return page;
    }),
  );
  await Promise.all(pages.map((page) => runWhole(page)));
  const seen = await Promise.all(
    pages.map(async (page) => {
      await transcript(page).focus();
      await page.keyboard.press('Home');
      const target = await panel(page).locator('.span.target').first().textContent();
      const run = /[?&]run=([^&]+)/.exec(target ?? '')?.[1] ?? '';
      const whole = page.waitForEvent('download');
      await press(page, 'Save this run');
      const { wire } = JSON.parse(readFileSync(await (await whole).path(), 'utf8')) as Capture;
      return { run, bytes: wire.map((event) => 'bytes' in event && atob(event.bytes)).join('') };
    }),
  );
  const [mine, theirs] = seen;
  expect(mine?.run).toHaveLength(32);
  expect(mine?.bytes).toContain(mine?.run);
  expect(mine?.bytes).not.toContain(theirs?.run);
  expect(theirs?.bytes).toContain(theirs?.run);
  expect(theirs?.bytes).not.toContain(mine?.run);
  await Promise.all(pages.map((page) => page.context().close()));
});
