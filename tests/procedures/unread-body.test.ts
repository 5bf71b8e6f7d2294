import { expect, it } from 'vitest';
import { unreadBody } from '../../src/procedures/unread-body.ts';

const h1 = { h1UnreadBytes: 20_000_000, h1BodyMs: 9 };

it.each([
  ['it waits for a cancel()', { hung: true, bodyMs: 1600, ...h1 }, 'until-cancelled'],
  ['it is answered at once', { hung: false, bodyMs: 9, ...h1 }, 'passes'],
  ['no cancel() frees it', { hung: true, ...h1 }, 'stuck'],
  ['it waits over both', { hung: true, bodyMs: 1600, h1UnreadBytes: 1 }, 'both-wait'],
  ['the second half is missing', { hung: true, bodyMs: 1600, h1BodyMs: 9 }, undefined],
  ['nobody knows whether it waited', h1, undefined],
])('%s', (_, facts, outcome) => {
  expect(unreadBody.read(facts)).toBe(outcome);
});
