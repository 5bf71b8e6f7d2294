import { expect, type Locator, test } from '@playwright/test';
import { fact, numberIn, openPanel, runToEnd } from './procedure-panel.ts';

/** The two cells of a row of the table. */
async function compared(panel: Locator, row: string): Promise<string[]> {
  const header = panel.page().getByRole('rowheader', { name: row, exact: true });
  return panel.locator('.compared tr', { has: header }).locator('td').allInnerTexts();
}

test('where-chunked: chunks on one wire, DATA frames on the other, the same content', async ({
  page,
}) => {
  const panel = await openPanel(page, 'chunked-transfer-coding', /What carries the pieces/);
  await panel.getByRole('radio', { name: 'chunks, inside frames' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('You said “chunks, inside frames”');
  const [chunks, frames] = await compared(panel, 'pieces: chunks, DATA frames');
  expect(chunks).toBe('24');
  // On a machine that stood still two writes may share a frame; none is cut.
  expect(numberIn(frames)).toBeGreaterThan(1);
  expect(numberIn(frames)).toBeLessThanOrEqual(24);
  const verdict = panel.locator('.verdict');
  await expect(verdict).toContainText(`took ${frames} DATA frames with 9 B each`);
  expect(await compared(panel, 'framing per piece')).toEqual(['5 B', '9 B']);
  expect(await compared(panel, 'Transfer-Encoding')).toEqual(['chunked', 'none']);
  expect(await compared(panel, 'the end: last chunk, END_STREAM')).toEqual(['5 B', '9 B']);
  await expect(fact(panel, 'byte for byte')).toHaveText('yes');
  await expect(fact(panel, 'by Resource Timing')).toHaveText('h2');

  // The bytes that were counted are there to look at.
  const wire = panel.getByRole('region', { name: /on the wire/ });
  await expect(wire).toContainText('Transfer-Encoding');
  await panel.getByLabel('Bytes of').selectOption('HTTP/2');
  await expect(wire).toContainText('HEADERS');
  // The list holds only the lines that are in sight.
  await wire.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(wire).toContainText('DATA');
  await expect(wire).not.toContainText(/transfer-encoding/i);
});

test('three-websockets: one connection with the setting, one for each without', async ({
  page,
}) => {
  const panel = await openPanel(page, 'where-websockets-win', /opens three WebSockets/);
  await panel.getByRole('radio', { name: 'one: all share it' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('You were right.');
  expect(await compared(panel, 'connections, by the tap')).toEqual(['1', '4']);
  expect(await compared(panel, 'HTTP/2 streams')).toEqual(['4', '1']);
  expect(await compared(panel, 'HTTP version of the sockets, by the server')).toEqual([
    '2.0',
    '1.1',
  ]);
  expect(await compared(panel, 'ENABLE_CONNECT_PROTOCOL = 1 on the wire')).toEqual(['yes', 'no']);
  await expect(fact(panel, 'Resource Timing entries')).toHaveText('0');
  await expect(panel.locator('.lane-names span')).toHaveCount(8);
});

test('three-websockets: a second run finds the connections of the first, and the same', async ({
  page,
}) => {
  await page.goto('/lab/procedure/?procedure=three-websockets&sockets=2');
  const panel = page.locator('.panel');
  await runToEnd(panel);
  expect(await compared(panel, 'connections, by the tap')).toEqual(['1', '3']);
  await runToEnd(panel);
  expect(await compared(panel, 'connections, by the tap')).toEqual(['1', '3']);
});

test('abort-arrivals: a connection ends over HTTP/1.1, a stream over HTTP/2', async ({ page }) => {
  const panel = await openPanel(page, 'stopping-a-stream', /The same abort\(\)/);
  await panel.getByRole('radio', { name: 'the connection, both times' }).check();
  await runToEnd(panel);

  await expect(panel.locator('.verdict')).toContainText('RST_STREAM, CANCEL 8');
  await expect(panel.locator('.verdict')).toContainText('came on the same connection');
  const kinds = async (row: string) =>
    (await compared(panel, row)).map((text) => text.replace(/, after token \d+, within .*/, ''));
  // Bytes that wait unread at the moment of the close make an RST of the FIN (RFC 9293 §3.6.1).
  for (const row of ['abort()', 'reader.cancel()', 'EventSource.close()']) {
    const [overHttp1, overHttp2] = await kinds(row);
    expect(overHttp1, row).toMatch(/^(FIN|RST)$/);
    expect(overHttp2, row).toBe('RST_STREAM, CANCEL 8');
  }
  expect(await kinds('WebSocket.close(4000)')).toEqual(['close frame, 4000', 'close frame, 4000']);
  expect(await compared(panel, 'the next request came')).toEqual([
    'on another connection',
    'on the same connection',
  ]);
  expect((await compared(panel, 'reader.releaseLock()'))[0]).toMatch(/^nothing, \d+ more tokens$/);
  expect((await compared(panel, 'Node: writableFinished'))[0]).toBe('no');

  await panel.getByLabel('Bytes of').selectOption('abort() over HTTP/2');
  const wire = panel.getByRole('region', { name: /on the wire/ });
  await expect(wire).toContainText('GET');
  await panel.getByText('What happened, as a table').click();
  const notes = panel.getByRole('row').filter({ hasText: 'note' });
  await expect(notes.filter({ hasText: 'RST_STREAM, CANCEL 8' })).toHaveCount(3);
});
