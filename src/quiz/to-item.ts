import { TRANSPORTS, type TransportId } from '#contract/transports.ts';
import { type MatrixRow, type Question, SHAPE } from '../content-checks/schemas.ts';
import { fingerprint } from '../learner/fingerprint.ts';
import type { Link, QuizItem, QuizOption } from './item.ts';
import { matrixItemId } from './matrix-item-id.ts';

/** Makes quiz items of what stands in content/. At build time only: the schemas are no freight for a browser. */

/** Turns a section, `lesson-slug#heading-id`, into a link that a learner can read. */
export type ResolveSection = (section: string) => Link;

export function fromQuestion(question: Question, resolve: ResolveSection): QuizItem {
  const options =
    question.kind === 'order-steps'
      ? question.steps.map((step) => ({ ...step, right: true }))
      : question.options.map(toOption);
  return withPrint({
    id: question.id,
    kind: question.kind,
    level: question.level,
    lesson: lessonOf(question.section),
    stem: question.stem,
    ...(question.bytes && { bytes: question.bytes }),
    options,
    read: resolve(question.section),
    source: question.source,
  });
}

/** The row's situation is the stem, the shape of its data flow the facts. */
export function fromMatrixRow(row: MatrixRow, resolve: ResolveSection): QuizItem {
  const keys = Object.keys(SHAPE) as (keyof typeof SHAPE)[];
  return withPrint({
    id: matrixItemId(row),
    kind: 'pick-protocol',
    level: row.level,
    lesson: lessonOf(row.section),
    stem: `${row.scenario} Which do you defend?`,
    facts: keys.map((key) => [SHAPE[key], row.shape[key]]),
    options: row.options.map(toOption),
    note: row.flips,
    read: resolve(row.section),
    source: row.source,
    isMatrix: true,
  });
}

function toOption({ transport, ...option }: OptionOfQuestion): QuizOption {
  return transport ? { ...option, family: TRANSPORTS[transport].family } : option;
}

interface OptionOfQuestion {
  text: string;
  right: boolean;
  feedback: string;
  transport?: TransportId | undefined;
}

function lessonOf(section: string): string {
  return section.replace(/#.*$/, '');
}

/** Feedback and links may be mended without making the question a new one. */
function withPrint(item: Omit<QuizItem, 'print'>): QuizItem {
  const { stem, bytes, facts, options } = item;
  const asked = [stem, bytes, facts, options.map(({ text, right }) => [text, right])];
  return { ...item, print: fingerprint(JSON.stringify(asked)) };
}
