import { gzipSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';

/** Opens a page and waits until its islands listen: what is pressed before that is lost. */
export async function openAwake(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('astro-island[ssr]')).toHaveCount(0);
}

/** Fails where the page scrolls sideways at the width that it has. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overhang = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await expect.poll(overhang).toBe(0);
}

/** Counts the script that a page loads from now on. @returns what has come by then, in gzipped bytes */
export function weighScripts(page: Page): () => Promise<number> {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.set(response.url(), response.body());
  });
  return async () => {
    const scripts = await Promise.all(bodies.values());
    return scripts.reduce((sum, script) => sum + gzipSync(script).length, 0);
  };
}
