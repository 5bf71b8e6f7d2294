import { type Flip, nearestFlips } from '../decide/flip.ts';
import type { OptionId } from '../decide/options.ts';
import { rank } from '../decide/rank.ts';
import { inputOf, type Shape, wordsOf } from '../decide/shape.ts';
import { formatShape, parseShape } from '../decide/url-state.ts';
import { saysOf } from './change-words.ts';
import type { ChoiceItem } from './item.ts';
import { factsOf, isClear, optionFor } from './judge.ts';
import { NEIGHBOUR } from './neighbour-id.ts';
import { withPrint } from './print.ts';
import { variantId } from './variant-id.ts';

/** A round about one shape: its nearest changes that make another option right. */

const QUESTIONS_MAX = 6;
const OPTIONS_SHOWN = 5;

/**
 * @param query a shape as the address of /decide/ holds it
 * @param places from a question of the matrix: where to read about the choice
 */
export function neighboursOf(
  query: string,
  places: Pick<ChoiceItem, 'lesson' | 'read' | 'source'>,
): ChoiceItem[] {
  const { shape } = parseShape(query);
  return nearestFlips(shape, QUESTIONS_MAX * 2)
    .filter(({ decision }) => isClear(decision))
    .slice(0, QUESTIONS_MAX)
    .map((flip) => toItem(shape, flip, places));
}

function toItem(
  shape: Shape,
  { input, from, to, decision }: Flip,
  { lesson, read, source }: Pick<ChoiceItem, 'lesson' | 'read' | 'source'>,
): ChoiceItem {
  const before = rank(shape);
  const offered = new Set<OptionId>();
  for (const row of [decision.pick, before.pick, decision.runnerUp, ...decision.ranking]) {
    if (row && offered.size < OPTIONS_SHOWN) offered.add(row.option.id);
  }
  const after = { ...shape, [input]: to };
  return withPrint({
    id: variantId(NEIGHBOUR, input, to),
    kind: 'pick-protocol',
    level: 'senior',
    lesson,
    stem: `The data flow is the one from the decision page, but *${saysOf(input, to)}*. Which do you defend?`,
    facts: factsOf(after, shape),
    options: [...offered].map((id) => optionFor(decision, id, input)),
    note: `${inputOf(input).label}: with “${wordsOf(input, from)}” it is ${before.pick?.option.name ?? 'nothing'}.`,
    read,
    prove: { label: 'this shape on the decision page', href: `/decide/${formatShape(after)}` },
    source,
  });
}
