import { fingerprint } from '../learner/fingerprint.ts';
import type { QuizItem } from './item.ts';

/** Like Omit, for each member of the union by itself. */
type WithoutPrint<T> = T extends unknown ? Omit<T, 'print'> : never;

/**
 * Names what is asked. Feedback, hints and links may be mended without making
 * the question a new one; another right answer does make it one.
 */
export function withPrint<Item extends WithoutPrint<QuizItem>>(
  item: Item,
): Item & { print: string } {
  return { ...item, print: fingerprint(JSON.stringify(askedBy(item))) };
}

function askedBy(item: WithoutPrint<QuizItem>): unknown[] {
  const { stem, bytes } = item;
  switch (item.kind) {
    case 'type-bytes':
      return [stem, bytes, item.input, item.reads, item.answer];
    case 'click-span':
      return [
        stem,
        bytes,
        item.rows.map(({ spans }) => spans.map(({ text }) => text)),
        item.target,
      ];
    case 'estimate':
      return [stem, bytes, item.unit, item.from, item.to];
    case 'matrix-board':
      return [stem, bytes, item.columns.map(({ id }) => id), item.rows.map(askedByRow)];
    default: {
      // The order of these four, and pairs for facts, keep prints of answers given before.
      const facts = item.facts?.map(({ label, value }) => [label, value]);
      return [stem, bytes, facts, item.options.map(({ text, right }) => [text, right])];
    }
  }
}

function askedByRow({ text, right, on }: { text: string; right: string; on: string[] }): unknown[] {
  return [text, right, on];
}
