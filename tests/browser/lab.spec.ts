import { expect, test } from '@playwright/test';
import { TRANSPORT_IDS, TRANSPORTS } from '#contract/transports.ts';
import { expectAccessible } from './expect-accessible.ts';
import { cell, panel, press } from './panel.ts';

for (const id of TRANSPORT_IDS) {
  test(`over ${TRANSPORTS[id].name} (${id}) a run ends by itself, by Stop and by request`, async ({
    page,
  }) => {
    const server = panel(page).locator('.server-view');
    await test.step('every token comes once', async () => {
      await page.goto(`/lab/?transport=${id}&tokens=12&intervalMs=40&pollMs=100`);
      await press(page, 'Run');
      await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled();
      await expect(server).toContainText('produced 12 tokens');
      if (id !== 'chunked') await expect(cell(page, 'lost / doubled')).toHaveText('0 / 0');
      await panel(page).getByRole('tab', { name: 'Events' }).click();
      await expect(panel(page).locator('.event-log li').last()).toContainText('end');
    });

    await test.step('after Stop the server stops working', async () => {
      await page.goto(`/lab/?transport=${id}&tokens=2000&intervalMs=50&pollMs=100`);
      await press(page, 'Run');
      await expect(panel(page).locator('.piece').nth(3)).toBeVisible();
      await press(page, 'Stop');
      await expect(panel(page).getByRole('button', { name: 'Run again' })).toBeEnabled();
      // A poll leaves nothing running behind: there is nothing to abort at the server.
      if (TRANSPORTS[id].family !== 'polling') {
        await expect(server).toContainText('calls the run aborted');
      }
    });

    await test.step('a stop request ends the stream cleanly', async () => {
      await page.goto(`/lab/?transport=${id}&tokens=2000&intervalMs=50&pollMs=100&stop=delete`);
      await press(page, 'Run');
      await expect(panel(page).locator('.piece').nth(3)).toBeVisible();
      await press(page, 'Stop by DELETE');
      await expect(server).toContainText('calls the run stopped');
    });
  });
}

for (const id of ['sse', 'websocket'] as const) {
  test(`a cut ${id} stream comes back with nothing lost and nothing twice`, async ({ page }) => {
    await page.goto(`/lab/?transport=${id}&tokens=40&intervalMs=60`);
    await press(page, 'Run');
    await expect(panel(page).locator('.piece').nth(5)).toBeVisible();
    await press(page, 'Cut connection');
    // The reset throws away what has arrived and is not read yet; the server makes that again.
    await expect(panel(page).locator('.server-view')).toContainText(/produced 4[0-3] tokens/);
    await expect(cell(page, 'lost / doubled')).toHaveText('0 / 0');
    await expect(cell(page, 'requests')).toHaveText('2');
    await expect(panel(page).locator('.gap')).toHaveCount(1);
  });
}

for (const [transport, says] of [
  ['sse', 'protocol, by Resource Timing'],
  ['chunked', 'protocol, by Resource Timing'],
  ['websocket', 'protocol, says the server'],
] as const) {
  test(`a ${transport} run says which protocol carried it, over either origin`, async ({
    page,
  }) => {
    for (const [origin, protocol] of [
      ['h1', 'http/1.1'],
      ['h2', 'h2'],
    ] as const) {
      await page.goto(`/lab/?transport=${transport}&origin=${origin}&tokens=6&intervalMs=20`);
      await press(page, 'Run');
      await expect(panel(page).locator('.server-view')).toContainText('produced 6 tokens');
      await expect(cell(page, says)).toHaveText(protocol);
    }
  });
}

test('over HTTP/2 an aborted fetch arrives as RST_STREAM with the code CANCEL', async ({
  page,
}) => {
  await page.goto('/lab/?transport=fetch-sse&origin=h2&tokens=2000&intervalMs=50');
  await expect(panel(page).getByLabel('over', { exact: true })).toHaveValue('h2');
  await press(page, 'Run');
  await expect(panel(page).locator('.piece').nth(3)).toBeVisible();
  await press(page, 'Stop');
  await expect(panel(page).locator('.server-view')).toContainText('by RST_STREAM CANCEL (0x8)');
});

test('the Code tab brings the files that ran, once it is opened', async ({ page, context }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/lab/?transport=sse');
  const tab = panel(page).getByRole('tab', { name: 'Code' });
  await expect(panel(page).getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  expect(asked.filter((path) => path.startsWith('/code/'))).toEqual([]);

  await context.setOffline(true);
  await tab.click();
  await expect(panel(page).getByText('The code did not come')).toBeVisible();
  await context.setOffline(false);
  await panel(page).getByRole('button', { name: 'Try again', exact: true }).click();
  await expect(panel(page).getByText('src/transports/sse.ts', { exact: true })).toBeVisible();
  await expect(panel(page).locator('.code-pane')).toContainText('new EventSource(');
  await expect(panel(page).locator('.code-pane')).toBeFocused();
  await expectAccessible(page, { within: '.code-pane' });

  await panel(page).getByRole('radio', { name: 'WebSocket' }).check();
  await expect(panel(page).locator('.code-pane')).toContainText('new WebSocket(');
  await panel(page).getByText('live-server/endpoints/websocket.ts').click();
  await expect(panel(page).locator('.code-pane details[open]')).toHaveCount(2);
});

test('the address holds the whole state', async ({ page }) => {
  await page.goto('/lab/');
  await panel(page).getByRole('radio', { name: 'WebSocket' }).check();
  await panel(page).getByLabel('tokens').fill('77');
  await panel(page).getByLabel('cut after token').fill('5, 9');
  await expect(page).toHaveURL(/transport=websocket&tokens=77&faults=reset_peer:5,reset_peer:9$/);
  await page.reload();
  await expect(panel(page).getByLabel('tokens')).toHaveValue('77');
  await expect(panel(page).getByLabel('cut after token')).toHaveValue('5, 9');
  await expect(panel(page).getByRole('radio', { name: 'WebSocket' })).toBeChecked();
});

test('a knob out of range says what it takes, and the run keeps the last good value', async ({
  page,
}) => {
  await page.goto('/lab/?tokens=12');
  await panel(page).getByLabel('tokens').fill('2001');
  await expect(page.getByRole('alert')).toHaveText('Needs a whole number from 1 to 2000.');
  await expect(page).toHaveURL(/tokens=12/);
});

test('an address that cannot be used is explained', async ({ page }) => {
  await page.goto('/lab/?transport=carrier-pigeon');
  await expect(page.getByRole('alert')).toContainText('transport takes chunked, ndjson, sse');
});
