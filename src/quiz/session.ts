import type { Progress, Sureness } from '../learner/progress.ts';
import type { Clock } from './clock.ts';
import type { Response } from './grade.ts';
import { type Asked, isChoice, type QuizItem } from './item.ts';
import { baseIdOf, boardId } from './made-ids.ts';
import { shuffled } from './shuffle.ts';
import { formsOf, formToAsk, lastAnswer, standing } from './standing.ts';

/** What to be asked: a lesson is named by its slug, a shape by the query of /decide/, questions by their ids with commas. */
export type Scope =
  | 'all'
  | 'matrix'
  | 'missed'
  | 'board'
  | 'diagnostic'
  | `lesson:${string}`
  | `shape:${string}`
  | `questions:${string}`;

const QUESTIONS = 'questions:';

/** One round of the quiz; plain data, so that a reload can bring it back. */
export interface Session {
  scope: Scope;
  seed: number;
  /** The questions in the order of asking. */
  queue: Asked[];
  /** Index of the question on the table; past the end when the round is over. */
  position: number;
  /** By question id. */
  answers: Record<string, Given>;
  /** What has been entered and not been checked. */
  draft?: Draft;
  clock?: Clock;
}

export interface Draft extends Response {
  sure?: Sureness;
}

/** One answer, with what the learner said about it beforehand. */
export interface Given extends Draft {
  right: boolean;
}

export function itemsIn(scope: Scope, items: readonly QuizItem[], progress: Progress): QuizItem[] {
  switch (scope) {
    case 'all':
      return [...items];
    case 'matrix':
      return items.filter((item) => isChoice(item) && item.isMatrix);
    case 'missed':
      return items.filter((item) => standing(item, progress) === 'wrong');
    case 'board':
      return items.filter(({ kind }) => kind === 'matrix-board');
    default:
      if (scope.startsWith(QUESTIONS)) {
        const ids = scope.slice(QUESTIONS.length).split(',');
        return items.filter(({ id }) => ids.includes(id));
      }
      return items.filter((item) => `lesson:${item.lesson}` === scope);
  }
}

/**
 * Asks first what was never asked, then what was missed, then what was right
 * the longest time ago; among equals chance decides.
 */
export function startSession(
  scope: Scope,
  items: readonly QuizItem[],
  progress: Progress,
  { size, seed }: { size: number; seed: number },
): Session {
  const urgent = mostUrgent(itemsIn(scope, items, progress), progress, seed).slice(0, size);
  const queue = shuffled(urgent, seed).map((item) => formToAsk(item, progress, seed));
  return newSession(scope, seed, queue);
}

export function newSession(scope: Scope, seed: number, queue: readonly Asked[]): Session {
  const names = queue.map(({ id, print }) => ({ id, print }));
  return { scope, seed, queue: names, position: 0, answers: {} };
}

/** One board: a written one that is not yet right, else one that the engine makes. */
export function boardToAsk(items: readonly QuizItem[], progress: Progress, seed: number): string {
  const [written] = mostUrgent(itemsIn('board', items, progress), progress, seed);
  return written && standing(written, progress) !== 'right' ? written.id : boardId(seed);
}

export function mostUrgent(
  items: readonly QuizItem[],
  progress: Progress,
  seed: number,
): QuizItem[] {
  const rank = { new: 0, wrong: 1, right: 2 };
  const lastAt = (item: QuizItem) => lastAnswer(item, progress)?.atMs ?? 0;
  return shuffled(items, seed).toSorted(
    (a, b) => rank[standing(a, progress)] - rank[standing(b, progress)] || lastAt(a) - lastAt(b),
  );
}

export function withGiven(session: Session, id: string, given: Given): Session {
  const { draft: _, ...rest } = session;
  return { ...rest, answers: { ...session.answers, [id]: given } };
}

export function advanced(session: Session): Session {
  const { draft: _, ...rest } = session;
  return { ...rest, position: Math.min(session.position + 1, session.queue.length) };
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
  missed: QuizItem[];
}

/** The score split, for example by lesson or by kind, in the order of the items. */
export function tally(
  session: Session,
  items: readonly QuizItem[],
  keyOf: (item: QuizItem) => string,
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

/** Whether a question of the round still reads as it did: of the bank, or a variant of one. */
export function isCurrent({ id, print }: Asked, bank: ReadonlyMap<string, QuizItem>): boolean {
  const item = bank.get(baseIdOf(id));
  return item !== undefined && formsOf(item).some((one) => one.id === id && one.print === print);
}
