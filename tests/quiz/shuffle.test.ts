import { describe, expect, it } from 'vitest';
import { optionOrder, shuffled } from '../../src/quiz/shuffle.ts';
import { sampleItem } from './samples.ts';

describe('shuffling', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8];

  it('keeps every value and leaves the original alone', () => {
    expect(shuffled(values, 7).toSorted()).toEqual(values);
    expect(values[0]).toBe(1);
  });

  it('gives one order per seed', () => {
    expect(shuffled(values, 7)).toEqual(shuffled(values, 7));
    expect(shuffled(values, 7)).not.toEqual(shuffled(values, 8));
  });

  it('puts each option everywhere now and then', () => {
    const first = Array.from({ length: 400 }, (_, seed) => optionOrder(sampleItem('a'), seed)[0]);
    for (const index of [0, 1, 2, 3]) {
      expect(first.filter((one) => one === index).length).toBeGreaterThan(60);
    }
  });

  it('never shows steps in their right order', () => {
    const item = sampleItem('a', { kind: 'order-steps' });
    for (let seed = 0; seed < 200; seed++) {
      expect(optionOrder(item, seed)).not.toEqual([0, 1, 2, 3]);
    }
  });
});
