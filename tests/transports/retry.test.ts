import { expect, onTestFinished, test, vi } from 'vitest';
import { backoffMs, sleep } from '../../src/transports/retry.ts';

test('the bound doubles from 250 ms to 8 s and stays there', () => {
  const bounds = [0, 1, 2, 3, 4, 5, 6, 9].map((attempt) => backoffMs(attempt, 1));
  expect(bounds).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

test('full jitter: the pause is anywhere from nothing to the bound', () => {
  expect(backoffMs(3, 0)).toBe(0);
  expect(backoffMs(3, 0.5)).toBe(1000);
  expect(backoffMs(3, 0.9999)).toBe(1999);
});

test('sleep ends with the reason of the abort and leaves no timer', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const abort = new AbortController();
  const sleeping = sleep(60_000, abort.signal);
  abort.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
  await expect(sleep(0, abort.signal)).rejects.toThrow('enough');
  expect(vi.getTimerCount()).toBe(0);
});
