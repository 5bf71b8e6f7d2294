import { answerTo, type Progress } from '../learner/progress.ts';
import { isRight, rightPicks } from './grade.ts';
import type { ChoiceItem } from './item.ts';
import { shuffled } from './shuffle.ts';

/** What to be asked: a lesson is named by its slug. */
export type Scope = 'all' | 'matrix' | 'missed' | `lesson:${string}`;

/** One round of the quiz; plain data, so that a reload can bring it back. */
export interface Session {
  scope: Scope;
  seed: number;
  /** The questions in the order of asking. */
  queue: { id: string; print: string }[];
  /** Index of the question on the table; past the end when the round is over. */
  position: number;
  /** By question id. */
  answers: Record<string, { picked: number[]; right: boolean }>;
}

export type Standing = 'right' | 'wrong' | 'new';

/** How the learner stands with a question. */
export function standing(item: ChoiceItem, progress: Progress): Standing {
  const answer = answerTo(progress, item.id, item.print);
  if (!answer) return 'new';
  return answer.right ? 'right' : 'wrong';
}

export function itemsIn(
  scope: Scope,
  items: readonly ChoiceItem[],
  progress: Progress,
): ChoiceItem[] {
  if (scope === 'all') return [...items];
  if (scope === 'matrix') return items.filter((item) => item.isMatrix);
  if (scope === 'missed') return items.filter((item) => standing(item, progress) === 'wrong');
  return items.filter((item) => `lesson:${item.lesson}` === scope);
}

/**
 * Asks first what was never asked, then what was missed, then what was right
 * the longest time ago; among equals chance decides.
 */
export function startSession(
  scope: Scope,
  items: readonly ChoiceItem[],
  progress: Progress,
  { size, seed }: { size: number; seed: number },
): Session {
  const rank = { new: 0, wrong: 1, right: 2 };
  const lastAt = (item: ChoiceItem) => answerTo(progress, item.id, item.print)?.atMs ?? 0;
  const urgent = shuffled(itemsIn(scope, items, progress), seed)
    .toSorted(
      (a, b) => rank[standing(a, progress)] - rank[standing(b, progress)] || lastAt(a) - lastAt(b),
    )
    .slice(0, size);
  const queue = shuffled(urgent, seed).map(({ id, print }) => ({ id, print }));
  return { scope, seed, queue, position: 0, answers: {} };
}

export function withPicks(session: Session, item: ChoiceItem, picked: number[]): Session {
  const right = isRight(item.kind, rightPicks(item), picked);
  return { ...session, answers: { ...session.answers, [item.id]: { picked, right } } };
}

export function advanced(session: Session): Session {
  return { ...session, position: Math.min(session.position + 1, session.queue.length) };
}

export function isOver({ position, queue }: Session): boolean {
  return position >= queue.length;
}

export function score({ answers }: Session): { right: number; answered: number } {
  const all = Object.values(answers);
  return { right: all.filter(({ right }) => right).length, answered: all.length };
}

export interface Tally {
  key: string;
  right: number;
  missed: ChoiceItem[];
}

/** The score split, for example by lesson or by kind, in the order of the items. */
export function tally(
  session: Session,
  items: readonly ChoiceItem[],
  keyOf: (item: ChoiceItem) => string,
): Tally[] {
  const rows = new Map<string, Tally>();
  for (const item of items) {
    const answer = session.answers[item.id];
    if (!answer) continue;
    const key = keyOf(item);
    const row = rows.get(key) ?? { key, right: 0, missed: [] };
    if (answer.right) row.right += 1;
    else row.missed.push(item);
    rows.set(key, row);
  }
  return [...rows.values()];
}
