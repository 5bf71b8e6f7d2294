import type { Sureness } from '../learner/progress.ts';
import { pickWords } from './board-words.ts';
import { spansIn } from './grade.ts';
import { plainText } from './inline.ts';
import type { QuizItem } from './item.ts';
import { changeIn } from './made-ids.ts';
import type { Given } from './session.ts';

/** What a report says of a question and of the answer that was given to it. */
export interface Reported {
  id: string;
  print: string;
  kind: string;
  stem: string;
  /** What was picked, typed or filled in, in words. */
  given: string[];
  right: boolean;
  sure?: Sureness | undefined;
}

/** All that is needed to find the question again and to see what the learner saw. */
export function reportOf(reported: Reported, browser: string): string {
  const { id, print, kind, stem, given, right, sure } = reported;
  const change = changeIn(id);
  return [
    'What is wrong with this question:',
    '',
    '',
    `Question: ${id}`,
    `Print: ${print}`,
    ...(change ? [`Variant: ${change.input} = ${change.to}`] : []),
    `Kind: ${kind}`,
    `Asked: ${stem}`,
    ...given.map((words) => `Given: ${words}`),
    `Graded: ${right ? 'right' : 'wrong'}${sure ? `, after “${sure}”` : ''}`,
    `Browser: ${browser}`,
  ].join('\n');
}

export function reportText(item: QuizItem, given: Given, browser: string): string {
  const { id, print, kind, stem } = item;
  const { right, sure } = given;
  const words = givenWords(item, given);
  return reportOf({ id, print, kind, stem: plainText(stem), given: words, right, sure }, browser);
}

function givenWords(item: QuizItem, { picked, typed = '' }: Given): string[] {
  switch (item.kind) {
    case 'type-bytes':
    case 'estimate':
      return [typed];
    case 'click-span': {
      const span = spansIn(item)[picked[0] ?? -1];
      return [`${span?.text ?? ''} (${span?.label ?? 'nothing'})`];
    }
    case 'matrix-board':
      return item.rows.map(
        (row, at) => `${plainText(row.text)} → ${pickWords(item, row, picked[at])}`,
      );
    default:
      return picked.map((index) => plainText(item.options[index]?.text ?? ''));
  }
}
