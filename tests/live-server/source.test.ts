import { describe, expect, test } from 'vitest';
import { PARAGRAPHS } from '../../live-server/tokens/paragraphs.ts';
import { tokensFrom } from '../../live-server/tokens/source.ts';

const SEEDS = [0, 1, 2, 11, 12, 13, 4711, 2 ** 32 - 1];

describe('the tokens of a seed', () => {
  test.each(SEEDS)('seed %i gives the same tokens every time, and as many as asked', (seed) => {
    expect(tokensFrom(seed, 2000)).toHaveLength(2000);
    expect(tokensFrom(seed, 2000)).toEqual(tokensFrom(seed, 2000));
  });

  test('a longer run begins with the tokens of a shorter one', () => {
    expect(tokensFrom(7, 2000).slice(0, 40)).toEqual(tokensFrom(7, 40));
  });

  test('different seeds begin differently', () => {
    const beginnings = PARAGRAPHS.map((_, seed) => tokensFrom(seed, 12).join(''));
    expect(new Set(beginnings).size).toBe(PARAGRAPHS.length);
  });

  test('joined tokens are the paragraphs, to the letter', () => {
    const text = tokensFrom(1, 2000).join('');
    expect(text.startsWith(PARAGRAPHS[0] as string)).toBe(true);
    const whole = text.split('\n\n').slice(0, -1);
    for (const paragraph of whole) expect(PARAGRAPHS).toContain(paragraph);
    expect(new Set(whole).size).toBe(PARAGRAPHS.length);
  });

  test.each(SEEDS)('the first 40 tokens of seed %i have a character beyond ASCII', (seed) => {
    expect(tokensFrom(seed, 40).join('')).toMatch(/[^\x20-\x7e]/);
  });

  test('no token is empty, and none splits a character', () => {
    for (const token of tokensFrom(1, 2000)) {
      expect(token.length).toBeGreaterThan(0);
      expect(token.isWellFormed()).toBe(true);
    }
  });
});
