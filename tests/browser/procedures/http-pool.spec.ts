import { expect, test } from '@playwright/test';
import { fact, numberIn, openPanel, rowsOfTable, runToEnd } from './procedure-panel.ts';

const LESSON = 'head-of-line-blocking';

test('seventh-tab: the seventh stream and the fetch wait, the WebSocket does not', async ({
  page,
}) => {
  const panel = await openPanel(page, LESSON, /You open a seventh/);
  await panel.getByRole('radio', { name: 'both wait' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('You were right.');
  await expect(fact(panel, 'of them open at once')).toHaveText('6');
  await expect(fact(panel, 'counted by the tap')).toHaveText('6');
  await expect(fact(panel, 'a plain fetch has to wait')).toHaveText('yes');
  await expect(fact(panel, 'by Resource Timing')).toHaveText('http/1.1');
  const waited = numberIn(await fact(panel, 'the held stream waited').textContent());
  expect(numberIn(await fact(panel, 'a WebSocket is open after').textContent())).toBeLessThan(
    waited,
  );
  await expect(panel.locator('.stamp')).toHaveText('Live');

  const rows = await rowsOfTable(panel);
  expect(rows.filter((row) => /stream 7\tasked/.test(row))).toHaveLength(1);
  // The order of the queue: stream 1 closes, stream 7 is answered, stream 2 closes, the fetch is.
  const order = rows.filter((row) => /close\(\)|answered/.test(row));
  const lanes = order.map((text) => text.split('\t')[1]);
  expect(lanes.slice(-4)).toEqual(['stream 1', 'stream 7', 'stream 2', 'fetch']);

  // The bytes are those of the lanes: seven GETs in one run, none of them from the fetch.
  await panel.getByLabel('Bytes of').selectOption('the fetch');
  await expect(panel.getByRole('region', { name: /on the wire/ })).toContainText('/live/chunked');
});

test('seventh-tab over HTTP/2: ten streams on one connection, and nobody waits', async ({
  page,
}) => {
  const panel = await openPanel(page, LESSON, /The same host over HTTP\/2/);
  await panel.getByRole('radio', { name: 'none of them' }).check();
  await runToEnd(panel);
  await expect(panel.locator('.verdict')).toContainText('You were right.');
  await expect(fact(panel, 'of them open at once')).toHaveText('10');
  await expect(fact(panel, 'counted by the tap')).toHaveText('1');
  await expect(fact(panel, 'a plain fetch has to wait')).toHaveText('no');
  await expect(fact(panel, 'by Resource Timing')).toHaveText('h2');
});

test('shared-stream: four tabs, one connection, and a hand-over without a gap', async ({
  page,
}) => {
  const panel = await openPanel(page, LESSON, /Four tabs share one EventSource/);
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
