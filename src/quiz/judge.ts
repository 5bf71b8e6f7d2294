import { TRANSPORTS } from '#contract/transports.ts';
import { type Option, type OptionId, optionOf } from '../decide/options.ts';
import { type Decision, isVetoed, type Ranked, type Reason } from '../decide/rank.ts';
import {
  DEFAULT_SHAPE,
  INPUT_IDS,
  type InputId,
  inputOf,
  type Shape,
  wordsOf,
} from '../decide/shape.ts';
import type { Fact, QuizOption } from './item.ts';

/** The decision engine as a grader: who is right, by how much, and why. */

/** A pick that leads by less could be argued about, and no question is made of it. */
export const LEAD_MIN = 1;

/** How many reasons one feedback has. */
const REASONS_SHOWN = 2;

/** How far the pick is ahead of the next option without a veto. */
export function leadOf({ pick, runnerUp }: Decision): number {
  return (pick?.score ?? 0) - (runnerUp?.score ?? 0);
}

export function isClear(decision: Decision): boolean {
  return decision.pick !== undefined && leadOf(decision) >= LEAD_MIN;
}

/** Why an option is right or wrong, in the engine's own reasons; those about the change come first. */
export function feedbackOn(decision: Decision, id: OptionId, changed?: InputId): string {
  const row = decision.ranking.find(({ option }) => option.id === id);
  if (!row) return '';
  const says = (reasons: Reason[]) =>
    weightiest(reasons, changed)
      .map(({ rule }) => rule.says)
      .join(' ');
  if (row === decision.pick) return `${says(row.pros)}${against(row)}`.trim();
  if (isVetoed(row)) return `Ruled out. ${says(row.vetoes)}`;
  const pick = decision.pick?.option.name ?? 'another option';
  const cons = says(row.cons);
  return cons === ''
    ? `${says(row.pros) || 'Little speaks for it.'} More speaks for “${pick}”.`
    : `${cons} More speaks for “${pick}”.`;
}

/** The few that are told: those about the change first. */
function weightiest(reasons: Reason[], changed?: InputId): Reason[] {
  return reasons
    .toSorted((a, b) => Number(isAbout(b, changed)) - Number(isAbout(a, changed)))
    .slice(0, REASONS_SHOWN);
}

/** The reasons by which an option stands where it stands, as its feedback tells them. */
export function reasonsOn(decision: Decision, id: OptionId, changed?: InputId): Reason[] {
  const row = decision.ranking.find(({ option }) => option.id === id);
  if (!row) return [];
  if (row === decision.pick) return weightiest(row.pros, changed);
  return weightiest(isVetoed(row) ? row.vetoes : row.cons, changed);
}

function against({ cons: [con] }: Ranked): string {
  return con ? ` What speaks against it weighs less: ${lowerFirst(con.rule.says)}` : '';
}

/** A sentence goes on after a colon, unless its first word is a name. */
function lowerFirst(sentence: string): string {
  return /^(A|An|The|It|One|Every|No|Work|Down|Over|Requests?) /.test(sentence)
    ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
    : sentence;
}

function isAbout({ inputs }: Reason, input: InputId | undefined): boolean {
  return input !== undefined && inputs.includes(input);
}

/** An option in the engine's words. */
export function optionFor(decision: Decision, id: OptionId, changed?: InputId): QuizOption {
  return {
    text: optionOf(id).name,
    right: decision.pick?.option.id === id,
    feedback: feedbackOn(decision, id, changed),
    ...familyOf(optionOf(id)),
    option: id,
  };
}

export function familyOf({ transport, family }: Option): Pick<QuizOption, 'family'> {
  if (transport) return { family: TRANSPORTS[transport].family };
  return family ? { family } : {};
}

/** What a shape says: whatever is not as it mostly is, what has been changed, and what is named. */
export function factsOf(
  shape: Shape,
  before: Shape = shape,
  named: ReadonlySet<InputId> = new Set(),
): Fact[] {
  const isTold = (id: InputId) =>
    shape[id] !== DEFAULT_SHAPE[id] || shape[id] !== before[id] || named.has(id);
  return INPUT_IDS.filter(isTold).map((id) => ({
    label: inputOf(id).label,
    value: wordsOf(id, shape[id]),
    ...(shape[id] !== before[id] && { was: wordsOf(id, before[id]) }),
  }));
}

export function differencesOf(shape: Partial<Shape>): Partial<Shape> {
  return Object.fromEntries(
    INPUT_IDS.filter((id) => shape[id] !== undefined && shape[id] !== DEFAULT_SHAPE[id]).map(
      (id) => [id, shape[id]],
    ),
  );
}
