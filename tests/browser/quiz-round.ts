import { test as base, expect, type Page } from '@playwright/test';
import { openAwake } from './page.ts';

/**
 * What is drawn is the same in every run, and another with each repeat: `--repeat-each 20` tries
 * twenty rounds.
 */
export const test = base.extend({
  page: async ({ page }, use, { repeatEachIndex }) => {
    await page.addInitScript((seed) => {
      let state = seed;
      // Steps by the golden ratio, which come back to no value before long.
      Math.random = () => {
        state = (state + 0.618_033_988_749_895) % 1;
        return state;
      };
    }, repeatEachIndex / 1000);
    await use(page);
  },
});

export const MATRIX = /^The decision matrix/;
export const verdict = (page: Page) => page.locator('.quiz .verdict');
export const surely = (page: Page, how: string) =>
  page.locator('.surely').getByLabel(how, { exact: true });

/** Walks with Tab until the button has the focus. */
export async function tabTo(page: Page, name: RegExp | string): Promise<void> {
  const button = page.getByRole('button', { name });
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if (await button.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach the button ${name}.`);
}

/** The kind of the question that is asked now; the one before may still stand there for a moment. */
export async function kindAsked(page: Page): Promise<string | null> {
  const asked = page.locator('.quiz .quiz-item:not([data-result])');
  await expect(asked).toBeVisible();
  return await asked.getAttribute('data-kind');
}

/** Answers the question on the table by keyboard, whatever its kind, and waits for the verdict. */
export async function answerByKeys(page: Page, sure: 'g' | 'f' | 'c'): Promise<void> {
  const form = page.locator('.quiz .quiz-item');
  const kind = await kindAsked(page);
  if (kind === 'type-bytes' || kind === 'estimate') {
    await tabToField(page);
    const isHex = (await form.getByLabel(/hexadecimal/).count()) > 0;
    await page.keyboard.type(kind === 'estimate' ? '300' : isHex ? '81 05' : '5\\r\\n');
    await page.keyboard.press('Tab');
    // Letters are text in a field; among the radios they say how sure.
    await page.keyboard.press(sure);
  } else {
    if (kind === 'click-span') {
      await tabToField(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
    } else if (kind === 'matrix-board') {
      const rows = await page.locator('.board-row').count();
      for (let row = 0; row < rows; row++) {
        await page.keyboard.press('1');
        const next = page.locator('.board-row').nth(Math.min(row + 1, rows - 1));
        await expect(next.locator('input').first()).toBeFocused();
      }
    } else if ((await form.locator('.option input:checked').count()) === 0) {
      // A pick from before a reload stays; pressed again, one of several reasons would be let go.
      await page.keyboard.press('1');
    }
    await page.keyboard.press(sure);
  }
  await expect(page.locator('.surely input:checked')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toBeFocused();
}

/** Tabs into what the question asks to be filled in. */
async function tabToField(page: Page): Promise<void> {
  const field = page.locator('.quiz :is(textarea, input[type="text"], .wire-pick input)');
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    const hasFocus = (all: Element[]) => all.some((one) => one === document.activeElement);
    if (await field.evaluateAll(hasFocus)) return;
  }
  throw new Error('Tab does not reach the field.');
}

/** Answers the first question of the matrix and goes on to the second. */
export async function openSecondQuestion(page: Page): Promise<void> {
  await openAwake(page, '/quiz/');
  await page.getByRole('button', { name: MATRIX }).click();
  await answerByKeys(page, 'f');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Question 2 of 7')).toBeVisible();
}
