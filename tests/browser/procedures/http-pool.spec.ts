import { chromium, expect, type Locator, type Page, test } from '@playwright/test';
import { startCourse } from './course.ts';

const LESSON = '/lessons/head-of-line-blocking/';

/** The panel that asks this question, awake. */
async function panelOf(page: Page, question: RegExp): Promise<Locator> {
  const panel = page.locator('.panel', { has: page.getByRole('heading', { name: question }) });
  await panel.scrollIntoViewIfNeeded();
  return panel;
}

async function runToEnd(panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'Run again' })).toBeEnabled({ timeout: 40_000 });
}

function fact(panel: Locator, label: string): Locator {
  return panel.locator('.measurements dl > div', { hasText: label }).locator('dd');
}

const msOf = async (cell: Locator) => Number((await cell.textContent())?.replace(/[^\d.]/g, ''));

test('seventh-tab: the seventh stream and the fetch wait, the WebSocket does not', async ({
  page,
}) => {
  await page.goto(LESSON);
  const panel = await panelOf(page, /You open a seventh/);
  await panel.getByRole('radio', { name: 'both wait' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('You were right.');
  await expect(fact(panel, 'of them open at once')).toHaveText('6');
  await expect(fact(panel, 'counted by the tap')).toHaveText('6');
  await expect(fact(panel, 'a plain fetch has to wait')).toHaveText('yes');
  await expect(fact(panel, 'by Resource Timing')).toHaveText('http/1.1');
  const waited = await msOf(fact(panel, 'the held stream waited'));
  expect(await msOf(fact(panel, 'a WebSocket is open after'))).toBeLessThan(waited);
  await expect(panel.locator('.stamp')).toHaveText('Live');

  await panel.getByText('What happened, as a table').click();
  const rows = panel.getByRole('row');
  await expect(rows.filter({ hasText: 'stream 7' }).filter({ hasText: 'asked' })).toHaveCount(1);
  // The order of the queue: stream 1 closes, stream 7 is answered, stream 2 closes, the fetch is.
  const order = await rows.filter({ hasText: /close\(\)|answered/ }).allInnerTexts();
  const lanes = order.map((text) => text.split('\t')[1]);
  expect(lanes.slice(-4)).toEqual(['stream 1', 'stream 7', 'stream 2', 'fetch']);

  // The bytes are those of the lanes: seven GETs in one run, none of them from the fetch.
  await panel.getByLabel('Bytes of').selectOption('the fetch');
  await expect(panel.getByRole('region', { name: /on the wire/ })).toContainText('/live/chunked');
});

test('seventh-tab over HTTP/2: ten streams on one connection, and nobody waits', async ({
  page,
}) => {
  await page.goto(LESSON);
  const panel = await panelOf(page, /The same host over HTTP\/2/);
  await panel.getByRole('radio', { name: 'none of them' }).check();
  await runToEnd(panel);
  await expect(panel.locator('.verdict')).toContainText('You were right.');
  await expect(fact(panel, 'of them open at once')).toHaveText('10');
  await expect(fact(panel, 'counted by the tap')).toHaveText('1');
  await expect(fact(panel, 'a plain fetch has to wait')).toHaveText('no');
  await expect(fact(panel, 'by Resource Timing')).toHaveText('h2');
});

test('without trust a procedure over HTTP/2 is a recorded run, and the way to trust is shown', async ({
  baseURL,
}) => {
  // A browser of its own has to start, and a recorded run takes its time.
  test.slow();
  const executablePath = process.env.CHROMIUM_PATH;
  // Without the argument that makes the other tests trust the TLS origin.
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [] });
  try {
    const page = await browser.newPage();
    await page.goto(baseURL + LESSON);
    const panel = await panelOf(page, /The same host over HTTP\/2/);
    await panel.getByRole('button', { name: 'just show me' }).click();
    await runToEnd(panel);
    await expect(panel.locator('.trust-notice')).toContainText('does not trust yet');
    await expect(panel.getByRole('link', { name: 'See what to do' })).toHaveAttribute(
      'href',
      '/trust/',
    );
    await expect(panel.locator('.stamp')).toHaveText(/^Recorded/);
    await expect(panel.locator('.verdict')).toContainText('All 10 streams were open');
  } finally {
    await browser.close();
  }
});

test('shared-stream: four tabs, one connection, and a hand-over without a gap', async ({
  page,
}) => {
  await page.goto(LESSON);
  const panel = await panelOf(page, /Four tabs share one EventSource/);
  await panel.getByRole('radio', { name: 'nothing any more' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('You said “nothing any more”');
  await expect(panel.locator('.verdict')).toContainText('got all 30 events once');
  await expect(fact(panel, 'connections at a time')).toHaveText('1');
  await expect(fact(panel, 'counted by the server')).toHaveText('2');
  await expect(fact(panel, 'leaders')).toHaveText('2');
  // 12, or 11 where the lock came before the last message; on a busy machine more had come by then.
  await expect(fact(panel, 'asked after event')).toHaveText(/^1[1-5]$/);
  await expect(page.locator('iframe')).toHaveCount(0);
  await panel.getByRole('tab', { name: 'Code' }).click();
  await expect(panel.getByText('src/transports/shared-stream.ts')).toBeVisible();
});

test('Stop ends a procedure, closes what it opened, and gives no verdict', async ({ page }) => {
  await page.goto('/lab/procedure/?procedure=shared-stream');
  const panel = page.locator('.panel');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('iframe')).toHaveCount(4);
  await panel.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.getByRole('button', { name: 'Run again' })).toBeEnabled();
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(panel.locator('> [role=status]')).toContainText('Stopped: 4 lanes');
});

test('a stopped experiment has no verdict yet', async ({ page }) => {
  await page.goto(LESSON);
  const panel = await panelOf(page, /You open a seventh/);
  await panel.getByRole('button', { name: 'just show me' }).click();
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(panel.locator('.lane-names span')).not.toHaveCount(0);
  await panel.getByRole('button', { name: 'Stop' }).click();
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
});

test('with the server down a recorded run is shown, stamped as such', async ({ page }) => {
  // A server of its own has to start, and a recorded run takes its time.
  test.slow();
  const course = await startCourse();
  try {
    const capture = page.waitForResponse(/\/captures\/seventh-tab\.json$/);
    await page.goto(course.site + LESSON);
    await (await capture).finished();
    const panel = await panelOf(page, /You open a seventh/);
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
  await page.goto((process.env.SITE_URL ?? '') + LESSON);
  // The same experiment stands there twice: over HTTP/1.1 first, then over HTTP/2.
  const row = page.getByRole('row', { name: /^stream 7/ }).first();
  await expect(row).toContainText('GET');
  await expect(row).toContainText('200');
  const open = page.getByRole('row', { name: /of them open at once/ });
  await expect(open.nth(0)).toContainText('6');
  await expect(open.nth(1)).toContainText('10');
  await page.close();
});
