import type { TransportFamily } from '#contract/transports.ts';
import type { Question } from '../content-checks/question-schema.ts';
import type { OptionId } from '../decide/options.ts';
import type { InputId, Shape } from '../decide/shape.ts';
import type { Reads } from './reads.ts';

/**
 * A question in the one shape that the checks in a lesson and the quiz share,
 * whether it was written in content/questions/, made from a row of the decision
 * matrix, or made by the decision engine.
 */
export type QuizItem = ChoiceItem | TypeBytesItem | ClickSpanItem | EstimateItem | BoardItem;

interface ItemBase {
  id: string;
  level: Question['level'];
  /** Slug of the lesson that teaches it. */
  lesson: string;
  /** Changes when the question changes; see learner/progress.ts. */
  print: string;
  /** Text with `code` and *emphasis*; see inline.ts. */
  stem: string;
  bytes?: string;
  /** Worth knowing after the answer. */
  note?: string;
  /** Where to read it up. */
  read: Link;
  /** Where it can be seen: an experiment, or a place in the lab. */
  prove: Link;
  source: Link;
}

/** Options to pick from or to put in order. */
export interface ChoiceItem extends ItemBase {
  kind: ChoiceKind;
  /** The shape of the data flow, for a row of the matrix and for a variant. */
  facts?: Fact[];
  /** For order-steps: the steps in their right order. */
  options: QuizOption[];
  isMatrix?: true;
  /** What the decision engine makes variants from. */
  engine?: EngineLink;
}

/** Lends a hue and a glyph. */
export type Family = TransportFamily | 'push';

export interface QuizOption {
  text: string;
  right: boolean;
  feedback: string;
  family?: Family;
  /** What it is to the decision engine. */
  option?: OptionId;
}

export interface Fact {
  label: string;
  value: string;
  /** What it is in the question that this one is a variant of. */
  was?: string;
}

export interface EngineLink {
  /** What differs from the fallbacks of decide/shape.ts. */
  shape: Partial<Shape>;
  /** Known without the engine, so that the page can count them before it is loaded. */
  variants: Asked[];
}

/** A question as it is named in a round and in the progress. */
export interface Asked {
  id: string;
  print: string;
}

/** Bytes to be typed. */
export interface TypeBytesItem extends ItemBase {
  kind: 'type-bytes';
  input: 'text' | 'hex';
  reads: Reads;
  answer: string;
  feedback: string;
  mistakes: { answer: string; feedback: string }[];
}

/** A span to be found in a recorded capture. */
export interface ClickSpanItem extends ItemBase {
  kind: 'click-span';
  rows: WireRow[];
  /** Number of the right span, counted from 0 over all rows. */
  target: number;
  feedback: string;
}

export interface WireRow {
  kind: 'inbound' | 'outbound' | 'event' | 'note';
  spans: WireSpan[];
}

/** Without a label it is no bytes and cannot be clicked. */
export interface WireSpan {
  text: string;
  kind: string;
  label?: string;
  clause?: string;
  /** Pointed out. */
  lit?: true;
  /** What to say when it was clicked and is wrong. */
  feedback?: string;
}

/** A number to be estimated. */
export interface EstimateItem extends ItemBase {
  kind: 'estimate';
  unit: string;
  answer: number;
  /** Bounds of what is right, both included. */
  from: number;
  to: number;
  feedback: { right: string; low: string; high: string };
}

/** Scenarios × transports. */
export interface BoardItem extends ItemBase {
  kind: 'matrix-board';
  columns: BoardColumn[];
  rows: BoardRow[];
}

export interface BoardColumn {
  id: OptionId;
  name: string;
  family?: Family;
}

export interface BoardRow {
  text: string;
  right: BoardPick;
  /** What it may depend on: inputs of the engine, in the order of showing. */
  choices: { id: InputId; label: string }[];
  /** Which of them is a right answer. */
  on: InputId[];
  feedback: string;
  wrong: Partial<Record<BoardPick, string>>;
  /** The question of the bank that this row asks in other words, which its answer counts for. */
  counts?: Asked & { lesson: string };
}

export type BoardPick = OptionId | 'none' | 'depends';

export interface Link {
  label: string;
  href: string;
}

export type QuestionKind = Question['kind'];

export type ChoiceKind = Exclude<
  QuestionKind,
  'type-bytes' | 'click-span' | 'estimate' | 'matrix-board'
>;

/** What a learner is told to do, per kind. */
export const KINDS = {
  'pick-protocol': { label: 'Pick the protocol', task: 'One answer.' },
  'pick-reasons': { label: 'Pick the reasons', task: 'Every one that holds.' },
  'false-claim': { label: 'Spot the false claim', task: 'One sentence is false: pick it.' },
  'predict-bytes': { label: 'Predict the bytes', task: 'One answer.' },
  'order-steps': { label: 'Order the steps', task: 'First on top.' },
  'false-sentence': {
    label: 'Find the false sentence',
    task: 'A candidate says this. One sentence is false: pick it.',
  },
  'type-bytes': { label: 'Type the bytes', task: 'Byte for byte, as they cross the wire.' },
  'click-span': { label: 'Find the bytes', task: 'Pick the piece in the recorded bytes.' },
  estimate: { label: 'Estimate', task: 'A number; close enough counts.' },
  'matrix-board': { label: 'Matrix board', task: 'One answer for each scenario.' },
} as const satisfies Record<QuestionKind, { label: string; task: string }>;

export function isChoice(item: QuizItem): item is ChoiceItem {
  return 'options' in item;
}
