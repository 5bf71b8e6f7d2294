import { expect } from '@playwright/test';
import { test } from '../own-browser.ts';
import { openPanel, runToEnd } from './procedure-panel.ts';

/** Experiments over HTTP/2, and what the recorded run of each says. */
const LABS = [
  ['head-of-line-blocking', /The same host over HTTP\/2/, 'All 10 streams were open'],
  ['chunked-transfer-coding', /What carries the pieces/, 'took 24 DATA frames with 9 B each'],
  ['choosing-from-the-data-flow', /Which of the two progress bars/, 'too early'],
  ['http2-push-and-early-hints', /calls pushStream\(\)/, 'ERR_HTTP2_PUSH_DISABLED'],
] as const;

test('a browser that does not trust the TLS origin is told the way, and shown recorded runs', async ({
  openOwnBrowser,
}) => {
  // A browser of its own has to start, and each of the recorded runs takes its time.
  test.slow();
  const page = await openOwnBrowser();
  for (const [lesson, question, says] of LABS) {
    const panel = await openPanel(page, lesson, question);
    await panel.getByRole('button', { name: 'just show me' }).click();
    await runToEnd(panel);
    const notice = panel.locator('.trust-notice');
    await expect(notice).toContainText('does not trust yet');
    await expect(notice.getByRole('link', { name: 'See what to do' })).toHaveAttribute(
      'href',
      '/trust/',
    );
    await expect(panel.locator('.stamp')).toHaveText(/^Recorded 20\d\d/);
    await expect(panel).toContainText(says);
  }

  // Where there is no recorded run there is the notice, and no picture.
  await page.goto('/lab/procedure/?procedure=abort-arrivals');
  const panel = page.locator('.panel');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(panel.locator('.trust-notice')).toContainText('does not trust yet');
  await expect(panel.locator('.lane-names span')).toHaveCount(0);
});
