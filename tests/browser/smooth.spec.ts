import { expect, test } from '@playwright/test';
import type { Capture } from '../../src/islands/experiment/capture.ts';
import type { WireFeedEvent } from '../../src/transports/wire-feed.ts';
import { openTab, panel, press } from './panel.ts';

/**
 * What keeps the inspector smooth: a page that does not grow with the run. How
 * long a frame takes depends on the machine: `node tests/bench/inspector.ts`.
 */

const RECORDS = 5_000;
/** Rows in sight and a few around them. */
const ROWS_MAX = 80;

/** A run of as many records as a log holds, over before its first frame. */
function longCapture(): Capture {
  const texts = [
    'GET /live/sse HTTP/1.1\r\nHost: lab\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n',
  ];
  for (let id = 1; texts.length < RECORDS; id++) {
    const event = `id: ${id}\ndata: {"type":"delta","index":${id},"token":"t"}\n\n`;
    texts.push(`${event.length.toString(16)}\r\n${event}\r\n`);
  }
  const wire = texts.map(
    (text, i): WireFeedEvent => ({
      type: 'record',
      connectionId: 1,
      streamId: null,
      seq: i + 1,
      direction: i === 0 ? 'inbound' : 'outbound',
      atMs: 0,
      bytes: btoa(text),
    }),
  );
  return {
    recordedAt: '2026-11-23T00:00:00.000Z',
    node: '26.10.0',
    browser: 'Chromium 156',
    setup: { transport: 'sse', tokens: 20, intervalMs: 100, seed: 4, stop: 'abort', cut: true },
    run: 'r'.repeat(32),
    ending: 'end',
    endedAtMs: 1,
    client: [{ atMs: 0, event: { type: 'request', method: 'GET', target: '/live/sse' } }],
    wire,
  };
}

test('5,000 records keep the page as small as fifty do', async ({ page }) => {
  await page.route('**/control/origins', (route) => route.abort());
  await page.route('**/captures/sse-cut.json', (route) => route.fulfill({ json: longCapture() }));
  await page.goto('/lessons/server-sent-events/');
  await press(page, 'just show me');
  await press(page, 'Run');
  await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled();

  await openTab(page, 'On the wire');
  const list = panel(page).getByRole('region', { name: /on the wire/ });
  const rows = panel(page).locator('.wire-row');
  await list.focus();
  for (const [key, label] of [
    ['Home', 'method'],
    ['End', 'CR LF'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(panel(page).locator('.span-card strong')).toContainText(label);
    await expect(panel(page).locator('.wire-row .lit')).toBeInViewport();
    expect(await rows.count()).toBeLessThan(ROWS_MAX);
  }
  await expect(panel(page).locator('.span-card')).toContainText(`record ${RECORDS} `);

  await openTab(page, 'Hex');
  await expect(panel(page).locator('.hex-bytes .lit').first()).toBeInViewport();
  expect(await panel(page).locator('.hex-row').count()).toBeLessThan(ROWS_MAX);
  await openTab(page, 'Boundaries');
  await expect(panel(page).locator('.lens-name').first()).toHaveText(
    `${RECORDS - 1} writes of the server`,
  );
  expect(await panel(page).locator('.lens rect').count()).toBeLessThan(200);
});

test('200 tokens a second do not make the page grow', async ({ page }) => {
  test.setTimeout(60_000);
  await page.goto('/lab/?transport=ndjson&tokens=2000&intervalMs=5');
  await openTab(page, 'On the wire');
  await page.evaluate(() => {
    const most = { rows: 0, drawn: 0 };
    Object.assign(window, { most });
    const count = (selector: string) => document.querySelectorAll(`.panel ${selector}`).length;
    requestAnimationFrame(function look() {
      most.rows = Math.max(most.rows, count('.wire-row'));
      most.drawn = Math.max(most.drawn, count('.sequence-scroll *'));
      requestAnimationFrame(look);
    });
  });
  await press(page, 'Run');
  await expect(panel(page)).toHaveAttribute('data-wire-done', 'true', { timeout: 40_000 });
  const most = await page.evaluate(
    () => (window as unknown as { most: { rows: number; drawn: number } }).most,
  );
  expect(most.rows).toBeGreaterThan(10);
  expect(most.rows).toBeLessThan(ROWS_MAX);
  expect(most.drawn).toBeLessThan(800);
});
