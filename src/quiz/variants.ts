import { type Flip, flipsOf } from '../decide/flip.ts';
import type { OptionId } from '../decide/options.ts';
import { type Decision, type Ranked, rank } from '../decide/rank.ts';
import {
  type InputId,
  inputOf,
  readShape,
  type Shape,
  withValue,
  wordsOf,
} from '../decide/shape.ts';
import { saysOf } from './change-words.ts';
import type { ChoiceItem, QuizOption } from './item.ts';
import { differencesOf, factsOf, feedbackOn, isClear, optionFor } from './judge.ts';
import { withPrint } from './print.ts';
import { variantId } from './variant-id.ts';

/** The same situation with one input changed so that another option is right. */

/** Farther changes are another thing to build, and no longer the same situation. */
export const DISTANCE_MAX = 4;

/** Per question; each other pick comes once before any comes twice. */
export const VARIANTS_MAX = 6;

/** A variant offers at least so many options. */
const OPTIONS_MIN = 4;

/** A question with all that the browser has to know of its variants before the engine is loaded. */
export function withVariants(
  item: ChoiceItem,
  shape: Partial<Shape>,
  fixed: readonly InputId[] = [],
): ChoiceItem {
  const whole = readShape(shape).shape;
  const variants = clearFlips(whole, fixed).map(({ input, to }) => {
    const { id, print } = makeVariant(item, whole, input, to);
    return { id, print };
  });
  return { ...item, engine: { shape: differencesOf(whole), variants } };
}

/** Changes that make another option right beyond dispute, nearest first. */
export function clearFlips(shape: Shape, fixed: readonly InputId[] = []): Flip[] {
  const flips = flipsOf(shape).filter(
    ({ input, distance, decision }) =>
      !fixed.includes(input) && distance <= DISTANCE_MAX && isClear(decision),
  );
  const firstOfPick = flips.filter(
    ({ decision }, index) =>
      flips.findIndex((flip) => pickOf(flip.decision) === pickOf(decision)) === index,
  );
  const others = flips.filter((flip) => !firstOfPick.includes(flip));
  return [...firstOfPick, ...others].slice(0, VARIANTS_MAX);
}

/** @param shape of the question itself, before the change */
export function makeVariant(
  item: ChoiceItem,
  shape: Shape,
  input: InputId,
  to: string,
): ChoiceItem {
  const { note: _, isMatrix: __, engine: ___, ...base } = item;
  const after = withValue(shape, input, to);
  const decision = rank(after);
  return withPrint({
    ...base,
    id: variantId(item.id, input, to),
    stem: `${item.stem} Same situation, but *${saysOf(input, to)}* (before: ${wordsOf(input, shape[input])}).`,
    facts: factsOf(after, shape),
    options: optionsOf(item, rank(shape), decision, input),
    note: `${inputOf(input).label}: with “${wordsOf(input, shape[input])}” it is ${rank(shape).pick?.option.name}.`,
  });
}

/**
 * The options as they were written, judged again. Where the answer is not among
 * them, all are named by the engine, so that the newcomer does not stick out.
 */
function optionsOf(
  item: ChoiceItem,
  before: Decision,
  after: Decision,
  changed: InputId,
): QuizOption[] {
  const pick = pickOf(after);
  const written = item.options.filter(({ option }) => option !== undefined);
  const kept = written.flatMap(({ option }) => option ?? []);
  if (pick && kept.includes(pick) && kept.length >= OPTIONS_MIN - 1) {
    return written.map((option) => judgedAgain(option, before, after, changed));
  }
  const wanted = new Set<OptionId>([...(pick ? [pick] : []), ...kept]);
  for (const { option } of after.ranking) {
    if (wanted.size >= OPTIONS_MIN) break;
    wanted.add(option.id);
  }
  return [...wanted].map((id) => optionFor(after, id, changed));
}

/** What was written about an option holds as long as the same reasons do. */
function judgedAgain(
  written: QuizOption,
  before: Decision,
  after: Decision,
  changed: InputId,
): QuizOption {
  const id = written.option as OptionId;
  const right = pickOf(after) === id;
  const holds =
    written.right === right && !right && reasonsFor(before, id) === reasonsFor(after, id);
  return { ...written, right, feedback: holds ? written.feedback : feedbackOn(after, id, changed) };
}

function reasonsFor(decision: Decision, id: OptionId): string {
  const row = decision.ranking.find(({ option }) => option.id === id) as Ranked;
  return [...row.vetoes, ...row.pros, ...row.cons].map(({ rule }) => rule.says).join('\n');
}

function pickOf({ pick }: Decision): OptionId | undefined {
  return pick?.option.id;
}
