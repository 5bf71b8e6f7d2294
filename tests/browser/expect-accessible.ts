import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

interface Reach {
  /** Selector of the part to look at; the whole page without it. */
  within?: string;
  /** Also in the dark theme, which changes colours and nothing else. */
  dark?: boolean;
}

/** Fails on each fault that axe finds in the page as it stands, of whatever impact. */
export async function expectAccessible(page: Page, { within, dark }: Reach = {}): Promise<void> {
  const faults = await faultsIn(page, within);
  if (dark) {
    await page.emulateMedia({ colorScheme: 'dark' });
    faults.push(...(await faultsIn(page, within, 'color-contrast')));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  expect(faults).toEqual([]);
}

async function faultsIn(page: Page, within?: string, rule?: string): Promise<string[]> {
  // No page of the course has a frame of another origin, which is all that legacy mode leaves
  // out. With it axe opens no page of its own, and without a list of what is right it is done
  // in a quarter of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  axe.options({ resultTypes: ['violations'], ...(rule && { runOnly: [rule] }) });
  if (within) axe.include(within);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
}
