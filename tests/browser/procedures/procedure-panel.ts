import { expect, type Locator, type Page } from '@playwright/test';

/** Opens the lesson and wakes the panel that asks this question. */
export async function openPanel(page: Page, lesson: string, question: RegExp): Promise<Locator> {
  await page.goto(`/lessons/${lesson}/`);
  const panel = page.locator('.panel', { has: page.getByRole('heading', { name: question }) });
  await panel.scrollIntoViewIfNeeded();
  return panel;
}

/** Presses Run and waits until the run is over, which with a busy machine takes its time. */
export async function runToEnd(panel: Locator): Promise<void> {
  const run = panel.getByRole('button', { name: /^Run( again)?$/ });
  // While a run lasts its button is off; until it is, what stands there is of the run before.
  const begun = run.evaluate(
    (button: HTMLButtonElement) =>
      new Promise<void>((resolve) => {
        new MutationObserver((_, watching) => {
          if (!button.disabled) return;
          watching.disconnect();
          resolve();
        }).observe(button, { attributeFilter: ['disabled'] });
      }),
  );
  await Promise.all([begun, run.click()]);
  await expect(panel.locator('button:enabled', { hasText: 'Run again' })).toBeVisible({
    timeout: 60_000,
  });
}

/** The value of a measured fact, by the whole of what stands at it, or by a part that no other has. */
export function fact(panel: Locator, label: string, { exact = false } = {}): Locator {
  return panel
    .locator('.measurements dl > div')
    .filter({ has: panel.page().getByText(label, { exact }) })
    .locator('dd');
}

/** Opens the twin of the picture and gives its rows once they are there, cells parted by tabs. */
export async function rowsOfTable(panel: Locator): Promise<string[]> {
  await panel.getByText('What happened, as a table').click();
  const table = panel.getByRole('region', { name: 'Every event of every lane' });
  await expect(table).toBeVisible();
  const [, ...rows] = await table.getByRole('row').allInnerTexts();
  return rows;
}

/** The number in a text such as "1,234 ms", whatever separates its thousands. */
export function numberIn(text: string | null | undefined): number {
  return Number(text?.replace(/[^\d.]/g, ''));
}
