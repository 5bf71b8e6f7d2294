import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, chromium, type Page } from '@playwright/test';

interface OwnBrowser {
  /**
   * Starts a browser for this test alone and opens a page in it. What a browser trusts
   * is set when it starts: without arguments this one does not trust the TLS origin.
   */
  openOwnBrowser: (args?: string[]) => Promise<Page>;
}

/** As npm run trust does, but for one run of one browser. */
export const trusting = () => [
  `--ignore-certificate-errors-spki-list=${process.env.TLS_SPKI_HASH ?? ''}`,
];

export const test = base.extend<OwnBrowser>({
  openOwnBrowser: async ({ baseURL }, use, { project }) => {
    // An empty home keeps away what the person at this computer has told their browser.
    const home = mkdtempSync(join(tmpdir(), 'own-browser-'));
    const browsers: Browser[] = [];
    await use(async (args = []) => {
      const { executablePath } = project.use.launchOptions ?? {};
      const browser = await chromium.launch({
        ...(executablePath && { executablePath }),
        args,
        env: { ...process.env, HOME: home, XDG_DATA_HOME: '' } as Record<string, string>,
      });
      browsers.push(browser);
      const context = await browser.newContext({ ...(baseURL && { baseURL }) });
      return await context.newPage();
    });
    for (const browser of browsers) await browser.close();
    rmSync(home, { recursive: true, force: true });
  },
});
