import type { Fit, Weakness } from '../../learner/calibration.ts';
import type { Sureness } from '../../learner/progress.ts';
import type { Standing } from '../../learner/strength.ts';

/** The words of the notebook, in one place. */

export const SURE: Record<Sureness, string> = {
  guess: 'a guess',
  fairly: 'fairly sure',
  certain: 'certain',
};

export const STANDINGS: Record<Standing, { sign: string; word: string }> = {
  unknown: { sign: '·', word: 'not enough answers yet' },
  weak: { sign: '○', word: 'weak' },
  shaky: { sign: '◐', word: 'shaky' },
  solid: { sign: '●', word: 'solid' },
};

export const WEAKNESS: Record<Weakness, string> = {
  'wrong-but-certain': 'Wrong, and you were certain',
  wrong: 'Wrong',
  'right-by-guess': 'Right, by a guess',
};

/** What to do about a level of the calibration. */
export const ADVICE: Record<Sureness, Record<Fit, string>> = {
  guess: {
    unknown: 'Say it whenever you would not bet on the answer.',
    over: 'Read the passage before you are asked again.',
    fits: 'A guess is what it was. Read the passage before you are asked again.',
    under: 'You know more than you say. Name the mechanism first, then pick.',
  },
  fairly: {
    unknown: 'Say it when one thing is missing: a number, a clause, the exception.',
    over: 'Wrong too often for “fairly”. Before you pick, say what rules out each other answer.',
    fits: 'It means what it says.',
    under: 'Nearly always right. Call it certain, and say it aloud with its source.',
  },
  certain: {
    unknown: 'Say it when you would defend the answer in front of others.',
    over: 'These cost most in an interview. If you cannot name the clause or the number, say “fairly”.',
    fits: 'You can lean on this word.',
    under: 'You can lean on this word.',
  },
};

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

export function day(atMs: number): string {
  return DAY.format(atMs);
}

/** A round of these questions: the quiz takes the ids from its address. */
export function quizOn(ids: readonly string[]): string {
  return `/quiz/?questions=${ids.map(encodeURIComponent).join(',')}`;
}
