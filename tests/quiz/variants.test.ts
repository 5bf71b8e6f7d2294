import { describe, expect, it } from 'vitest';
import { readContent } from '../../src/content-checks/content-files.ts';
import type { OptionId } from '../../src/decide/options.ts';
import { rank } from '../../src/decide/rank.ts';
import { type InputId, inputOf, readShape, withValue } from '../../src/decide/shape.ts';
import { parseShape } from '../../src/decide/url-state.ts';
import { boardCode, isRowRight } from '../../src/quiz/grade.ts';
import { type BoardItem, type ChoiceItem, isChoice } from '../../src/quiz/item.ts';
import { reasonsOn } from '../../src/quiz/judge.ts';
import { makerOf } from '../../src/quiz/made.ts';
import { boardId, changeIn } from '../../src/quiz/made-ids.ts';
import { courseItems } from './course-items.ts';

const items = courseItems(readContent('.'));
const maker = makerOf(items);
const withShape = items.filter(isChoice).filter(({ engine }) => engine);
const variants = withShape.flatMap((item) =>
  (item.engine?.variants ?? []).map(({ id, print }) => ({ item, id, print })),
);

describe('the variants of the scenarios', () => {
  it('are many', () => {
    expect(withShape.length).toBeGreaterThanOrEqual(7);
    expect(variants.length).toBeGreaterThan(withShape.length);
  });

  it.each(variants.map((variant) => [variant.id, variant] as const))(
    '%s has another answer than its question, and one',
    (id, { item, print }) => {
      const made = maker.make(id) as ChoiceItem;
      expect(made.print).toBe(print);
      expect(made.print).not.toBe(item.print);

      const { input, to } = changeIn(id) as { input: InputId; to: string };
      const { shape } = readShape(item.engine?.shape);
      const after = rank(withValue(shape, input, to));
      const right = made.options.filter((option) => option.right);
      expect(right.map(({ option }) => option)).toEqual([after.pick?.option.id]);
      expect(right[0]?.option).not.toBe(rank(shape).pick?.option.id);
      expect(made.options.length).toBeGreaterThanOrEqual(3);
      expect(new Set(made.options.map(({ text }) => text)).size).toBe(made.options.length);
      for (const { feedback } of made.options) expect(feedback.length).toBeGreaterThan(20);

      expect(made.stem.startsWith(item.stem)).toBe(true);
      const changed = made.facts?.filter(({ was }) => was !== undefined) ?? [];
      expect(changed).toHaveLength(1);
      expect(made.stem).toContain(changed[0]?.was);
    },
  );

  it('keep what was written about an option as long as the same reasons hold', () => {
    const item = items.find(({ id }) => id === 'matrix-llm-text-chat') as ChoiceItem;
    const made = maker.make('matrix-llm-text-chat~turns=many') as ChoiceItem;
    const about = (one: ChoiceItem, id: string) =>
      one.options.find(({ option }) => option === id)?.feedback;
    expect(about(made, 'sse')).toBe(about(item, 'sse'));
    expect(about(made, 'fetch-sse')).toContain('Every turn is a new request');
  });

  it('are none where the change or the question does not exist', () => {
    expect(maker.make('matrix-llm-text-chat')).toBeUndefined();
    expect(maker.make('nothing~turns=many')).toBeUndefined();
  });
});

describe('a board made by the engine', () => {
  const boards = Array.from({ length: 60 }, (_, seed) => maker.make(boardId(seed)) as BoardItem);

  it('is the same board for the same seed, and another one for another', () => {
    expect(maker.make(boardId(7))).toEqual(boards[7]);
    expect(new Set(boards.map(({ print }) => print)).size).toBeGreaterThan(50);
  });

  it('has four to six columns, and rows with one right answer each', () => {
    for (const board of boards) {
      expect(board.columns.length).toBeGreaterThanOrEqual(4);
      expect(board.columns.length).toBeLessThanOrEqual(6);
      expect(board.rows.length).toBeGreaterThanOrEqual(4);
      // "The same as above" has something above it.
      expect(board.rows[0]?.text).not.toMatch(/^The same/);
      for (const row of board.rows) {
        const picks = [...board.columns.map(({ id }) => id), 'none', 'depends'] as const;
        const right = picks.filter((pick) =>
          row.choices.some((_, choice) => isRowRight(board, row, boardCode(board, pick, choice))),
        );
        expect(right).toEqual([row.right]);
        for (const pick of picks) {
          if (pick !== row.right) expect(row.wrong[pick]?.length, row.text).toBeGreaterThan(10);
        }
      }
    }
  });

  it('asks for "none of these" and "it depends" on most boards, and not on every row', () => {
    const count = (right: string) =>
      boards.filter(({ rows }) => rows.some((row) => row.right === right)).length;
    expect(count('none')).toBeGreaterThan(boards.length * 0.7);
    expect(count('depends')).toBeGreaterThan(boards.length * 0.9);
    for (const { rows } of boards) {
      expect(rows.filter(({ right }) => right === 'depends').length).toBeLessThanOrEqual(1);
    }
  });

  it('leaves open one thing that decides, beside others that do not', () => {
    const rows = boards.flatMap((board) => board.rows.filter(({ right }) => right === 'depends'));
    for (const { on, choices, text } of rows) {
      expect(on).toHaveLength(1);
      expect(choices.map(({ id }) => id)).toContain(on[0]);
      for (const { label } of choices) expect(text).toContain(label.toLowerCase());
    }
  });

  it('counts its rows for the questions they ask in other words', () => {
    const prints = new Map(
      [...withShape, ...variants].map(({ id, print }) => [id, print] as const),
    );
    const counted = boards.flatMap(({ rows }) => rows.flatMap(({ counts }) => counts ?? []));
    expect(counted.length).toBeGreaterThan(100);
    for (const { id, print } of counted) expect(prints.get(id)).toBe(print);
  });
});

describe('the neighbours of a shape', () => {
  it('are changes of one input, each with the pick that the engine makes then', () => {
    const { items: made } = maker.neighbours('direction=ask&rate=tens&staleness=tenth&auth=bearer');
    expect(made.length).toBeGreaterThanOrEqual(3);
    for (const item of made) {
      const { input, to } = changeIn(item.id) as { input: InputId; to: string };
      const { shape } = readShape({
        direction: 'ask',
        rate: 'tens',
        staleness: 'tenth',
        auth: 'bearer',
      });
      const right = item.options.filter((option) => option.right).map(({ option }) => option);
      expect(right).toEqual([rank(withValue(shape, input, to)).pick?.option.id]);
      expect(item.options.map(({ option }) => option)).toContain(rank(shape).pick?.option.id);
      expect(item.prove.href).toContain(`${input}=${to}`);
    }
  });

  it.each(['', 'direction=both&payload=binary&rate=tens', 'payload=media'])(
    'name the source that decides, a passage that fits, and what the feedback leans on: %s',
    (query) => {
      const { items: made } = maker.neighbours(query);
      for (const item of made) {
        const { input, to } = changeIn(item.id) as { input: InputId; to: string };
        const decision = rank(withValue(parseShape(query).shape, input, to));
        const sources = decision.pick?.pros.map(({ rule }) => rule.source);
        expect(sources).toContainEqual(item.source);
        expect(item.read.href).toContain(`/lessons/${item.lesson}/`);
        const told = item.facts?.map(({ label }) => label);
        const [deciding] = reasonsOn(decision, decision.pick?.option.id as OptionId, input);
        for (const id of deciding?.inputs ?? []) expect(told).toContain(inputOf(id).label);
      }
      expect(new Set(made.map(({ source }) => source.href)).size).toBeGreaterThan(1);
    },
  );

  it('are none where nothing survives, and what cannot be read is complained about', () => {
    const none = maker.neighbours('tab=closed&payload=page&direction=both&loss=late');
    expect(none.items).toEqual([]);
    expect(maker.neighbours('direction=sideways').complaints).toEqual([
      expect.stringContaining('direction is sideways'),
    ]);
  });
});
