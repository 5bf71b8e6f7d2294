import { defineConfig } from '@playwright/test';

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
  use: {
    baseURL: process.env.SITE_URL,
    // Without CHROMIUM_PATH Playwright takes the browser that it downloaded itself.
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // The TLS origin counts as trusted: the error is not waved through, there is none.
      args: [`--ignore-certificate-errors-spki-list=${process.env.TLS_SPKI_HASH ?? ''}`],
    },
  },
});
