import { type Progress, withAnswer } from '../../learner/progress.ts';
import { isRowRight } from '../../quiz/grade.ts';
import type { QuizItem } from '../../quiz/item.ts';
import { NEIGHBOUR } from '../../quiz/made-ids.ts';
import type { Given } from '../../quiz/session.ts';

type Change = (progress: Progress, atMs: number) => Progress;

/**
 * What an answer adds to the progress. A board that the engine made is no
 * question of the bank: each of its rows counts for the question that it asks in
 * other words. A question about somebody's own shape counts for nothing.
 */
export function answersOf(item: QuizItem, { right, sure, picked }: Given): Change[] {
  const said = sure ? { sure } : {};
  if (item.id.startsWith(`${NEIGHBOUR}~`)) return [];
  if (item.kind === 'matrix-board' && item.rows.some(({ counts }) => counts)) {
    return item.rows.flatMap((row, at) => {
      const { counts } = row;
      if (!counts) return [];
      const result = { right: isRowRight(item, row, picked[at]), ...said };
      return [(progress: Progress, atMs: number) => withAnswer(progress, counts, result, atMs)];
    });
  }
  return [(progress, atMs) => withAnswer(progress, item, { right, ...said }, atMs)];
}
