import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // tests/browser belongs to Playwright.
    include: ['tests/**/*.test.{ts,tsx}'],
    // Tests clean up after themselves, and mostly wait for sockets: files share a few workers.
    isolate: false,
    maxWorkers: 3,
    // A machine of two cores may be busy with other things; what hangs is found all the same.
    testTimeout: 20_000,
    // Browsers have EventSource; Node has it behind a flag.
    execArgv: ['--experimental-eventsource', '--disable-warning=UNDICI-ES'],
  },
});
