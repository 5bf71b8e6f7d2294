import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';

const LESSON = '/lessons/head-of-line-blocking/';

/** The script of the checks comes as their reader does. */
async function openChecks(page: Page, lesson: string): Promise<void> {
  await page.goto(lesson);
  await page.locator('.checks').scrollIntoViewIfNeeded();
  await expect(page.getByRole('button', { name: 'Check', exact: true }).first()).toBeVisible();
}

test.describe('the checks of a lesson', () => {
  test('say right or wrong in words, teach, and remember', async ({ page }) => {
    await openChecks(page, LESSON);
    const form = page.locator('form:not([data-kind="order-steps"])[data-question]').first();
    const right = (await form.getAttribute('data-right'))?.split(' ') ?? [];
    await form.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(form.getByRole('status')).toHaveText('Pick an answer first.');

    await form.locator(`input:not([value="${right[0]}"])`).first().check();
    await form.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(form.getByRole('status')).toContainText('Not quite.');
    await expect(form.locator('.feedback:visible')).not.toHaveCount(0);

    await form.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(form.locator('.feedback:visible')).toHaveCount(0);
    for (const value of right) await form.locator(`input[value="${value}"]`).check();
    await form.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(form.getByRole('status')).toContainText('You are right.');

    await page.reload();
    await page.locator('.checks').scrollIntoViewIfNeeded();
    await expect(form).toContainText('right last time');
    await expect(page.locator('.rail [data-lesson-state="head-of-line-blocking"]')).toContainText(
      /1 of \d checks right/,
    );
  });

  test('let steps be put in order by keyboard', async ({ page }) => {
    await openChecks(page, LESSON);
    const form = page.locator('form[data-kind="order-steps"]').first();
    const steps = form.locator('.option');
    for (let place = 0; place < (await steps.count()); place++) {
      const step = form.locator(`.option[data-index="${place}"]`);
      const placeNow = () =>
        step.evaluate((li) => [...(li.parentElement?.children ?? [])].indexOf(li));
      await step.getByRole('button', { name: /^Move up/ }).focus();
      while ((await placeNow()) > place) await page.keyboard.press('Enter');
    }
    await form.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(form.getByRole('status')).toContainText('You are right.');
  });

  test('make the lesson read and done once its end was seen and all are right', async ({
    page,
  }) => {
    await openChecks(page, LESSON);
    for (const form of await page.locator('form[data-question]').all()) {
      const right = (await form.getAttribute('data-right'))?.split(' ') ?? [];
      const isOrder = (await form.getAttribute('data-kind')) === 'order-steps';
      for (const value of isOrder ? [] : right)
        await form.locator(`input[value="${value}"]`).check();
      if (isOrder) {
        await form.evaluate((element) => {
          const options = [...element.querySelectorAll<HTMLElement>('.option')];
          options.sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
          options[0]?.parentElement?.append(...options);
        });
      }
      await form.getByRole('button', { name: 'Check', exact: true }).click();
    }
    await page.locator('[data-lesson-end]').scrollIntoViewIfNeeded();
    const state = page.locator('.rail [data-lesson-state="head-of-line-blocking"]');
    await expect(state).toContainText('read, all checks right');
  });

  test('have no accessibility fault once answered', async ({ page }) => {
    await openChecks(page, LESSON);
    for (const form of await page.locator('form[data-question]').all()) {
      const first = form.locator('input').first();
      if (await first.count()) await first.check();
      await form.getByRole('button', { name: 'Check', exact: true }).click();
    }
    await expectAccessible(page, { within: '.checks' });
  });
});

test('a question that is typed can be answered in a lesson, graded by the dissectors', async ({
  page,
}) => {
  await openChecks(page, '/lessons/chunked-transfer-coding/');
  const question = page.locator('#check-chunked-type-wave');
  await question.getByLabel('Your bytes').fill('5\\r\\nhello\\r\\n');
  await question.getByLabel('fairly sure').check();
  await question.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(question.locator('.verdict')).toContainText('Not quite.');
  await expect(question.locator('.feedback').first()).toContainText(/At byte \d+: .*RFC 9112/);
  await expect(question.locator('.verdict')).toContainText('Prove it: ');

  await question.getByRole('button', { name: 'Try again', exact: true }).click();
  const answer = await question.locator('.answer code').first().textContent();
  await question.getByLabel('Your bytes').fill(answer ?? '');
  await question.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(question.locator('.verdict')).toContainText('You are right.');
  await page.reload();
  await page.locator('.checks').scrollIntoViewIfNeeded();
  await expect(question).toContainText('right last time');
});

test('a check of a lesson asks how sure, proves a miss and can be reported', async ({ page }) => {
  await openChecks(page, LESSON);
  const form = page.locator('form:not([data-kind="order-steps"])[data-question]').first();
  const right = (await form.getAttribute('data-right'))?.split(' ') ?? [];
  await form.locator(`.option input:not([value="${right[0]}"])`).first().check();
  await form.getByLabel('certain').check();
  await form.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(form.getByRole('status')).toContainText('You were certain');
  await expect(form.getByRole('status')).toContainText('Prove it: ');
  await form.getByText('Report this question').click();
  await expect(form.getByRole('textbox')).toHaveValue(
    /Question: \S+\nPrint: \S+\n[\s\S]*“certain”/,
  );
});
