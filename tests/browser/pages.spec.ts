import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { test as base, type ConsoleMessage, expect, type Page } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { expectNoSidewaysScroll, weighScripts } from './page.ts';

const LESSONS = readdirSync('content/lessons').map(
  (file) => `/lessons/${file.replace(/^\d+-|\.mdx$/g, '')}/`,
);
const PAGES = [
  '/',
  '/lessons/',
  ...LESSONS,
  '/lab/',
  '/lab/procedure/?procedure=seventh-tab',
  '/decide/',
  '/quiz/',
  '/me/',
  '/me/cheat-sheet/',
  '/trust/',
  '/nothing-here/',
];

const test = base.extend<object, { phone: Page }>({
  // Who only looks needs no browser of their own for every page.
  phone: [
    async ({ browser }, use) => {
      const page = await browser.newPage({
        baseURL: process.env.SITE_URL ?? '',
        viewport: { width: 360, height: 800 },
        colorScheme: 'light',
      });
      await use(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
});

for (const path of PAGES) {
  test(`${path} fits a phone, says nothing in the console and passes axe`, async ({
    phone: page,
  }) => {
    const complaints: string[] = [];
    const onError = (error: Error) => complaints.push(error.message);
    const onConsole = (message: ConsoleMessage) => {
      // The page of an unknown address is itself a 404, and the browser says so.
      const expected = path === '/nothing-here/' && message.text().includes('404');
      if (message.type() === 'error' && !expected) complaints.push(message.text());
    };
    page.on('pageerror', onError).on('console', onConsole);

    await page.goto(path, { waitUntil: 'networkidle' });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, { dark: true });
    page.off('pageerror', onError).off('console', onConsole);
    expect(complaints).toEqual([]);
  });
}

/** Gzipped bytes of all scripts that a page loads, islands awake. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const weigh = weighScripts(page);
  await page.goto(path, { waitUntil: 'networkidle' });
  const inline = await page.evaluate(() =>
    [...document.querySelectorAll('script:not([src])')]
      .map((script) => script.textContent)
      .join(''),
  );
  return (await weigh()) + gzipSync(inline).length;
}

// The second has both kinds of panels, with their diagrams and charts.
for (const [slug, mostBytes] of [
  ['server-sent-events', 70_000],
  ['head-of-line-blocking', 80_000],
] as const) {
  test(`the lesson ${slug}, panels and all, ships at most ${mostBytes} bytes of script`, async ({
    page,
  }) => {
    expect(await scriptBytes(page, `/lessons/${slug}/`)).toBeLessThanOrEqual(mostBytes);
  });
}

test('a page that is only read ships at most 5 kB of script', async ({ page }) => {
  expect(await scriptBytes(page, '/lessons/')).toBeLessThanOrEqual(5_000);
});

test('a chosen theme is there at the first paint and survives a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/lessons/');
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('on a phone the rail is a drawer that opens, leads on and closes', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('/lessons/websockets/');
  const rail = page.getByRole('navigation', { name: 'Lessons' });
  await expect(rail).toBeHidden();
  await page.getByRole('button', { name: 'All lessons' }).click();
  await expect(rail).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rail).toBeHidden();
  await page.getByRole('button', { name: 'All lessons' }).click();
  await rail.getByRole('link', { name: 'Polling' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Polling');
});

test('the skip link leads to the content', async ({ page }) => {
  await page.goto('/lessons/websockets/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const path of ['/lessons/server-sent-events/', '/lessons/choosing-from-the-data-flow/']) {
    test(`${path} reads whole, its experiments and checks included`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByText('What happened').first()).toBeVisible();
      await expect(page.getByText('Answer and why').first()).toBeVisible();
      await page.getByText('Answer and why').first().click();
      await expect(page.locator('details[open]', { hasText: 'Answer and why' })).toBeVisible();
    });
  }
});
