import { type Answer, answerTo, type Progress } from '../learner/progress.ts';
import { type Asked, isChoice, type QuizItem } from './item.ts';
import { shuffled } from './shuffle.ts';

/** How a learner stands with a question, its variants included. */

export type Standing = 'right' | 'wrong' | 'new';

/** The question as it was written, and every variant of it. */
export function formsOf(item: QuizItem): Asked[] {
  const variants = isChoice(item) ? (item.engine?.variants ?? []) : [];
  return [{ id: item.id, print: item.print }, ...variants];
}

/** The answer given last, to whichever form. */
export function lastAnswer(item: QuizItem, progress: Progress): Answer | undefined {
  return answersTo(item, progress).toSorted((a, b) => b.atMs - a.atMs)[0];
}

export function standing(item: QuizItem, progress: Progress): Standing {
  const answer = lastAnswer(item, progress);
  if (!answer) return 'new';
  return answer.right ? 'right' : 'wrong';
}

/**
 * The form to ask: first as it was written, then variants that were never asked,
 * then whatever was asked the longest time ago.
 */
export function formToAsk(item: QuizItem, progress: Progress, seed: number): Asked {
  const [written, ...variants] = formsOf(item);
  const atMs = ({ id, print }: Asked) => answerTo(progress, id, print)?.atMs ?? 0;
  const isNew = answersTo(item, progress).length === 0;
  const forms = isNew ? [] : [...shuffled(variants, `${seed}${item.id}`), written as Asked];
  return forms.toSorted((a, b) => atMs(a) - atMs(b))[0] ?? (written as Asked);
}

function answersTo(item: QuizItem, progress: Progress): Answer[] {
  return formsOf(item).flatMap(({ id, print }) => answerTo(progress, id, print) ?? []);
}
