import { expect, it } from 'vitest';
import { earlyHints } from '../../src/procedures/early-hints.ts';

it.each([
  ['Chromium', { h2HintEarly: true, h1HintEarly: false }, 'h2-only'],
  ['Firefox', { h2HintEarly: true, h1HintEarly: true }, 'both'],
  ['a certificate that is not trusted', { h2HintEarly: false, h1HintEarly: true }, 'h1-only'],
  ['a browser that passes over hints', { h2HintEarly: false, h1HintEarly: false }, 'nowhere'],
  ['no window', { popupBlocked: true }, 'popup-blocked'],
  ['a window closed after the first visit', { h2HintEarly: true }, undefined],
  ['visits without a hint alone', { h2PlainEarly: false, h1PlainEarly: false }, undefined],
])('%s', (_, facts, outcome) => {
  expect(earlyHints.read(facts)).toBe(outcome);
});

it('states the same six things of each of the six ways', () => {
  const compared = earlyHints.compare?.rows.flatMap(({ facts }) => facts) ?? [];
  expect(new Set(compared).size).toBe(36);
  expect(compared.filter((name) => !(name in earlyHints.facts))).toEqual([]);
});
