import { expect, it } from 'vitest';
import { seventhTab } from '../../src/procedures/seventh-tab.ts';

it.each([
  ['both wait', { asked: 7, opened: 6, fetchHung: true }, 'both-wait'],
  ['a browser with fewer places', { asked: 5, opened: 4, fetchHung: true }, 'both-wait'],
  ['the fetch overtakes', { asked: 7, opened: 6, fetchHung: false }, 'fetch-passes'],
  ['the pool ends with the last stream', { asked: 7, opened: 7, fetchHung: true }, 'fetch-waits'],
  ['everything is open', { asked: 10, opened: 10, fetchHung: false }, 'all-open'],
  ['nothing is known of the fetch', { asked: 7, opened: 6 }, undefined],
  ['no stream opened at all', { asked: 1, fetchHung: true }, undefined],
])('%s', (_, facts, outcome) => {
  expect(seventhTab.read(facts)).toBe(outcome);
});
