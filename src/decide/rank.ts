import { OPTIONS, type Option, type OptionId } from './options.ts';
import type { Rule, When } from './rule.ts';
import { RULES } from './rules.ts';
import type { InputId, Shape } from './shape.ts';

/** A rule that holds for this shape, with the inputs that it comes from. */
export interface Reason {
  rule: Rule;
  inputs: InputId[];
}

export interface Ranked {
  option: Option & { id: OptionId };
  /** Sum of the weights; it says nothing for a vetoed option. */
  score: number;
  /** Strongest first. */
  pros: Reason[];
  cons: Reason[];
  vetoes: Reason[];
}

export interface Decision {
  /** All options: first those without a veto by score, then the vetoed ones. */
  ranking: Ranked[];
  /** Nothing, where every option has a veto: the shape contradicts itself. */
  pick: Ranked | undefined;
  runnerUp: Ranked | undefined;
}

/** Every option, weighed by every rule that holds. */
export function rank(shape: Shape, rules: readonly Rule[] = RULES): Decision {
  const rows = new Map<OptionId, Ranked>(
    OPTIONS.map((option) => [option.id, { option, score: 0, pros: [], cons: [], vetoes: [] }]),
  );
  for (const rule of rules) {
    if (!holds(rule.when, shape)) continue;
    const reason = { rule, inputs: Object.keys(rule.when) as InputId[] };
    for (const id of rule.options) {
      const row = rows.get(id);
      if (row) weigh(row, reason);
    }
  }
  // A stable sort: equal scores keep the order of the options.
  const ranking = [...rows.values()].toSorted(
    (a, b) => Number(isVetoed(a)) - Number(isVetoed(b)) || b.score - a.score,
  );
  for (const { pros, cons } of ranking) {
    pros.sort(byStrength);
    cons.sort(byStrength);
  }
  const [pick, runnerUp] = ranking.filter((row) => !isVetoed(row));
  return { ranking, pick, runnerUp };
}

export function isVetoed({ vetoes }: Ranked): boolean {
  return vetoes.length > 0;
}

function holds(when: When, shape: Shape): boolean {
  return Object.entries(when).every(([id, values]) =>
    (values as readonly string[]).includes(shape[id as InputId]),
  );
}

function weigh(row: Ranked, reason: Reason): void {
  const { weight } = reason.rule;
  if (weight === 'veto') {
    row.vetoes.push(reason);
    return;
  }
  row.score += weight;
  (weight > 0 ? row.pros : row.cons).push(reason);
}

function byStrength(a: Reason, b: Reason): number {
  return Math.abs(Number(b.rule.weight)) - Math.abs(Number(a.rule.weight));
}
