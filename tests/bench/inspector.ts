/**
 * `node tests/bench/inspector.ts`: how smooth the inspector is while 200 tokens a
 * second arrive, in a real Chromium. It has no place in the tests: on a busy
 * machine frames are late for reasons that are not ours. Build the site first.
 */
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { startCourse } from '../browser/course.ts';
import { findOrInstallChromium } from '../cli/find-chromium.mjs';
import { quantile, verdict } from './observe.ts';

/** The page is allowed this long to start. */
const SETTLE_MS = 1000;
/** Of the issue, and that a frame late in the run costs what an early one does. */
const GOALS = { longTaskMs: 50, growth: 1.5 } as const;
const TABS = ['On the wire', 'Hex', 'Boundaries', 'Text'] as const;

interface Seen {
  /** Ms from one frame to the next. */
  gapsMs: number[];
  /** Tasks above 50 ms. */
  longTasksMs: number[];
  /** Share of the time in which script ran: in the first third of the run and in the last. */
  scriptShares: [number, number];
}

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '2000' },
    interval: { type: 'string', default: '5' },
    transport: { type: 'string', default: 'ndjson' },
  },
});

const course = await startCourse();
const browser = await chromium.launch({
  executablePath: await findOrInstallChromium(),
  args: ['--no-sandbox'],
});
try {
  console.log(`${values.tokens} tokens over ${values.transport}, every ${values.interval} ms\n`);
  console.log(
    'view          frames   gap p50   gap p95   gap max   script early   late   long tasks',
  );
  for (const tab of TABS) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    report(tab, await observe(page, tab));
    await page.close();
  }
} finally {
  await browser.close();
  await course.stop();
}

async function observe(page: Page, tab: string): Promise<Seen> {
  const { transport, tokens, interval } = values;
  await page.goto(
    `${course.site}/lab/?transport=${transport}&tokens=${tokens}&intervalMs=${interval}`,
  );
  await page.getByRole('tab', { name: tab, exact: true }).click();
  await page.evaluate(watchFrames);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');
  const script = async () => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { busyS: value('ScriptDuration'), atS: value('Timestamp') };
  };

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForTimeout(SETTLE_MS);
  const thirdMs = (Number(tokens) * Number(interval) - SETTLE_MS) / 3;
  const marks = [await script()];
  for (let third = 0; third < 3; third++) {
    await page.waitForTimeout(thirdMs);
    marks.push(await script());
  }
  await page.locator('.panel[data-wire-done]').waitFor();
  const seen = await page.evaluate(
    () => (window as unknown as { seen: Pick<Seen, 'gapsMs' | 'longTasksMs'> }).seen,
  );
  const share = (from: number) => {
    const [a, b] = [marks[from], marks[from + 1]];
    return a && b ? (b.busyS - a.busyS) / (b.atS - a.atS) : 0;
  };
  return { ...seen, scriptShares: [share(0), share(2)] };
}

/** Runs in the page. */
function watchFrames(): void {
  const seen = { gapsMs: [] as number[], longTasksMs: [] as number[] };
  Object.assign(window, { seen });
  const settledMs = performance.now() + 1000;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (startTime > settledMs) seen.longTasksMs.push(duration);
    }
  }).observe({ type: 'longtask' });
  let lastMs: number | undefined;
  requestAnimationFrame(function look(atMs) {
    if (lastMs !== undefined && lastMs > settledMs) seen.gapsMs.push(atMs - lastMs);
    lastMs = atMs;
    requestAnimationFrame(look);
  });
}

function report(tab: string, { gapsMs, longTasksMs, scriptShares: [early, late] }: Seen): void {
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(9);
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`.padStart(6);
  const holds = longTasksMs.length === 0 && late <= early * GOALS.growth;
  console.log(
    [
      tab.padEnd(12),
      String(gapsMs.length).padStart(7),
      ms(quantile(gapsMs, 0.5)),
      ms(quantile(gapsMs, 0.95)),
      ms(Math.max(...gapsMs)),
      percent(early).padStart(13),
      percent(late),
      longTasksMs.map((duration) => `${duration} ms`).join(', ') || 'none',
      verdict(holds),
    ].join(' '),
  );
  // The text itself is no part of the inspector; its paragraph is laid out anew with each piece.
  if (!holds && tab !== 'Text') process.exitCode = 1;
}
