import { OPTION_IDS, type OptionId } from '../decide/options.ts';
import { type Decision, isVetoed, rank } from '../decide/rank.ts';
import {
  DEFAULT_SHAPE,
  INPUT_IDS,
  type InputId,
  inputOf,
  readShape,
  type Shape,
  valuesOf,
  withValue,
  wordsOf,
} from '../decide/shape.ts';
import { choiceOf, columnOf } from './board-row.ts';
import { saysOf } from './change-words.ts';
import type { BoardItem, BoardPick, BoardRow, ChoiceItem } from './item.ts';
import { feedbackOn, isClear } from './judge.ts';
import { changeIn } from './made-ids.ts';
import { withPrint } from './print.ts';
import { shuffled } from './shuffle.ts';

/**
 * A board made by the decision engine: rows of the matrix and their variants,
 * one whose answer is not on the board, one that depends on something left open,
 * and one where what is left open changes nothing.
 */

/** Scenarios with one answer, before the two with something open. */
const PLAIN_ROWS = 4;
/** Of the same scenario, the one without a change included. */
const ROWS_OF_ONE_MAX = 2;
const COLUMNS_MIN = 4;
const COLUMNS_MAX = 6;
/** "None of these" must be beyond dispute, so the best column is at least this far behind. */
const NONE_LEAD_MIN = 3;
/** Inputs that an open row names as not known. */
const OPEN_INPUTS = 4;

/** Columns beside the answers: what people reach for. */
const POPULAR: readonly OptionId[] = [
  'websocket',
  'sse',
  'fetch-sse',
  'short-polling',
  'long-polling',
  'ndjson',
];

/** A scenario as a row may ask it. */
interface Case {
  item: ChoiceItem;
  shape: Shape;
  decision: Decision;
  text: string;
  changed?: InputId;
  counts?: BoardRow['counts'];
  /** Inputs said to be not known. */
  open: InputId[];
  /** Which of those decides. */
  on: InputId[];
  /** What it depends on, in a sentence. */
  why?: string;
}

/** @param items of which those with a shape give the scenarios */
export function makeBoard(id: string, seed: number, items: readonly ChoiceItem[]): BoardItem {
  const sources = shuffled(
    items.filter(({ engine }) => engine),
    seed,
  );
  const open = openCases(sources, seed);
  const plain = plainCases(sources, seed, new Set(open.map(({ item }) => item.id)));
  const cases = [...plain.flat(), ...open];
  const columns = columnsFor(cases, seed);
  const groups = shuffled([...plain, ...open.map((one) => [one])], seed + 1);
  const [first] = sources;
  if (!first) throw new Error('A board needs questions that have a shape.');
  return withPrint({
    id,
    kind: 'matrix-board',
    level: 'senior',
    lesson: first.lesson,
    stem: 'Which would you defend for each of these?',
    columns: columns.map(columnOf),
    rows: groups.flat().map((one) => toRow(one, columns)),
    read: first.read,
    prove: { label: 'the decision page', href: '/decide/' },
    source: first.source,
  });
}

/** Scenarios as they are, each followed by itself with one change. */
function plainCases(sources: ChoiceItem[], seed: number, taken: ReadonlySet<string>): Case[][] {
  const groups = sources
    .filter(({ id }) => !taken.has(id))
    .map((item) => plainGroup(item, seed))
    .filter((group) => group.length > 0);
  let rows = 0;
  return groups.flatMap((group) => {
    const kept = group.slice(0, PLAIN_ROWS - rows);
    rows += kept.length;
    return kept.length > 0 ? [kept] : [];
  });
}

function plainGroup(item: ChoiceItem, seed: number): Case[] {
  const shape = shapeOf(item);
  const decision = rank(shape);
  const { id, print, lesson } = item;
  const text = scenarioOf(item);
  const asked = { item, open: [], on: [] };
  const group: Case[] = isClear(decision)
    ? [{ ...asked, shape, decision, text, counts: { id, print, lesson } }]
    : [];
  for (const variant of shuffled(item.engine?.variants ?? [], seed)) {
    if (group.length === ROWS_OF_ONE_MAX) break;
    const change = changeIn(variant.id) as { input: InputId; to: string };
    const after = withValue(shape, change.input, change.to);
    const start = group.length > 0 ? 'The same as above, but' : `${text} But`;
    group.push({
      ...asked,
      shape: after,
      decision: rank(after),
      text: `${start} *${saysOf(change.input, change.to)}*.`,
      changed: change.input,
      counts: { ...variant, lesson },
    });
  }
  return group;
}

/** One that depends on what is left open, and one that does not. */
function openCases(sources: readonly ChoiceItem[], seed: number): Case[] {
  const found: Case[] = [];
  for (const wantsToDepend of [true, false]) {
    for (const item of sources) {
      if (found.some((one) => one.item === item)) continue;
      const made = openCase(item, seed, wantsToDepend);
      if (!made) continue;
      found.push(made);
      break;
    }
  }
  return found;
}

function openCase(item: ChoiceItem, seed: number, depends: boolean): Case | undefined {
  const shape = shapeOf(item);
  const decision = rank(shape);
  const [change] = shuffled(item.engine?.variants ?? [], seed).map(
    ({ id }) => changeIn(id) as { input: InputId; to: string },
  );
  if (!isClear(decision) || (depends && !change)) return undefined;
  const shapes = depends && change ? [shape, withValue(shape, change.input, change.to)] : [shape];
  const idle = shuffled(INPUT_IDS, seed)
    .filter((id) => id !== change?.input && shape[id] === DEFAULT_SHAPE[id])
    .filter((id) => shapes.every((one) => changesNothing(one, id)));
  const open = [...(depends && change ? [change.input] : []), ...idle].slice(0, OPEN_INPUTS);
  if (open.length < OPEN_INPUTS) return undefined;
  const shown = shuffled(open, `${item.id}${seed}`);
  const names = shown.map((id) => inputOf(id).label.toLowerCase());
  const on = depends && change ? [change.input] : [];
  return {
    item,
    shape,
    decision,
    text: `${knownOf(shape, open)} *Not known yet: ${names.join('; ')}.*`,
    open: shown,
    on,
    ...(depends && change && { why: whyItDepends(shape, change, decision) }),
  };
}

/** In the engine's words: a scenario in prose may state what is to be left open. */
function knownOf(shape: Shape, open: readonly InputId[]): string {
  const known = INPUT_IDS.filter(
    (id) => (id === 'direction' || shape[id] !== DEFAULT_SHAPE[id]) && !open.includes(id),
  );
  return `Known: ${known.map((id) => saysOf(id, shape[id])).join('; ')}.`;
}

function whyItDepends(
  shape: Shape,
  { input, to }: { input: InputId; to: string },
  before: Decision,
): string {
  const after = rank(withValue(shape, input, to));
  return (
    `${inputOf(input).label}: with “${wordsOf(input, shape[input])}” it is ${before.pick?.option.name}, ` +
    `with “${wordsOf(input, to)}” ${after.pick?.option.name}. ${feedbackOn(after, after.pick?.option.id ?? 'sse', input)}`
  );
}

/** Whatever the answer to this input, the pick stays. */
function changesNothing(shape: Shape, input: InputId): boolean {
  const pick = rank(shape).pick?.option.id;
  return valuesOf(input).every((to) => {
    const after = rank(withValue(shape, input, to));
    return after.pick?.option.id === pick && isClear(after);
  });
}

/** The answers of the rows, but for one; then what people reach for. */
function columnsFor(cases: readonly Case[], seed: number): OptionId[] {
  const plain = cases.filter(({ on }) => on.length === 0);
  const picks = [...new Set(plain.flatMap(({ decision }) => decision.pick?.option.id ?? []))];
  const fillers = shuffled(POPULAR, seed).filter((id) => !picks.includes(id));
  for (const left of shuffled(picks, seed)) {
    const columns = picks.filter((id) => id !== left).slice(0, COLUMNS_MAX);
    for (const id of fillers) if (columns.length < COLUMNS_MIN + 1) columns.push(id);
    if (plain.every((one) => !isDisputable(one, columns))) return inOrder(columns);
  }
  const columns = picks.slice(0, COLUMNS_MAX);
  for (const id of fillers) if (columns.length < COLUMNS_MIN) columns.push(id);
  return inOrder(columns);
}

/** Whether "none of these" would be the answer while a column is nearly as good. */
function isDisputable({ decision }: Case, columns: readonly OptionId[]): boolean {
  const { pick, ranking } = decision;
  if (!pick || columns.includes(pick.option.id)) return false;
  return ranking.some(
    (row) =>
      columns.includes(row.option.id) && !isVetoed(row) && pick.score - row.score < NONE_LEAD_MIN,
  );
}

function inOrder(columns: OptionId[]): OptionId[] {
  return OPTION_IDS.filter((id) => columns.includes(id));
}

function toRow(
  { decision, text, changed, counts, open, on, why }: Case,
  columns: OptionId[],
): BoardRow {
  const pick = decision.pick?.option.id ?? 'sse';
  const name = decision.pick?.option.name ?? '';
  const isShown = columns.includes(pick);
  const right: BoardPick = on.length > 0 ? 'depends' : isShown ? pick : 'none';
  const because = feedbackOn(decision, pick, changed);
  const idle = open.length > 0 ? ' Nothing that is not known yet changes that.' : '';
  const wrong: BoardRow['wrong'] = {
    none: isShown ? `“${name}” is on the board.` : '',
    depends: `It is ${name} either way: what is said settles it.`,
  };
  for (const id of columns) wrong[id] = feedbackOn(decision, id, changed);
  delete wrong[right];
  if (right === 'depends') {
    for (const column of [...columns, 'none'] as const) {
      wrong[column] = 'One thing that is not known yet changes the answer.';
    }
  }
  return {
    text,
    right,
    on,
    choices: (open.length > 0 ? open : offeredTo(text)).map(choiceOf),
    feedback:
      right === 'depends'
        ? (why ?? '')
        : right === 'none'
          ? `${name}, and that is none of these. ${because}${idle}`
          : `${because}${idle}`,
    wrong,
    ...(counts && { counts }),
  };
}

/** A row that leaves nothing open offers some inputs all the same: that it does not depend is the answer. */
function offeredTo(text: string): InputId[] {
  return shuffled(INPUT_IDS, text).slice(0, OPEN_INPUTS);
}

/** The stem without the question at its end. */
function scenarioOf({ stem }: ChoiceItem): string {
  return stem.replace(/\s*[^.?!]*\?\s*$/, '');
}

function shapeOf({ engine }: ChoiceItem): Shape {
  return readShape(engine?.shape ?? {}).shape;
}
