import { describe, expect, it } from 'vitest';
import { calibration, MIN_AT_LEVEL, weakest } from '../../src/learner/calibration.ts';
import { NOTHING, type Progress, type Sureness, withAnswer } from '../../src/learner/progress.ts';
import { conceptStrengths, MIN_TRIES, strengthOf } from '../../src/learner/strength.ts';
import { REPEAT_WITHIN_MS, triesAt } from '../../src/learner/tries.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW_MS = 1_000 * DAY_MS;

const subject = (id: string, concepts = ['framing']) => ({
  id,
  readings: [{ id, print: 'p' }],
  concepts,
});

/** Answers, each a day after the one before it: `!` marks a wrong one. */
function answered(...list: [id: string, sure?: Sureness][]): Progress {
  return list.reduce((so, [name, sure], day) => {
    const id = name.replace('!', '');
    const result = sure ? { right: id === name, sure } : { right: id === name };
    return withAnswer(so, { id, print: 'p', lesson: 'l' }, result, day * DAY_MS);
  }, NOTHING);
}

describe('the tries that count', () => {
  it('leave out a try right after the feedback', () => {
    let progress = answered(['a!']);
    const question = { id: 'a', print: 'p', lesson: 'l' };
    progress = withAnswer(progress, question, { right: true }, REPEAT_WITHIN_MS - 1);
    expect(triesAt(progress, subject('a'))).toEqual([{ right: false, atMs: 0 }]);
    progress = withAnswer(progress, question, { right: true }, 3 * REPEAT_WITHIN_MS);
    expect(triesAt(progress, subject('a'))).toHaveLength(2);
  });

  it('leave out an earlier reading of the question, and take in its variants', () => {
    const progress = answered(['a'], ['a~rate=many!']);
    const edited = { readings: [{ id: 'a', print: 'new' }], concepts: [] };
    expect(triesAt(progress, edited)).toEqual([]);
    const readings = [
      { id: 'a', print: 'p' },
      { id: 'a~rate=many', print: 'p' },
    ];
    expect(triesAt(progress, { readings, concepts: [] }).map(({ right }) => right)).toEqual([
      true,
      false,
    ]);
  });
});

describe('the strength of a concept', () => {
  it('is unknown below the minimum, with n', () => {
    const tries = Array.from({ length: MIN_TRIES - 1 }, () => ({ right: true, atMs: NOW_MS }));
    expect(strengthOf(tries, NOW_MS)).toEqual({ n: 2, right: 2, standing: 'unknown' });
  });

  it('weighs a try of two weeks ago half', () => {
    const old = { right: false, atMs: NOW_MS - 14 * DAY_MS };
    const now = { right: true, atMs: NOW_MS };
    const { share, n, right } = strengthOf([old, old, now], NOW_MS);
    expect(share).toBeCloseTo(0.5);
    expect({ n, right }).toEqual({ n: 3, right: 1 });
  });

  it.each([
    [6, 0, 'solid'],
    [4, 1, 'shaky'],
    [2, 2, 'weak'],
    [0, 3, 'weak'],
  ])('with %i right and %i wrong now is %3$s', (right, wrong, standing) => {
    const tries = [
      ...Array.from({ length: right }, () => ({ right: true, atMs: NOW_MS })),
      ...Array.from({ length: wrong }, () => ({ right: false, atMs: NOW_MS })),
    ];
    expect(strengthOf(tries, NOW_MS).standing).toBe(standing);
  });

  it('stays a number when every try is years old', () => {
    const tries = Array.from({ length: 4 }, (_, i) => ({ right: i > 0, atMs: 0 }));
    expect(strengthOf(tries, 1e9 * DAY_MS).share).toBeCloseTo(0.75);
  });

  it('takes the questions of each concept, and one question may belong to two', () => {
    const subjects = [subject('a', ['framing', 'ends']), subject('b', ['ends'])];
    const progress = answered(['a'], ['b!'], ['a']);
    const strengths = conceptStrengths(progress, subjects, ['framing', 'ends', 'polling'], NOW_MS);
    expect([...strengths].map(([id, { n, right }]) => [id, n, right])).toEqual([
      ['framing', 2, 2],
      ['ends', 3, 2],
      ['polling', 0, 0],
    ]);
  });
});

describe('the calibration', () => {
  it('counts by the word that was said, and leaves out answers without one', () => {
    const progress = answered(['a', 'certain'], ['b!', 'certain'], ['c!', 'guess'], ['d']);
    expect(calibration(progress).map(({ sure, n, right }) => [sure, n, right])).toEqual([
      ['guess', 1, 0],
      ['fairly', 0, 0],
      ['certain', 2, 1],
    ]);
  });

  it.each([
    ['certain', 4, 1, 'over'],
    ['certain', 5, 0, 'fits'],
    ['fairly', 2, 3, 'over'],
    ['fairly', 4, 1, 'fits'],
    ['fairly', 5, 0, 'under'],
    ['guess', 2, 3, 'fits'],
    ['guess', 4, 1, 'under'],
    ['certain', MIN_AT_LEVEL - 1, 0, 'unknown'],
  ] as const)('with “%s”, %i right and %i wrong, %s', (sure, right, wrong, fit) => {
    const list = Array.from({ length: right + wrong }, (_, i): [string, Sureness] => [
      i < right ? `q${i}` : `q${i}!`,
      sure,
    ]);
    expect(calibration(answered(...list)).find((level) => level.sure === sure)?.fit).toBe(fit);
  });
});

describe('the weakest questions', () => {
  it('put wrong but certain first, then wrong, then right by a guess; the latest first', () => {
    const subjects = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => subject(id));
    const progress = answered(
      ['a!', 'certain'],
      ['b', 'guess'],
      ['c!', 'fairly'],
      ['d!'],
      ['e', 'certain'],
    );
    expect(weakest(progress, subjects).map(({ item, weakness }) => [item.id, weakness])).toEqual([
      ['a', 'wrong-but-certain'],
      ['d', 'wrong'],
      ['c', 'wrong'],
      ['b', 'right-by-guess'],
    ]);
  });

  it('forget a miss that was made good later', () => {
    const progress = answered(['a!', 'certain'], ['a', 'fairly']);
    expect(weakest(progress, [subject('a')])).toEqual([]);
  });
});
