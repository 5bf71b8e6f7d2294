import type { Locator, Page } from '@playwright/test';

/** The experiment panel, or the nth one of a page with several. */
export function panel(page: Page, nth = 0): Locator {
  return page.locator('.panel').nth(nth);
}

export async function press(page: Page, name: string, nth = 0): Promise<void> {
  await panel(page, nth).getByRole('button', { name, exact: true }).click();
}

/** The value of one measurement, by what stands under it. */
export function cell(page: Page, term: string, nth = 0): Locator {
  return panel(page, nth)
    .locator('.measurements dl > div', {
      has: page.locator('dt', { hasText: new RegExp(`^${term}`) }),
    })
    .locator('dd');
}
