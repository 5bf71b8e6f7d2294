import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { expectNoSidewaysScroll, weighScripts } from './page.ts';

const LESSON = '/lessons/head-of-line-blocking/';
const DAY_MS = 24 * 60 * 60 * 1000;

interface Asked {
  id: string;
  print: string;
  lesson: string;
}

/** The checks of a lesson, as its built page names them. */
async function checksOf(page: Page, slug: string): Promise<Asked[]> {
  const html = await (await page.request.get(`/lessons/${slug}/`)).text();
  const forms = [...html.matchAll(/data-question="([^"]+)" data-print="([^"]+)"/g)];
  return forms.map(([, id = '', print = '']) => ({ id, print, lesson: slug }));
}

interface Given {
  right: boolean;
  sure?: string;
}

/** An export in which each question was answered once, some days ago. */
function exportOf(answers: (Asked & Given)[], more: object = {}) {
  const now = Date.now();
  return JSON.stringify({
    format: 'chunk-by-chunk progress',
    version: 2,
    exportedAt: new Date(now).toISOString(),
    lessonsRead: { polling: now - DAY_MS },
    answers: answers.map(({ id, print, lesson, right, sure }, i) => {
      const result = { right, ...(sure && { sure }), atMs: now - DAY_MS - i * 1000 };
      return { id, print, lesson, ...result, seen: 1, tries: [result] };
    }),
    setAside: [],
    ...more,
  });
}

async function choose(page: Page, text: string): Promise<void> {
  const file = { name: 'export.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByLabel('File to import').setInputFiles(file);
}

async function bring(page: Page, text: string): Promise<void> {
  await choose(page, text);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Imported.' })).toBeVisible();
}

async function exportFrom(page: Page): Promise<Record<string, unknown>> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  return JSON.parse(await readFile(await (await waiting).path(), 'utf8'));
}

async function open(page: Page): Promise<void> {
  await page.goto('/me/');
  await expect(page.getByRole('heading', { name: 'Keep, move, forget' })).toBeVisible();
}

const section = (page: Page, name: string) => page.getByRole('region', { name });

test('an empty notebook invites to the diagnostic and says where everything stays', async ({
  page,
}) => {
  await open(page);
  await expect(page.getByRole('link', { name: 'Start the diagnostic' })).toHaveAttribute(
    'href',
    '/quiz/',
  );
  await expect(section(page, 'Keep, move, forget')).toContainText('stays in this browser');
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
});

test('an answer in one tab is in the notebook of another at once', async ({ context }) => {
  const [notebook, lesson] = [await context.newPage(), await context.newPage()];
  await Promise.all([open(notebook), lesson.goto(LESSON)]);
  const form = lesson
    .locator('form[data-kind="pick-protocol"], form[data-kind="false-claim"]')
    .first();
  const right = await form.getAttribute('data-right');
  await form.locator(`input:not([value="${right}"])`).first().check();
  await form.getByRole('button', { name: 'Check', exact: true }).click();

  const weakest = section(notebook, 'Weakest claims');
  await expect(weakest.getByRole('listitem')).toHaveCount(1);
  await expect(weakest.getByRole('listitem')).toContainText('Wrong');
  const id = await form.getAttribute('data-question');
  await expect(weakest.getByRole('link', { name: 'Quiz me on these' })).toHaveAttribute(
    'href',
    new RegExp(`${id}`),
  );
  await weakest.getByRole('link').filter({ hasText: 'Head-of-line blocking' }).click();
  await expect(notebook).toHaveURL(/head-of-line-blocking\/#/);
  await notebook.goBack();
  await weakest.getByRole('link', { name: 'Quiz me on these' }).click();
  await expect(notebook.getByText('Question 1 of 1')).toBeVisible();
});

test('export, forget everything, import: all is back', async ({ page }) => {
  await open(page);
  const asked = await checksOf(page, 'websockets');
  await bring(page, exportOf(asked.map((one, i) => ({ ...one, right: i > 0, sure: 'certain' }))));
  const before = await exportFrom(page);
  expect(before.answers).toHaveLength(asked.length);

  await page.getByRole('button', { name: 'Forget everything' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing is written here yet' })).toBeVisible();
  // The undo ends with the page: what comes back then comes from the file.
  await open(page);
  await expect(page.getByRole('heading', { name: 'Nothing is written here yet' })).toBeVisible();
  await bring(page, JSON.stringify(before));
  const { exportedAt, ...after } = await exportFrom(page);
  expect({ ...after, exportedAt: before.exportedAt }).toEqual(before);
});

test('an import says what it would change, and keeps what is here', async ({ page }) => {
  await open(page);
  const [first, second, third] = (await checksOf(page, 'websockets')) as [Asked, Asked, Asked];
  await bring(page, exportOf([first, second].map((one) => ({ ...one, right: true }))));
  const here = await exportFrom(page);
  const answers = here.answers as (Asked & { tries: unknown[] })[];
  const newer = { right: false, atMs: Date.now() };
  const changed = {
    ...answers[0],
    ...newer,
    seen: 2,
    tries: [...(answers[0]?.tries ?? []), newer],
  };
  const unknown = { ...answers[0], id: 'from-another-course' };
  const added = { ...answers[0], ...third };
  await choose(page, JSON.stringify({ ...here, answers: [changed, answers[1], unknown, added] }));
  const preview = section(page, 'What this file would change');
  await expect(preview).toContainText('Lessons read: 0 new');
  await expect(preview).toContainText(
    'Answered questions: 2 new, 1 with newer or further answers, 1 kept as they are.',
  );
  await expect(preview).toContainText('1 of them is not asked in this form here.');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Imported.' })).toBeVisible();
  const after = (await exportFrom(page)).answers as { id: string; seen: number }[];
  expect(after.find(({ id }) => id === answers[0]?.id)?.seen).toBe(2);
  expect(after.map(({ id }) => id)).toContain('from-another-course');
});

test('a file with faults is told field by field, and only its sound parts come in', async ({
  page,
}) => {
  await open(page);
  const [first, second] = (await checksOf(page, 'websockets')) as [Asked, Asked];
  const text = exportOf([first, second].map((one) => ({ ...one, right: true })));
  const file = JSON.parse(text);
  file.answers[0].atMs = 'soon';
  await choose(page, JSON.stringify(file));
  await expect(section(page, 'What this file would change')).toContainText(
    `answers.${first.id}.atMs is "soon"; it has to be a time in ms since 1970.`,
  );
  await page.getByRole('button', { name: 'Leave it', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
  await bring(page, JSON.stringify(file));
  expect((await exportFrom(page)).answers).toHaveLength(1);

  await choose(page, text.replace('"version":2', '"version":3'));
  await expect(section(page, 'This file cannot be imported')).toContainText(
    'has version 3, and this page reads up to 2. Reload',
  );
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await choose(page, 'GIF89a');
  await expect(section(page, 'This file cannot be imported')).toContainText('begins with "GIF89a"');
});

test('a question, a lesson and everything can be forgotten, each with an undo', async ({
  page,
}) => {
  await open(page);
  const asked = [...(await checksOf(page, 'websockets')), ...(await checksOf(page, 'polling'))];
  await bring(page, exportOf(asked.map((one) => ({ ...one, right: true }))));
  const count = async () => ((await exportFrom(page)).answers as unknown[]).length;
  const websockets = asked.filter(({ lesson }) => lesson === 'websockets').length;

  await page
    .getByRole('button', { name: /^Forget the question/ })
    .first()
    .click();
  const undo = page.getByRole('button', { name: /^Undo/ });
  await expect(undo).toBeFocused();
  await expect.poll(count).toBe(asked.length - 1);
  await undo.click();
  await expect(page.getByRole('status').filter({ hasText: 'Back again' })).toBeVisible();
  await expect.poll(count).toBe(asked.length);

  await page.getByRole('button', { name: 'Forget the lesson WebSockets' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'lesson “WebSockets”' })).toBeVisible();
  await expect.poll(count).toBe(asked.length - websockets);
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing is written here yet' })).toBeVisible();
  await undo.click();
  await undo.click();
  await expect(undo).toHaveCount(0);
  await expect.poll(count).toBe(asked.length);
  await page.reload();
  await expect(section(page, 'Lessons')).toBeVisible();
  await expect.poll(count).toBe(asked.length);
});

test('strengths and calibration have their numbers and words', async ({ page }) => {
  await open(page);
  const framing = await checksOf(page, 'http2-push-and-early-hints');
  await bring(page, exportOf(framing.map((one, i) => ({ ...one, right: i > 0, sure: 'certain' }))));
  const n = framing.length;
  const row = page.getByRole('row').filter({ hasText: 'Push and Early Hints' });
  await expect(row).toContainText(`${n - 1} of ${n} right`);
  await expect(row).toContainText(/shaky|weak/);
  await expect(
    page.getByRole('row').filter({ hasText: 'Stopping a stream' }).first(),
  ).toContainText('not enough answers yet');
  const certain = section(page, 'How sure against how right').getByRole('row').last();
  await expect(certain).toContainText('certain');
  await expect(certain).toContainText(`${n - 1} of ${n}`);
  const first = section(page, 'Weakest claims').getByRole('listitem').first();
  await expect(first).toContainText('Wrong, and you were certain');
});

test('a damaged text of version 1 is set aside and offered', async ({ page }) => {
  const text = '{"version":1,"lessonsRead":{"polling":5,"websockets":"soon"},"answers":{}}';
  await page.addInitScript((stored) => {
    if (!sessionStorage.length) localStorage.setItem('chunk-by-chunk:progress', stored);
    sessionStorage.setItem('put', 'once');
  }, text);
  await open(page);
  const keep = section(page, 'Keep, move, forget');
  await expect(keep).toContainText('1 stored text could not be read whole');
  await expect(section(page, 'Lessons')).toContainText('✓ 1 Jan 1970');
  const waiting = page.waitForEvent('download');
  await keep.getByRole('button', { name: 'Save', exact: true }).click();
  expect(await readFile(await (await waiting).path(), 'utf8')).toBe(text);
  await keep.getByRole('button', { name: 'Import what is sound' }).click();
  await expect(keep).toContainText('lessonsRead.websockets is "soon"');
  await keep.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(keep).not.toContainText('could not be read whole');
});

test('where the browser refuses to store, the notebook says so and works until it is left', async ({
  page,
}) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Refused.', 'SecurityError');
    };
  });
  await open(page);
  await expect(page.getByText('This browser refuses to store.')).toBeVisible();
  await bring(page, exportOf([]));
  await expect(section(page, 'Lessons')).toContainText('✓');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Nothing is written here yet' })).toBeVisible();
});

test('the cheat sheet is one page of true sentences, however much went wrong', async ({ page }) => {
  await page.goto('/me/cheat-sheet/');
  await expect(page.getByText('this is the one-page matrix')).toBeVisible();
  await expect(page.getByRole('table', { name: 'The decision matrix' })).toBeVisible();
  await expect.poll(() => pagesOnPaper(page)).toBe(1);

  await open(page);
  const slugs = ['websockets', 'polling', 'stopping-a-stream', 'why-chat-streams-over-sse'];
  const asked = (await Promise.all(slugs.map((slug) => checksOf(page, slug)))).flat();
  await bring(page, exportOf(asked.map((one) => ({ ...one, right: false, sure: 'certain' }))));
  await page.getByRole('link', { name: 'My cheat sheet' }).click();
  const sheet = page.getByRole('article');
  await expect(sheet).toContainText('Frames from the browser are masked');
  await expect(sheet.getByRole('link', { name: 'RFC 6455 §5.3' })).toHaveAttribute(
    'href',
    /^https/,
  );
  await expect(sheet.getByRole('heading', { level: 3 })).not.toHaveCount(0);
  await expect.poll(() => pagesOnPaper(page)).toBe(1);
});

async function pagesOnPaper(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length;
}

for (const path of ['/me/', '/me/cheat-sheet/']) {
  test(`${path} full of answers passes axe in both themes, fits a phone, and ships 70 kB at most`, async ({
    page,
  }) => {
    // Axe reads a page of hundreds of nodes, and two cores may be busy.
    test.slow();
    await page.setViewportSize({ width: 360, height: 800 });
    await open(page);
    const asked = await checksOf(page, 'http2-push-and-early-hints');
    await bring(
      page,
      exportOf(
        asked.map((one, i) => ({ ...one, right: i > 1, sure: i === 0 ? 'certain' : 'fairly' })),
        { setAside: ['{"version":1,'] },
      ),
    );
    const weigh = weighScripts(page);
    await page.goto(path);
    await expect(page.getByText(/Weakest claims|What to have ready/)).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectAccessible(page, { dark: true });
    const sizeBytes = await weigh();
    expect(sizeBytes).toBeGreaterThan(5_000);
    expect(sizeBytes).toBeLessThanOrEqual(70_000);
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the notebook says what it takes, and the cheat sheet is the matrix', async ({ page }) => {
    await page.goto('/me/');
    await expect(page.getByText('reading it back takes JavaScript')).toBeVisible();
    await page.getByRole('link', { name: 'the cheat sheet of the matrix' }).click();
    await expect(page.getByRole('table', { name: 'The decision matrix' })).toBeVisible();
  });
});
