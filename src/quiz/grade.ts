import type { QuestionKind, QuizItem } from './item.ts';

/** Indices into `options`: the right picks, or for steps the right order. */
export function rightPicks({ kind, options }: Pick<QuizItem, 'kind' | 'options'>): number[] {
  const all = options.map((_, index) => index);
  return kind === 'order-steps' ? all : all.filter((index) => options[index]?.right);
}

/** Steps must stand in the right order; else all right options and no wrong one must be picked. */
export function isRight(
  kind: QuestionKind,
  right: readonly number[],
  picked: readonly number[],
): boolean {
  const given = kind === 'order-steps' ? picked : picked.toSorted((a, b) => a - b);
  return given.length === right.length && right.every((index, i) => given[i] === index);
}

export type Mark = 'right' | 'wrong' | 'missed';

/** What to say about one option after the answer; nothing about a wrong one left alone. */
export function markOption(
  kind: QuestionKind,
  right: readonly number[],
  picked: readonly number[],
  index: number,
): Mark | undefined {
  if (kind === 'order-steps') return picked.indexOf(index) === index ? 'right' : 'wrong';
  if (right.includes(index)) return picked.includes(index) ? 'right' : 'missed';
  return picked.includes(index) ? 'wrong' : undefined;
}

/** The mark in words, so that it never rests on colour. */
export function markWords(kind: QuestionKind, mark: Mark, index: number): string {
  if (kind === 'order-steps')
    return mark === 'right' ? '✓ In its place' : `✕ Belongs at ${index + 1}`;
  if (mark === 'right') return '✓ Your pick, and right';
  if (mark === 'wrong') return '✕ Your pick';
  if (kind === 'pick-reasons') return '→ Right as well';
  return kind === 'false-claim' ? '→ The false one' : '→ The right answer';
}
