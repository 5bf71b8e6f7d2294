import { describe, expect, it } from 'vitest';
import type { WireRecord } from '#contract/wire-record.ts';
import {
  enablePushIn,
  finalAnswerTo,
  framesOf,
  isAnswered,
  PUSH_PROMISE,
  requestFor,
  SETTINGS,
} from '../../../src/transports/procedures/wire-reading.ts';
import { ask, openSession } from '../../live-server/support/http2-client.ts';
import { newRunId, startServer } from '../../live-server/support/live-server.ts';
import { get } from '../../live-server/support/raw-client.ts';
import { readFeed } from '../../live-server/support/wire-feed.ts';

const PAGE = '/live/early-hints?';
const STYLE = '/live/early-hints/style.css';

/** What the tap saw of a page and its stylesheet, asked for one after the other. */
async function visit(version: 'h1' | 'h2', settings = {}): Promise<WireRecord[]> {
  const server = await startServer();
  const run = newRunId();
  const targets = [`${PAGE}run=${run}&delayMs=20`, `${STYLE}?run=${run}`];
  const session = version === 'h2' && (await openSession(server.labTlsOrigin, { settings }));
  for (const target of targets) {
    if (session) await ask(session, target);
    else await (await get(server.labOrigin, target)).untilText('200 OK');
  }
  return (await readFeed(server, run)).records;
}

describe.each(['h1', 'h2'] as const)('over %s', (version) => {
  it('finds a request, and the final answer behind the interim one', async () => {
    const records = await visit(version);
    const page = requestFor(records, PAGE);
    const style = requestFor(records, STYLE);
    if (!page || !style) throw new Error('The requests were not found.');
    expect(page.seq).toBeLessThan(style.seq);
    const answer = finalAnswerTo(page, records);
    expect((answer?.atMs ?? 0) - page.atMs).toBeGreaterThanOrEqual(19);
    expect(answer?.seq).toBeLessThan(style.seq);
    expect(isAnswered(records, STYLE)).toBe(true);
  });

  it('does not take the interim answer for the final one', async () => {
    const records = await visit(version);
    const page = requestFor(records, PAGE);
    const answer = page && finalAnswerTo(page, records);
    const before = records.filter(({ seq }) => seq < (answer?.seq ?? 0));
    expect(before.length).toBeGreaterThan(1);
    expect(isAnswered(before, PAGE)).toBe(false);
  });
});

describe('SETTINGS_ENABLE_PUSH', () => {
  it.each([
    ['0 where pushes are refused', { enablePush: false }, 0],
    ['1 where it is said', { enablePush: true, initialWindowSize: 70_000 }, 1],
  ])('%s', async (_, settings, value) => {
    expect(enablePushIn(await visit('h2', settings))).toBe(value);
  });

  it('1 where it is left out, and over HTTP/1.1 where there is none', async () => {
    expect(enablePushIn([])).toBe(1);
    expect(enablePushIn(await visit('h1'))).toBe(1);
  });
});

it('frames are told by type and direction, the preface is none of them', async () => {
  const records = await visit('h2');
  expect(framesOf(records, 'inbound', SETTINGS).length).toBeGreaterThan(0);
  expect(framesOf(records, 'outbound', PUSH_PROMISE)).toEqual([]);
  expect(framesOf(records, 'inbound', 'PRI '.charCodeAt(3))).toEqual([]);
});
