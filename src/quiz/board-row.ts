import type { QuestionOf } from '../content-checks/question-schema.ts';
import { type OptionId, optionOf } from '../decide/options.ts';
import { type InputId, inputOf } from '../decide/shape.ts';
import type { BoardColumn, BoardRow } from './item.ts';
import { familyOf } from './judge.ts';
import { shuffled } from './shuffle.ts';

/** How many inputs a learner chooses from when the answer depends. */
export const CHOICES = 5;

/** Inputs that seldom decide: they fill the choices of a row that names no wrong ones. */
const FILLERS: readonly InputId[] = ['size', 'battery', 'tabs', 'auth', 'wait', 'turns'];

export function columnOf(id: OptionId): BoardColumn {
  const option = optionOf(id);
  return { id, name: option.name, ...familyOf(option) };
}

export function choiceOf(id: InputId): BoardRow['choices'][number] {
  return { id, label: inputOf(id).label };
}

/** A row as it was written; what it may depend on is offered in an order that tells nothing. */
export function writtenRow(row: QuestionOf<'matrix-board'>['rows'][number]): BoardRow {
  const { text, right, on = [], among, feedback, wrong } = row;
  const others = among ?? FILLERS.filter((id) => !on.includes(id));
  const offered = shuffled([...on, ...others].slice(0, Math.max(CHOICES, on.length + 1)), text);
  return { text, right, on, choices: offered.map(choiceOf), feedback, wrong };
}
