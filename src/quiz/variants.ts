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
import { differencesOf, factsOf, isClear, optionFor } from './judge.ts';
import { variantId } from './made-ids.ts';
import { withPrint } from './print.ts';

/** The same situation with one input changed so that another option is right. */

/** Farther changes are another thing to build, and no longer the same situation. */
export const DISTANCE_MAX = 4;

/** Per question; each other pick comes once before any comes twice. */
export const VARIANTS_MAX = 6;

/** A variant offers at least so many options. */
const OPTIONS_MIN = 4;

/** A change that the question itself speaks of: it is a variant even of a fixed input. */
interface Named {
  input: InputId;
  to: string;
}

/** A question with all that the browser has to know of its variants before the engine is loaded. */
export function withVariants(
  item: ChoiceItem,
  shape: Partial<Shape>,
  fixed: readonly InputId[] = [],
  named?: Named,
): ChoiceItem {
  const whole = readShape(shape).shape;
  const variants = clearFlips(whole, fixed, named).map(({ input, to }) => {
    const { id, print } = makeVariant(item, whole, input, to);
    return { id, print };
  });
  return { ...item, engine: { shape: differencesOf(whole), variants } };
}

/** Changes that make another option right beyond dispute, nearest first. */
export function clearFlips(shape: Shape, fixed: readonly InputId[] = [], named?: Named): Flip[] {
  const flips = flipsOf(shape).filter(({ input, to, distance, decision }) => {
    const isNamed = input === named?.input && to === named.to;
    return isClear(decision) && (isNamed || (!fixed.includes(input) && distance <= DISTANCE_MAX));
  });
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
 * The same options, in the engine's words: what was written may speak of what has
 * changed, and a newcomer must not stick out.
 */
function optionsOf(
  item: ChoiceItem,
  before: Decision,
  after: Decision,
  changed: InputId,
): QuizOption[] {
  const pick = pickOf(after);
  const written = new Map(item.options.map((option) => [option.option, option]));
  const wanted = new Set(item.options.flatMap(({ option }) => option ?? []));
  if (pick) wanted.add(pick);
  for (const { option } of after.ranking) {
    if (wanted.size >= OPTIONS_MIN) break;
    wanted.add(option.id);
  }
  return [...wanted].map((id) => {
    const option = optionFor(after, id, changed);
    const original = written.get(id);
    // What was written about a wrong option holds as long as the same reasons do.
    const holds = original && !original.right && !option.right && sameReasons(before, after, id);
    return holds ? { ...option, feedback: original.feedback } : option;
  });
}

function sameReasons(before: Decision, after: Decision, id: OptionId): boolean {
  return reasonsFor(before, id) === reasonsFor(after, id);
}

function reasonsFor(decision: Decision, id: OptionId): string {
  const row = decision.ranking.find(({ option }) => option.id === id) as Ranked;
  return [...row.vetoes, ...row.pros, ...row.cons].map(({ rule }) => rule.says).join('\n');
}

function pickOf({ pick }: Decision): OptionId | undefined {
  return pick?.option.id;
}
