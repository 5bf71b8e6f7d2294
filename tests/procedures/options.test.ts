import { describe, expect, it } from 'vitest';
import type { OptionRow } from '../../src/procedures/definition.ts';
import { readOptions } from '../../src/procedures/options.ts';

const ROWS: Record<string, OptionRow> = {
  origin: { type: 'one-of', values: ['h1', 'h2'], fallback: 'h1', meaning: 'where to' },
  streams: { type: 'number', min: 7, max: 12, fallback: 7, meaning: 'how many' },
};

describe('options', () => {
  it('have their fallbacks', () => {
    expect(readOptions(ROWS, { streams: 10 })).toEqual({
      values: { origin: 'h1', streams: 10 },
      complaints: [],
    });
  });

  it.each([
    [{ streams: 13 }, 'takes a whole number from 7 to 12 as "streams", not 13'],
    [{ streams: 7.5 }, 'takes a whole number from 7 to 12 as "streams", not 7.5'],
    [{ streams: '8' }, 'takes a whole number from 7 to 12 as "streams", not "8"'],
    [{ origin: 'h3' }, 'takes h1 or h2 as "origin", not "h3"'],
    [{ tabs: 4 }, 'has no option "tabs"; its options are origin, streams'],
    [{ toString: 4 }, 'has no option "toString"; its options are origin, streams'],
  ])('%j is complained about', (given, sentence) => {
    expect(readOptions(ROWS, given)).toEqual({
      values: { origin: 'h1', streams: 7 },
      complaints: [sentence],
    });
  });
});
