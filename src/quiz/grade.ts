import type {
  BoardItem,
  BoardPick,
  BoardRow,
  ChoiceKind,
  ClickSpanItem,
  EstimateItem,
  QuestionKind,
  QuizItem,
  WireSpan,
} from './item.ts';

/**
 * What a learner gave. For options: their indices. For a span: its number. For a
 * board: one code per row, see `boardCode`. What was typed stands in `typed`.
 */
export interface Response {
  picked: number[];
  typed?: string;
}

/** Indices into `options`: the right picks, or for steps the right order. */
export function rightPicks({ kind, options }: Choice): number[] {
  const all = options.map((_, index) => index);
  return kind === 'order-steps' ? all : all.filter((index) => options[index]?.right);
}

interface Choice {
  kind: ChoiceKind;
  options: readonly { right: boolean }[];
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

/** Typed bytes are not graded here: that takes the dissectors, see type-bytes.ts. */
export type GradedHere = Exclude<QuizItem, { kind: 'type-bytes' }>;

export function isAnswerRight(item: GradedHere, { picked, typed = '' }: Response): boolean {
  switch (item.kind) {
    case 'estimate':
      return judgeEstimate(item, typed) === 'right';
    case 'click-span':
      return picked[0] === item.target;
    case 'matrix-board':
      return item.rows.every((row, at) => isRowRight(item, row, picked[at]));
    default:
      return isRight(item.kind, rightPicks(item), picked);
  }
}

/** Why nothing can be checked yet; nothing where it can. */
export function missingIn(item: QuizItem, { picked, typed = '' }: Response): string | undefined {
  switch (item.kind) {
    case 'type-bytes':
      return typed.trim() === '' ? 'Type the bytes first.' : undefined;
    case 'estimate':
      if (readNumber(typed) !== undefined) return undefined;
      return typed.trim() === ''
        ? 'Type a number first, such as 1200.'
        : 'That is no number that can be graded; type one such as 1200.';
    case 'matrix-board': {
      const open = item.rows.flatMap((_, at) => (isFilled(picked[at]) ? [] : [at + 1]));
      if (open.length === 0) return undefined;
      return open.length === 1
        ? `One row has no answer yet: row ${open[0]}.`
        : `${open.length} rows have no answer yet: ${open.join(', ')}.`;
    }
    case 'click-span':
      return picked.length === 0 ? 'Pick a piece of the bytes first.' : undefined;
    default:
      return picked.length === 0 ? 'Pick an answer first.' : undefined;
  }
}

/** Digits with an optional sign, point and exponent; spaces and commas between thousands are let through. */
export function readNumber(typed: string): number | undefined {
  const text = typed.trim().replaceAll(/(?<=\d)[\s,_](?=\d{3}(\D|$))/g, '');
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

export function judgeEstimate(
  { from, to }: Pick<EstimateItem, 'from' | 'to'>,
  typed: string,
): 'right' | 'low' | 'high' {
  const value = readNumber(typed) ?? Number.NaN;
  // The bounds are sums and products of decimal fractions: 0.1 + 0.7 is a little less than 0.8.
  const slack = Math.abs(value) * 1e-9;
  if (value < from - slack) return 'low';
  return value <= to + slack ? 'right' : 'high';
}

/** All spans of the rows in one list, as `target` counts them. */
export function spansIn({ rows }: Pick<ClickSpanItem, 'rows'>): WireSpan[] {
  return rows.flatMap(({ spans }) => spans);
}

/** A row that has no answer, or only "it depends" without saying on what. */
export const OPEN = -1;
export const DEPENDS_OPEN = -2;

/**
 * One number per row of a board, so that a round can store it: the column's
 * index; behind the columns "none", and behind that each input to depend on.
 */
export function boardCode({ columns }: BoardItem, pick: BoardPick, choice = 0): number {
  if (pick === 'none') return columns.length;
  if (pick === 'depends') return columns.length + 1 + choice;
  return columns.findIndex(({ id }) => id === pick);
}

export function readCode(
  { columns }: Pick<BoardItem, 'columns'>,
  code: number | undefined,
): { pick: BoardPick | undefined; choice: number | undefined } {
  if (code === undefined || code === OPEN) return { pick: undefined, choice: undefined };
  if (code === DEPENDS_OPEN) return { pick: 'depends', choice: undefined };
  if (code < columns.length) return { pick: columns[code]?.id, choice: undefined };
  if (code === columns.length) return { pick: 'none', choice: undefined };
  return { pick: 'depends', choice: code - columns.length - 1 };
}

function isFilled(code: number | undefined): boolean {
  return code !== undefined && code >= 0;
}

export function isRowRight(
  board: Pick<BoardItem, 'columns'>,
  { right, on, choices }: BoardRow,
  code: number | undefined,
): boolean {
  const { pick, choice } = readCode(board, code);
  if (pick !== right) return false;
  if (right !== 'depends') return true;
  const id = choice === undefined ? undefined : choices[choice]?.id;
  return id !== undefined && on.includes(id);
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
  return kind === 'false-claim' || kind === 'false-sentence'
    ? '→ The false one'
    : '→ The right answer';
}
