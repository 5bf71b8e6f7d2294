import { expect, test } from 'vitest';
import { BurstLimit, RateLimit } from '../../live-server/streams/rate-limit.ts';
import { FakeClock } from './support/fake-clock.ts';

const exceeded = (limit: RateLimit | BurstLimit, times: number) =>
  Array.from({ length: times }, () => limit.isExceeded()).filter(Boolean).length;

test('a rate is counted over any second', async () => {
  const clock = new FakeClock();
  const limit = new RateLimit(clock, 3);
  expect(exceeded(limit, 3)).toBe(0);
  expect(exceeded(limit, 2)).toBe(2);
  await clock.advance(1000);
  expect(exceeded(limit, 3)).toBe(0);
});

test('a burst is allowed once, and then no more than the rate', async () => {
  const clock = new FakeClock();
  const limit = new BurstLimit(clock, 5, 2);
  expect(exceeded(limit, 5)).toBe(0);
  expect(exceeded(limit, 1)).toBe(1);
  await clock.advance(1000);
  expect(exceeded(limit, 4)).toBe(2);
  // Rest brings the burst back, and nothing beyond it.
  await clock.advance(60_000);
  expect(exceeded(limit, 7)).toBe(2);
});
