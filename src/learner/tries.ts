import { type Answer, answerTo, type Progress, type Try } from './progress.ts';

/** A question as the statistics see it. */
export interface Subject {
  /** It and its variants, each as it reads now. */
  readings: readonly { id: string; print: string }[];
  /** Ids of the concepts that it asks about. */
  concepts: readonly string[];
}

/**
 * A second try so soon after another at the same question shows that the
 * feedback was read, not that the matter is known. It counts for the checks in
 * a lesson and for no statistic.
 */
export const REPEAT_WITHIN_MS = 10 * 60 * 1000;

/** The tries at one reading that tell what the learner knew, oldest first. */
export function freshTries({ tries }: Answer): Try[] {
  return tries.filter((item, i) => {
    const before = tries[i - 1];
    return !before || item.atMs - before.atMs >= REPEAT_WITHIN_MS;
  });
}

/** The fresh tries at a question and its variants, oldest first; those at earlier readings do not count. */
export function triesAt(progress: Progress, { readings }: Subject): Try[] {
  return readings
    .flatMap(({ id, print }) => {
      const answer = answerTo(progress, id, print);
      return answer ? freshTries(answer) : [];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** The answer given last to a question, whichever of its readings was asked. */
export function lastAnswer(progress: Progress, readings: Subject['readings']): Answer | undefined {
  return readings
    .flatMap(({ id, print }) => answerTo(progress, id, print) ?? [])
    .toSorted((a, b) => b.atMs - a.atMs)[0];
}

/** The answers given last, the latest first; earlier readings and removed questions included. */
export function latestAnswers({ answers }: Progress): Answer[] {
  return [...answers.values()].toSorted((a, b) => b.atMs - a.atMs);
}
