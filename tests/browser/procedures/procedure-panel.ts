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
  await panel.getByRole('button', { name: /^Run( again)?$/ }).click();
  await expect(panel.locator('button:enabled', { hasText: 'Run again' })).toBeVisible({
    timeout: 60_000,
  });
}

/** The value of a measured fact, by a part of what stands at it. */
export function fact(panel: Locator, label: string): Locator {
  return panel.locator('.measurements dl > div', { hasText: label }).locator('dd');
}

/** The number in a text such as "1,234 ms", whatever separates its thousands. */
export function numberIn(text: string | null | undefined): number {
  return Number(text?.replace(/[^\d.]/g, ''));
}
