import { SURENESS, type Sureness } from '../learner/progress.ts';

export const SURENESS_WORDS: Record<Sureness, string> = {
  guess: 'a guess',
  fairly: 'fairly sure',
  certain: 'certain',
};

/** The first letter answers: g, f, c. */
export function sureKey(sure: Sureness): string {
  return sure.charAt(0);
}

export function sureByKey(key: string): Sureness | undefined {
  return SURENESS.find((sure) => sureKey(sure) === key.toLowerCase());
}

/** What to make of an answer and how sure it was. */
export function sureVerdict(right: boolean, sure: Sureness | undefined): string {
  if (!sure) return '';
  if (right) return sure === 'guess' ? 'A lucky guess: read why.' : '';
  return sure === 'certain' ? 'You were certain: this is the one to read first.' : '';
}
