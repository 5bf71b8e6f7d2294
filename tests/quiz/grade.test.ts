import { describe, expect, it } from 'vitest';
import { isRight, markOption, rightPicks } from '../../src/quiz/grade.ts';
import { sampleItem } from './samples.ts';

describe('grading', () => {
  const several = rightPicks(sampleItem('a'));

  it('wants all right options and no wrong one', () => {
    expect(isRight('pick-reasons', several, [0, 2])).toBe(true);
    expect(isRight('pick-reasons', several, [2, 0])).toBe(true);
    expect(isRight('pick-reasons', several, [0])).toBe(false);
    expect(isRight('pick-reasons', several, [0, 1, 2])).toBe(false);
    expect(isRight('pick-reasons', several, [])).toBe(false);
  });

  it('wants the one right option', () => {
    expect(isRight('false-claim', [1], [1])).toBe(true);
    expect(isRight('false-claim', [1], [0])).toBe(false);
  });

  it('wants steps in their order', () => {
    const order = rightPicks(sampleItem('a', { kind: 'order-steps' }));
    expect(order).toEqual([0, 1, 2, 3]);
    expect(isRight('order-steps', order, [0, 1, 2, 3])).toBe(true);
    expect(isRight('order-steps', order, [1, 0, 2, 3])).toBe(false);
  });

  it('marks what was picked and what was missed, and leaves the rest alone', () => {
    const marks = [0, 1, 2, 3].map((i) => markOption('pick-reasons', several, [0, 1], i));
    expect(marks).toEqual(['right', 'wrong', 'missed', undefined]);
  });

  it('marks each step by its place', () => {
    const marks = [0, 1, 2].map((i) => markOption('order-steps', [0, 1, 2], [0, 2, 1], i));
    expect(marks).toEqual(['right', 'wrong', 'wrong']);
  });
});
