import { expect, type Locator, test } from '@playwright/test';
import { fact, numberIn, openPanel, rowsOfTable, runToEnd } from './procedure-panel.ts';

const HEAD_OF_LINE = 'head-of-line-blocking';
const DATA_FLOW = 'choosing-from-the-data-flow';

// A run takes some seconds, and a machine that is busy with other tests takes more of them.
test.describe.configure({ timeout: 150_000 });

/** A measured number; of the names here some begin alike. */
const numberOf = async (panel: Locator, label: string) =>
  numberIn(await fact(panel, label, { exact: true }).textContent());

async function expectFact(panel: Locator, label: string, text: string): Promise<void> {
  await expect(fact(panel, label, { exact: true })).toHaveText(text);
}

test('stalled-connection: a stall silences a connection with all of its streams', async ({
  page,
}) => {
  const panel = await openPanel(page, HEAD_OF_LINE, /stalls one connection of each kind/);
  await panel.getByRole('radio', { name: 'all three over HTTP/2, one over HTTP/1.1' }).check();
  // A computer that is busy adds silences; the verdict says so, and the run is repeated.
  await expect(async () => {
    await runToEnd(panel);
    expect(await numberOf(panel, 'streams silent over HTTP/2')).toBe(3);
    expect(await numberOf(panel, 'streams silent over HTTP/1.1')).toBe(1);
  }).toPass({ timeout: 120_000 });

  await expect(panel.locator('.verdict')).toContainText('You were right.');
  await expect(panel.locator('.verdict')).toContainText('events missing in the end: 0');
  await expectFact(panel, 'HTTP/2 connections, by the tap', '1');
  await expectFact(panel, 'HTTP/1.1 connections, by the tap', '3');
  await expectFact(panel, 'the h2 streams, by Resource Timing', 'h2');
  // What is drawn is what was measured: at least the four silences are shaded.
  await expect(panel.locator('.band.silent').nth(3)).toBeAttached();
});

test('unread-body: the small fetch has its head, and its body when credit comes back', async ({
  page,
}) => {
  const panel = await openPanel(page, HEAD_OF_LINE, /nobody reads them/);
  await panel.getByRole('radio', { name: 'it is answered at once' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('You said “it is answered at once”');
  await expectFact(panel, 'its body had to wait', 'yes');
  await expectFact(panel, 'credit left on the connection', '0 B');
  await expectFact(panel, 'HTTP/2 connections they came over', '1');
  await expectFact(panel, 'HTTP/1.1 connections', '4');
  // Chromium's window for a connection is 15 MiB; what it gave back before is on top.
  expect(await numberOf(panel, 'handed over by the server')).toBeGreaterThan(14);
  const headMs = await numberOf(panel, 'head of the small fetch after');
  expect(await numberOf(panel, 'its body was here after')).toBeGreaterThan(headMs);

  const rows = await rowsOfTable(panel);
  const small = rows.filter((row) => row.includes('small fetch')).map((row) => row.split('\t')[2]);
  expect(small.slice(0, 5)).toEqual(['asked', 'answered', 'note', 'data', 'ended']);
  const firstCancel = rows.findIndex((row) => row.includes('cancel()'));
  const body = rows.findIndex((row) => row.includes('small fetch') && row.includes('\tdata'));
  expect(firstCancel).toBeLessThan(body);

  // The frame that made it go on is on the wire, on stream 0.
  await panel.getByLabel('Bytes of').selectOption('the small fetch over HTTP/2');
  const wire = panel.getByRole('region', { name: /on the wire/ });
  await expect(wire.getByText('WINDOW_UPDATE').last()).toBeVisible();
});

test('upload-progress: both bars are full before the server has everything', async ({ page }) => {
  const panel = await openPanel(page, DATA_FLOW, /Which of the two progress bars/);
  await panel.getByRole('radio', { name: 'neither' }).check();
  await expect(async () => {
    await runToEnd(panel);
    await expect(panel.locator('.verdict')).toContainText('You were right.', { timeout: 1_000 });
  }).toPass({ timeout: 120_000 });

  await expectFact(panel, 'stream, h2: bytes at the server', '256.0 KiB');
  await expectFact(panel, 'stream, h1', 'TypeError');
  expect(await numberOf(panel, 'stream, h2: too early by')).toBeGreaterThan(0);
  expect(await numberOf(panel, 'XHR, h1: not read by the server then')).toBeGreaterThan(64);
  // No answer comes before the server's last read.
  expect(await numberOf(panel, 'XHR, h2: answered after')).toBeGreaterThan(
    await numberOf(panel, 'XHR, h2: 100 % after'),
  );
  await expect(panel.locator('.curves figure')).toHaveCount(2);
  await expect(panel.getByRole('img', { name: /^Over HTTP\/2/ })).toHaveAttribute(
    'aria-label',
    /server \(stream\): all 256.0 KiB after/,
  );
  await expect(panel.getByRole('img', { name: /^Over HTTP\/1.1/ })).toHaveAttribute(
    'aria-label',
    /fetch stream: TypeError/,
  );
});
