import { describe, expect, test } from 'vitest';
import { Pace } from '../../live-server/tokens/pace.ts';
import { FakeClock } from './support/fake-clock.ts';

/** Ticks as often as it is told to, and notes when each tick came. */
function run(clock: FakeClock, intervalMs: number, count: number): { pace: Pace; atMs: number[] } {
  const pace = new Pace(clock, intervalMs);
  const startMs = clock.now();
  const atMs: number[] = [];
  const again = () => {
    atMs.push(clock.now() - startMs);
    if (atMs.length < count) pace.next(again);
  };
  pace.next(again);
  return { pace, atMs };
}

describe('the pace of a stream', () => {
  test('the first tick is due at once, the others one interval apart', async () => {
    const clock = new FakeClock();
    const { atMs } = run(clock, 33, 4);
    expect(atMs).toEqual([0]);
    await clock.advance(99);
    expect(atMs).toEqual([0, 33, 66, 99]);
  });

  test('timers that ring late do not add up: tick 1000 is as late as tick 1', async () => {
    const clock = new FakeClock();
    const { atMs } = run(clock, 33, 1001);
    await clock.advance(34_000, 5);
    expect(atMs[1]).toBe(33 + 5);
    expect(atMs[1000]).toBe(33_000 + 5);
  });

  test('a pause of less than a second is caught up with', async () => {
    const clock = new FakeClock();
    const { atMs } = run(clock, 33, 100);
    await clock.advance(33);
    clock.suspend(200);
    await clock.advance(33);
    expect(atMs.at(-1)).toBe(264);
    expect(atMs).toHaveLength(9);
  });

  test('a suspended process starts its schedule anew instead of flooding', async () => {
    const clock = new FakeClock();
    const { atMs } = run(clock, 33, 1000);
    await clock.advance(33);
    clock.suspend(5000);
    await clock.advance(0);
    const onWaking = atMs.length;
    expect(onWaking).toBeLessThanOrEqual(4);
    await clock.advance(330);
    expect(atMs.length - onWaking).toBe(10);
  });

  test('an interval of 0 gives one tick per turn, not all in one', async () => {
    const clock = new FakeClock();
    const { atMs } = run(clock, 0, 3);
    expect(atMs).toHaveLength(1);
    await clock.advance(0);
    expect(atMs).toHaveLength(3);
  });

  test('a stopped pace leaves no timer behind', () => {
    const clock = new FakeClock();
    const { pace } = run(clock, 33, 2);
    expect(clock.pending).toBe(1);
    pace.stop();
    expect(clock.pending).toBe(0);
  });
});
