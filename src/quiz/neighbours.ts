import { type Flip, nearestFlips } from '../decide/flip.ts';
import type { OptionId } from '../decide/options.ts';
import { rank } from '../decide/rank.ts';
import { inputOf, type Shape, wordsOf } from '../decide/shape.ts';
import { formatShape, parseShape } from '../decide/url-state.ts';
import { saysOf } from './change-words.ts';
import type { ChoiceItem } from './item.ts';
import { factsOf, isClear, optionFor, reasonsOn } from './judge.ts';
import { NEIGHBOUR, variantId } from './made-ids.ts';
import { withPrint } from './print.ts';

/** A round about one shape: its nearest changes that make another option right. */

const QUESTIONS_MAX = 6;
const OPTIONS_SHOWN = 5;

/** A round about a shape, and what could not be used of its address. */
export interface Neighbours {
  items: ChoiceItem[];
  complaints: string[];
}

/**
 * @param query a shape as the address of /decide/ holds it
 * @param bank written questions: they know where each option is taught
 */
export function neighboursOf(query: string, bank: readonly ChoiceItem[]): Neighbours {
  const { shape, complaints } = parseShape(query);
  if (!rank(shape).pick) return { items: [], complaints };
  const items = nearestFlips(shape, QUESTIONS_MAX * 2)
    .filter(({ decision }) => isClear(decision))
    .slice(0, QUESTIONS_MAX)
    .flatMap((flip) => toItem(shape, flip, bank) ?? []);
  return { items, complaints };
}

function toItem(
  shape: Shape,
  { input, from, to, decision }: Flip,
  bank: readonly ChoiceItem[],
): ChoiceItem | undefined {
  const pick = decision.pick?.option.id;
  const taught = pick && placeOf(pick, bank);
  const [deciding] = pick ? reasonsOn(decision, pick, input) : [];
  if (!taught || !deciding) return undefined;
  const before = rank(shape);
  const offered = new Set<OptionId>();
  for (const row of [decision.pick, before.pick, decision.runnerUp, ...decision.ranking]) {
    if (row && offered.size < OPTIONS_SHOWN) offered.add(row.option.id);
  }
  const after = { ...shape, [input]: to };
  // Whoever is to defend a pick is told what speaks for and against it.
  const named = new Set(
    [...offered].flatMap((id) => reasonsOn(decision, id, input)).flatMap(({ inputs }) => inputs),
  );
  return withPrint({
    id: variantId(NEIGHBOUR, input, to),
    kind: 'pick-protocol',
    level: 'senior',
    lesson: taught.lesson,
    stem: `The data flow is the one from the decision page, but *${saysOf(input, to)}*. Which do you defend?`,
    facts: factsOf(after, shape, named),
    options: [...offered].map((id) => optionFor(decision, id, input)),
    note: `${inputOf(input).label}: with “${wordsOf(input, from)}” it is ${before.pick?.option.name ?? 'nothing'}.`,
    read: taught.read,
    prove: { label: 'this shape on the decision page', href: `/decide/${formatShape(after)}` },
    source: deciding.rule.source,
  });
}

/** Where an option is taught: a question that it answers knows, else the lesson on choosing. */
function placeOf(
  id: OptionId,
  bank: readonly ChoiceItem[],
): Pick<ChoiceItem, 'lesson' | 'read'> | undefined {
  const answered = bank.find(({ options }) =>
    options.some(({ right, option }) => right && option === id),
  );
  if (answered) return answered;
  const matrix = bank.find(({ isMatrix }) => isMatrix);
  if (!matrix) return undefined;
  const [label = ''] = matrix.read.label.split(':');
  const [href = ''] = matrix.read.href.split('#');
  return { lesson: matrix.lesson, read: { label, href } };
}
