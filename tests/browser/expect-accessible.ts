import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

interface Reach {
  /** Selector of the part to look at; the whole page without it. */
  within?: string;
  /** Also in the dark theme, which changes colours and nothing else. */
  dark?: boolean;
}

/** Fails on each fault that axe finds in the page as it stands, of whatever impact. */
export async function expectAccessible(page: Page, { within, dark }: Reach = {}): Promise<void> {
  await page.evaluate(axe.source);
  const faults = await faultsIn(page, within);
  if (dark) {
    await page.emulateMedia({ colorScheme: 'dark' });
    faults.push(...(await faultsIn(page, within, 'color-contrast')));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  expect(faults).toEqual([]);
}

/** All rules, or one; a list of what is right would take most of the time, and nobody reads it. */
async function faultsIn(page: Page, within = 'html', rule?: string): Promise<string[]> {
  return await page.evaluate(
    async ({ within, rule }) => {
      const inPage = (window as unknown as { axe: typeof axe }).axe;
      const { violations } = await inPage.run(within, {
        resultTypes: ['violations'],
        ...(rule && { runOnly: [rule] }),
      });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`,
      );
    },
    { within, rule },
  );
}
