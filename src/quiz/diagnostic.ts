import type { Progress } from '../learner/progress.ts';
import { AREAS, type Area, areaOf } from './areas.ts';
import type { Asked, Link, QuizItem } from './item.ts';
import { type Given, mostUrgent, type Session } from './session.ts';
import { shuffled } from './shuffle.ts';
import { formToAsk } from './standing.ts';

/** Nine questions, one about each idea of the course, in six minutes. */

export const DIAGNOSTIC_LIMIT_MS = 6 * 60_000;

/** A board takes longer than the 40 s that each question has. */
const TOO_LONG = 'matrix-board';

export function diagnosticQueue(
  items: readonly QuizItem[],
  progress: Progress,
  seed: number,
): Asked[] {
  const kinds = new Map<string, number>();
  const picked = AREAS.flatMap(({ lessons }) => {
    const candidates = mostUrgent(
      items.filter(({ lesson, kind }) => lessons.includes(lesson) && kind !== TOO_LONG),
      progress,
      seed,
    );
    // A kind that has not been asked yet goes first: nine questions, and not nine times the same task.
    const [item] = candidates.toSorted(
      (a, b) => (kinds.get(a.kind) ?? 0) - (kinds.get(b.kind) ?? 0),
    );
    if (!item) return [];
    kinds.set(item.kind, (kinds.get(item.kind) ?? 0) + 1);
    return [item];
  });
  return shuffled(picked, seed).map((item) => formToAsk(item, progress, seed));
}

/** What an answer and how sure it was say about an idea. */
export type Knowing = 'known' | 'shaky' | 'wrong-but-sure' | 'open';

export function knowingOf(given: Given | undefined): Knowing {
  if (!given) return 'open';
  if (given.right) return given.sure === 'guess' ? 'shaky' : 'known';
  return given.sure === 'certain' ? 'wrong-but-sure' : 'shaky';
}

export interface AreaResult {
  area: Area;
  knowing: Knowing;
  /** What was asked about it. */
  item: QuizItem;
}

/** In the order of the course. */
export function areaResults(
  { answers, queue }: Session,
  itemOf: (id: string) => QuizItem | undefined,
): AreaResult[] {
  const results = queue.flatMap(({ id }) => {
    const item = itemOf(id);
    const area = item && areaOf(item.lesson);
    return item && area ? [{ area, knowing: knowingOf(answers[id]), item }] : [];
  });
  return results.toSorted((a, b) => AREAS.indexOf(a.area) - AREAS.indexOf(b.area));
}

/** Sections to read, in the order of the lessons; each once. */
export function readingPlan(
  results: readonly AreaResult[],
  lessons: readonly string[],
): { read: Link; prove: Link; knowing: Knowing }[] {
  const wanted = results
    .filter(({ knowing }) => knowing !== 'known')
    .toSorted((a, b) => lessons.indexOf(a.item.lesson) - lessons.indexOf(b.item.lesson));
  const byAddress = new Map(
    wanted.map(({ item: { read, prove }, knowing }) => [read.href, { read, prove, knowing }]),
  );
  return [...byAddress.values()];
}
