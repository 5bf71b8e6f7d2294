import type { Progress, Try } from './progress.ts';
import { type Subject, triesAt } from './tries.ts';

/** How well a learner answers the questions of a concept. */

/** After this time a try weighs half: two weeks, the time that a learner prepares for an interview. */
const HALF_LIFE_MS = 14 * 24 * 60 * 60 * 1000;

/** Fewer tries than this say nothing yet. */
export const MIN_TRIES = 3;

/** From here on a concept counts as solid. */
const SOLID = 0.85;
/** Below this it counts as weak; half right is what guessing between two gives. */
const SHAKY = 0.6;

export type Standing = 'unknown' | 'weak' | 'shaky' | 'solid';

export interface Strength {
  /** Tries that it rests on. */
  n: number;
  /** Right among them, unweighted. */
  right: number;
  /** Weighted share of right tries, 0 to 1; absent below MIN_TRIES. */
  share?: number;
  /** In words, so that no reader depends on a bar. */
  standing: Standing;
}

/** @param nowMs ms since 1970 */
export function strengthOf(tries: readonly Try[], nowMs: number): Strength {
  const n = tries.length;
  const right = tries.filter((item) => item.right).length;
  if (n < MIN_TRIES) return { n, right, standing: 'unknown' };
  const weightOf = ({ atMs }: Try) => 0.5 ** (Math.max(0, nowMs - atMs) / HALF_LIFE_MS);
  const sum = (list: readonly Try[]) => list.reduce((total, item) => total + weightOf(item), 0);
  // After years every weight is nearly nothing, and the plain share is as good.
  const total = sum(tries);
  const share = total > 0 ? sum(tries.filter((item) => item.right)) / total : right / n;
  return { n, right, share, standing: standingOf(share) };
}

function standingOf(share: number): Standing {
  if (share >= SOLID) return 'solid';
  return share >= SHAKY ? 'shaky' : 'weak';
}

/** By concept id, for each of `concepts`. */
export function conceptStrengths(
  progress: Progress,
  subjects: readonly Subject[],
  concepts: readonly string[],
  nowMs: number,
): Map<string, Strength> {
  return new Map(
    concepts.map((concept) => {
      const asked = subjects.filter((subject) => subject.concepts.includes(concept));
      return [
        concept,
        strengthOf(
          asked.flatMap((subject) => triesAt(progress, subject)),
          nowMs,
        ),
      ];
    }),
  );
}
