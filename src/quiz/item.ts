import type { TransportFamily } from '#contract/transports.ts';
import type { Question } from '../content-checks/schemas.ts';

/**
 * A question in the one shape that the checks in a lesson and the quiz share,
 * whether it was written in content/questions/ or made from a row of the
 * decision matrix.
 */
export interface QuizItem {
  id: string;
  kind: QuestionKind;
  level: Question['level'];
  /** Slug of the lesson that teaches it. */
  lesson: string;
  /** Changes when the question changes; see learner/progress.ts. */
  print: string;
  /** Text with `code` and *emphasis*; see inline.ts. */
  stem: string;
  /** The shape of the data flow, for a row of the matrix: label and value. */
  facts?: [label: string, value: string][];
  bytes?: string;
  /** For order-steps: the steps in their right order. */
  options: QuizOption[];
  /** Worth knowing after the answer. */
  note?: string;
  /** Where to read it up. */
  read: Link;
  source: Link;
  isMatrix?: true;
}

export interface QuizOption {
  text: string;
  right: boolean;
  feedback: string;
  family?: TransportFamily;
}

export interface Link {
  label: string;
  href: string;
}

export type QuestionKind = Question['kind'];

/** What a learner is told to do, per kind. */
export const KINDS = {
  'pick-protocol': { label: 'Pick the protocol', task: 'One answer.' },
  'pick-reasons': { label: 'Pick the reasons', task: 'Every one that holds.' },
  'false-claim': { label: 'Spot the false claim', task: 'One sentence is false: pick it.' },
  'predict-bytes': { label: 'Predict the bytes', task: 'One answer.' },
  'order-steps': { label: 'Order the steps', task: 'First on top.' },
} as const satisfies Record<QuestionKind, { label: string; task: string }>;
