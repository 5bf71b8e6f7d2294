import { defineConfig } from '@playwright/test';

/** Popups and the page that warns of a certificate are parts of the whole browser alone. */
const WHOLE_BROWSER = /@whole-browser/;

/** Without a path Playwright takes the browser that it downloaded itself. */
const launch = (executablePath: string | undefined) => ({
  launchOptions: {
    executablePath,
    // The TLS origin counts as trusted: the error is not waved through, there is none.
    args: [`--ignore-certificate-errors-spki-list=${process.env.TLS_SPKI_HASH ?? ''}`],
  },
});

// SITE_URL and TLS_SPKI_HASH are set by the global set-up, which starts the live server on free ports.
// Playwright's own defaults include --no-sandbox, without which Chromium refuses root.
export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  globalSetup: './tests/browser/start-live-server.ts',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  reporter: 'list',
  // Two cores may be busy with other things; a condition that holds is not waited for.
  expect: { timeout: 20_000 },
  timeout: 90_000,
  use: { baseURL: process.env.SITE_URL },
  projects: [
    {
      // The same engine without windows, in half the time.
      name: 'headless shell',
      grepInvert: WHOLE_BROWSER,
      use: launch(process.env.HEADLESS_SHELL_PATH ?? process.env.CHROMIUM_PATH),
    },
    { name: 'chromium', grep: WHOLE_BROWSER, use: launch(process.env.CHROMIUM_PATH) },
  ],
});
