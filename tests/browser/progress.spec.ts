import { expect, type Locator, type Page, test } from '@playwright/test';

const LESSON = '/lessons/head-of-line-blocking/';
const VERSION_1 = 'chunk-by-chunk:progress';

const checks = (page: Page) => page.locator('form:not([data-kind="order-steps"])[data-question]');
/** The lesson in the rail: `1/5` and in words "1 of 5 checks right". */
const state = (page: Page) => page.locator('.rail [data-lesson-state="head-of-line-blocking"]');

async function answerRight(form: Locator): Promise<void> {
  const right = (await form.getAttribute('data-right'))?.split(' ') ?? [];
  for (const value of right) await form.locator(`input[value="${value}"]`).check();
  await form.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(form.getByRole('status')).toContainText('You are right.');
}

test('two tabs that answer at once both count, and each sees the other', async ({ context }) => {
  const [one, two] = [await context.newPage(), await context.newPage()];
  await Promise.all([one.goto(LESSON), two.goto(LESSON)]);
  await Promise.all([answerRight(checks(one).nth(0)), answerRight(checks(two).nth(1))]);
  for (const tab of [one, two]) await expect(state(tab)).toContainText(/2 of \d checks right/);
  await one.reload();
  await expect(state(one)).toContainText(/2 of \d checks right/);
});

test('forty changes from two tabs to one record lose none', async ({ context }) => {
  const pages = [await context.newPage(), await context.newPage()];
  await Promise.all(pages.map((page) => page.goto(LESSON)));
  const id =
    (await checks(pages[0] as Page)
      .first()
      .getAttribute('data-question')) ?? '';
  for (const page of pages) {
    // The script of the checks comes as their reader does.
    await page.locator('.checks').scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Check', exact: true }).first()).toBeVisible();
  }
  // Presses Check and Try again as fast as the page takes them, in both tabs at once.
  await Promise.all(
    pages.map((page) =>
      checks(page)
        .first()
        .evaluate((form: HTMLFormElement) => {
          form.querySelector('input')?.click();
          for (let i = 0; i < 20; i++) form.requestSubmit();
        }),
    ),
  );
  await expect.poll(() => readSeen(pages[0] as Page, id)).toBe(40);
});

test('what version 1 remembered is carried over once, and nothing comes back from it', async ({
  page,
}) => {
  await page.goto('/lessons/');
  const form = await checkOf(page);
  await page.evaluate(
    ([key, { id, print }]) => {
      const answer = { print, lesson: 'head-of-line-blocking', right: true, seen: 3, atMs: 9 };
      const text = { version: 1, lessonsRead: { polling: 5 }, answers: { [id]: answer } };
      localStorage.setItem(key, JSON.stringify(text));
    },
    [VERSION_1, form] as const,
  );
  await page.goto(LESSON);
  await expect(state(page)).toContainText(/1 of \d checks right/);
  await expect(page.locator('.rail [data-lesson-state="polling"]')).toContainText('read');
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), VERSION_1)).toBeNull();
  await expect.poll(() => readSeen(page, form.id)).toBe(3);
  await page.reload();
  await expect(state(page)).toContainText(/1 of \d checks right/);
  await expect.poll(() => readSeen(page, form.id)).toBe(3);
});

for (const refusal of ['throws', 'fails'] as const) {
  test(`where the browser refuses to store (open ${refusal}), the page itself remembers`, async ({
    page,
  }) => {
    await page.addInitScript((how) => {
      IDBFactory.prototype.open = () => {
        if (how === 'throws') throw new DOMException('Refused.', 'SecurityError');
        const request = new EventTarget() as IDBOpenDBRequest;
        queueMicrotask(() => request.onerror?.(new Event('error')));
        return request;
      };
    }, refusal);
    await page.goto(LESSON);
    await answerRight(checks(page).nth(0));
    await answerRight(checks(page).nth(1));
    await expect(state(page)).toContainText(/2 of \d checks right/);
  });
}

/** Id and fingerprint of the first check, without visiting its page. */
async function checkOf(page: Page): Promise<{ id: string; print: string }> {
  const html = await (await page.request.get(LESSON)).text();
  const [, id = '', print = ''] = /data-question="([^"]+)" data-print="([^"]+)"/.exec(html) ?? [];
  return { id, print };
}

/** How often a question was answered, as it is stored. */
async function readSeen(page: Page, question: string): Promise<number> {
  return await page.evaluate(async (id) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('chunk-by-chunk');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const answers = await new Promise<{ id: string; seen: number }[]>((resolve) => {
      const reading = database.transaction('answers').objectStore('answers').getAll();
      reading.onsuccess = () => resolve(reading.result);
    });
    database.close();
    return answers.find((answer) => answer.id === id)?.seen ?? 0;
  }, question);
}
