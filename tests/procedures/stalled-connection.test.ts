import { expect, it } from 'vitest';
import { stalledConnection } from '../../src/procedures/stalled-connection.ts';

it.each([
  ['a connection with all its streams', { h2Silent: 3, h1Silent: 1 }, 'connection'],
  ['one stream of each kind', { h2Silent: 1, h1Silent: 1 }, 'stream'],
  ['everybody', { h2Silent: 3, h1Silent: 3 }, 'all'],
  ['nobody', { h2Silent: 0, h1Silent: 0 }, 'none'],
  ['two of three, which no stall explains', { h2Silent: 3, h1Silent: 2 }, 'other'],
  ['nothing over HTTP/1.1', { h2Silent: 3, h1Silent: 0 }, 'other'],
  ['half of the facts', { h2Silent: 3 }, undefined],
])('%s', (_, facts, outcome) => {
  expect(stalledConnection.read(facts)).toBe(outcome);
});
