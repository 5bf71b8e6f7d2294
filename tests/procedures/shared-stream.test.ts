import { expect, it } from 'vitest';
import { sharedStream } from '../../src/procedures/shared-stream.ts';

it.each([
  ['every tab has everything', { leaders: 2, lost: 0, doubled: 0 }, 'handed-over'],
  ['a gap', { leaders: 2, lost: 3, doubled: 0 }, 'lost'],
  ['a gap weighs more than a repetition', { leaders: 2, lost: 1, doubled: 1 }, 'lost'],
  ['a repetition', { leaders: 2, lost: 0, doubled: 2 }, 'twice'],
  ['nobody took over', { leaders: 1, lost: 18, doubled: 0 }, 'silent'],
  ['nobody ever led', { lost: 30, doubled: 0 }, undefined],
])('%s', (_, facts, outcome) => {
  expect(sharedStream.read(facts)).toBe(outcome);
});
