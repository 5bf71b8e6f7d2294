import { type Progress, SURENESS, type Sureness, type Try } from './progress.ts';
import { freshTries, type Subject, triesAt } from './tries.ts';

/** How sure a learner says to be, against how often that is right. */

/** Fewer answers than this at a level give no share. */
export const MIN_AT_LEVEL = 5;

/**
 * Between which shares a level means what it says. A guess among four options is
 * right in one of four and with one option ruled out in one of three; who is
 * certain is wrong at most once in ten.
 */
export const FITS: Record<Sureness, { from: number; to: number }> = {
  guess: { from: 0, to: 0.5 },
  fairly: { from: 0.6, to: 0.9 },
  certain: { from: 0.9, to: 1 },
};

/** `over` says that the learner is right less often than the word promises, `under` more often. */
export type Fit = 'unknown' | 'over' | 'fits' | 'under';

export interface Level {
  sure: Sureness;
  /** Answers with this word. */
  n: number;
  right: number;
  fit: Fit;
}

/**
 * Over every answer that was ever given with a word, also to questions that were
 * edited or removed since: it tells about the learner, not about the question.
 */
export function calibration({ answers }: Progress): Level[] {
  const tries = [...answers.values()].flatMap(freshTries);
  return SURENESS.map((sure) => {
    const said = tries.filter((item) => item.sure === sure);
    const right = said.filter((item) => item.right).length;
    return { sure, n: said.length, right, fit: fitOf(sure, said.length, right) };
  });
}

function fitOf(sure: Sureness, n: number, right: number): Fit {
  if (n < MIN_AT_LEVEL) return 'unknown';
  const { from, to } = FITS[sure];
  if (right / n < from) return 'over';
  return right / n > to ? 'under' : 'fits';
}

/** Why a question counts as weak, the worst first. */
export const WEAKNESSES = ['wrong-but-certain', 'wrong', 'right-by-guess'] as const;
export type Weakness = (typeof WEAKNESSES)[number];

export interface Weak<Item> {
  item: Item;
  weakness: Weakness;
  last: Try;
}

/** The questions whose last fresh try shows a weakness; the worst first, then the latest. */
export function weakest<Item extends Subject>(
  progress: Progress,
  subjects: readonly Item[],
): Weak<Item>[] {
  const rank = (weakness: Weakness) => WEAKNESSES.indexOf(weakness);
  return subjects
    .flatMap((item) => {
      const last = triesAt(progress, item).at(-1);
      const weakness = last && weaknessOf(last);
      return weakness ? [{ item, weakness, last }] : [];
    })
    .toSorted((a, b) => rank(a.weakness) - rank(b.weakness) || b.last.atMs - a.last.atMs);
}

function weaknessOf({ right, sure }: Try): Weakness | undefined {
  if (right) return sure === 'guess' ? 'right-by-guess' : undefined;
  return sure === 'certain' ? 'wrong-but-certain' : 'wrong';
}
