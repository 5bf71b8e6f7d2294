import { expect, it } from 'vitest';
import { earlyHints } from '../../src/procedures/early-hints.ts';

it.each([
  ['Chromium', { h2HintEarly: true, h1HintEarly: false }, 'h2-only'],
  ['asked for once', { h2HintEarly: true, h2HintTimes: 1, h1HintEarly: false }, 'h2-only'],
  [
    'a warning clicked away, in Chromium',
    { h2HintEarly: true, h2HintTimes: 2, h1HintEarly: false },
    'h2-in-vain',
  ],
  ['Firefox', { h2HintEarly: true, h1HintEarly: true }, 'both'],
  ['a browser with rules of its own', { h2HintEarly: false, h1HintEarly: true }, 'h1-only'],
  ['a browser that passes over hints', { h2HintEarly: false, h1HintEarly: false }, 'nowhere'],
  ['no window', { popupBlocked: true }, 'popup-blocked'],
  ['a window closed after the first visit', { h2HintEarly: true }, undefined],
  ['visits without a hint alone', { h2PlainEarly: false, h1PlainEarly: false }, undefined],
])('%s', (_, facts, outcome) => {
  expect(earlyHints.read(facts)).toBe(outcome);
});

it('states the same seven things of each of the six ways', () => {
  const compared = earlyHints.compare?.rows.flatMap(({ facts }) => facts) ?? [];
  expect(new Set(compared).size).toBe(42);
  expect(compared.filter((name) => !(name in earlyHints.facts))).toEqual([]);
});
