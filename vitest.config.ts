import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // tests/browser belongs to Playwright.
    include: ['tests/**/*.test.{ts,tsx}'],
    // Browsers have EventSource; Node has it behind a flag.
    execArgv: ['--experimental-eventsource', '--disable-warning=UNDICI-ES'],
  },
});
