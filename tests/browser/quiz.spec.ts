import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const MATRIX = /^The decision matrix/;
const verdict = (page: Page) => page.locator('.quiz .verdict');

/** Walks with Tab until the button has the focus. */
async function tabTo(page: Page, name: RegExp | string): Promise<void> {
  const button = page.getByRole('button', { name });
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if (await button.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach the button ${name}.`);
}

test.describe('the quiz', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/quiz/');
    await expect(page.locator('astro-island[ssr]')).toHaveCount(0);
  });

  test('takes a whole round by keyboard alone', async ({ page }) => {
    await tabTo(page, MATRIX);
    await page.keyboard.press('Enter');
    for (let question = 1; question <= 7; question++) {
      await expect(page.getByText(`Question ${question} of 7`)).toBeVisible();
      await page.keyboard.press('2');
      await expect(page.getByRole('radio').nth(1)).toBeChecked();
      await page.keyboard.press('Enter');
      await expect(verdict(page)).toBeFocused();
      await expect(verdict(page)).toContainText(/You are right|Not quite/);
      // What was picked and what is right both say why.
      await expect(
        page.locator('.option[data-mark="right"], .option[data-mark="missed"]'),
      ).toHaveCount(1);
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('heading', { name: /of 7 right/ })).toBeFocused();
  });

  test('leaves arrow keys and Enter to the radios when its own keys are off', async ({ page }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await page.getByLabel(/Keys/).uncheck();
    await page.keyboard.press('2');
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio').nth(1)).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(verdict(page)).toBeFocused();
    await page.reload();
    await expect(page.getByLabel(/Keys/)).not.toBeChecked();
  });

  test('asks for a pick before it checks', async ({ page }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await page.getByRole('button', { name: 'Check' }).click();
    await expect(page.getByText('Pick an answer first.')).toBeVisible();
  });

  test('goes on after a reload where it stood, and keeps the score', async ({ page }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await expect(verdict(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Question 2 of 7')).toBeVisible();
    const stem = await page.locator('.question-stem').textContent();
    await page.reload();
    await expect(page.getByText('Question 2 of 7')).toBeVisible();
    await expect(page.getByText(/of 1 right/)).toBeVisible();
    await expect(page.locator('.question-stem')).toHaveText(stem ?? '');

    await page.getByRole('button', { name: 'Leave this round' }).click();
    const everything = page.getByRole('button', { name: /^Everything/ });
    await expect(everything).toContainText(/1\/( of )?\d+ right|, 1 missed/);
    await page.reload();
    await expect(everything).toContainText(/1\/( of )?\d+ right|, 1 missed/);
  });

  test('forgets only after a second press', async ({ page }) => {
    await page.evaluate(() =>
      localStorage.setItem(
        'chunk-by-chunk:progress',
        JSON.stringify({ version: 1, lessonsRead: { polling: 1 }, answers: {} }),
      ),
    );
    const stored = () => page.evaluate(() => localStorage.getItem('chunk-by-chunk:progress') ?? '');
    await page.getByRole('button', { name: 'Reset …' }).click();
    await page.getByRole('button', { name: 'Keep' }).click();
    expect(await stored()).toContain('polling');
    await page.getByRole('button', { name: 'Reset …' }).click();
    await expect(page.getByRole('button', { name: 'Yes, forget' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Forgotten:/)).toBeVisible();
    expect(await stored()).not.toContain('polling');
  });

  test('orders steps with buttons', async ({ page }) => {
    await page.getByRole('button', { name: /^Stopping a stream/ }).click();
    for (let question = 0; question < 10; question++) {
      if (await page.locator('[data-kind="order-steps"]').count()) break;
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await expect(verdict(page)).toBeFocused();
      await page.keyboard.press('Enter');
    }
    const steps = page.locator('.option-text');
    const second = await steps.nth(1).textContent();
    await page
      .getByRole('button', { name: /^Move up/ })
      .nth(1)
      .click();
    await expect(steps.first()).toHaveText(second ?? '');
    // The button keeps the focus, so that a step can be moved on.
    const down = page.getByRole('button', { name: /^Move down/ });
    await down.first().focus();
    for (let press = 1; press < (await down.count()); press++) {
      await page.keyboard.press('Enter');
      await expect(down.nth(press)).toBeFocused();
    }
    await expect(steps.last()).toHaveText(second ?? '');
    await page.getByRole('button', { name: 'Check' }).click();
    await expect(page.locator('.option[data-mark]')).toHaveCount(await steps.count());
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has no accessibility fault in its three faces, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      const faults = async () => (await new AxeBuilder({ page }).analyze()).violations;
      expect(await faults()).toEqual([]);
      await page.getByRole('button', { name: MATRIX }).click();
      expect(await faults()).toEqual([]);
      for (let question = 0; question < 7; question++) {
        await page.keyboard.press('1');
        await page.keyboard.press('Enter');
        await expect(verdict(page)).toBeFocused();
        if (question === 0) expect(await faults()).toEqual([]);
        await page.keyboard.press('Enter');
      }
      await expect(page.getByRole('heading', { name: /of 7 right/ })).toBeVisible();
      expect(await faults()).toEqual([]);
    });
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the quiz page shows every question with its answers', async ({ page }) => {
    await page.goto('/quiz/');
    const count = Number(
      /\d+/.exec((await page.locator('main header p').textContent()) ?? '')?.[0],
    );
    await expect(page.locator('form.quiz-item')).toHaveCount(count);
    await page.locator('.answer summary').first().click();
    await expect(page.locator('.answer[open] .why').first()).toBeVisible();
  });
});
