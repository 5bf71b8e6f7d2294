import { expect, type Locator, type Page } from '@playwright/test';

/** The experiment panel, or the nth one of a page with several. */
export function panel(page: Page, nth = 0): Locator {
  return page.locator('.panel').nth(nth);
}

export async function press(page: Page, name: string, nth = 0): Promise<void> {
  await panel(page, nth).getByRole('button', { name, exact: true }).click();
}

/** Opens a tab of the panel and waits until it is the one that is shown. */
export async function openTab(page: Page, name: string): Promise<void> {
  const tab = panel(page).getByRole('tab', { name, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/** Gives the focus to a button as the Tab key would, which passes over one that rests, and presses Enter. */
export async function enter(page: Page, name: string): Promise<void> {
  const button = panel(page).getByRole('button', { name, exact: true });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press('Enter');
}

/** The value of one measurement, by what stands under it. */
export function cell(page: Page, term: string, nth = 0): Locator {
  return panel(page, nth)
    .locator('.measurements dl > div', {
      has: page.locator('dt', { hasText: new RegExp(`^${term}`) }),
    })
    .locator('dd');
}
