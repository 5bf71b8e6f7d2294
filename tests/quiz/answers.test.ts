import { describe, expect, it } from 'vitest';
import {
  boardCode,
  DEPENDS_OPEN,
  isAnswerRight,
  isRowRight,
  judgeEstimate,
  missingIn,
  OPEN,
  readNumber,
} from '../../src/quiz/grade.ts';
import type { BoardItem, ClickSpanItem, EstimateItem } from '../../src/quiz/item.ts';
import { reportText } from '../../src/quiz/report.ts';
import { sampleItem } from './samples.ts';

const { options: _, kind: __, ...base } = sampleItem('a');

const estimate = (from: number, to: number): EstimateItem => ({
  ...base,
  kind: 'estimate',
  unit: 'requests',
  answer: 300,
  from,
  to,
  feedback: { right: 'Yes.', low: 'More.', high: 'Less.' },
});

const board: BoardItem = {
  ...base,
  kind: 'matrix-board',
  columns: [
    { id: 'sse', name: 'EventSource' },
    { id: 'websocket', name: 'WebSocket' },
  ],
  rows: [
    { text: 'A feed', right: 'sse', choices: [], on: [], feedback: 'why', wrong: {} },
    { text: 'A call', right: 'none', choices: [], on: [], feedback: 'why', wrong: {} },
    {
      text: 'A status',
      right: 'depends',
      choices: [
        { id: 'size', label: 'Size' },
        { id: 'staleness', label: 'Staleness' },
      ],
      on: ['staleness'],
      feedback: 'why',
      wrong: {},
    },
  ],
};

const span: ClickSpanItem = {
  ...base,
  kind: 'click-span',
  rows: [
    { kind: 'inbound', spans: [{ text: 'GET', kind: 'method', label: 'method' }] },
    { kind: 'note', spans: [{ text: '2 more fields', kind: 'text' }] },
    { kind: 'inbound', spans: [{ text: 'Accept', kind: 'field-name', label: 'field name' }] },
  ],
  target: 2,
  feedback: 'why',
};

describe('an estimate', () => {
  it.each([
    ['200', 'right'],
    ['450', 'right'],
    ['199.9', 'low'],
    ['451', 'high'],
    ['3e2', 'right'],
    ['-300', 'low'],
  ])('of %s is %s within 200 to 450', (typed, outcome) => {
    expect(judgeEstimate(estimate(300 / 1.5, 300 * 1.5), typed)).toBe(outcome);
  });

  it('counts a bound that decimal fractions miss by a hair', () => {
    expect(judgeEstimate(estimate(0.1, 0.1 + 0.7), '0.8')).toBe('right');
    expect(judgeEstimate(estimate(0.1, 0.1 + 0.7), '0.8001')).toBe('high');
  });

  it.each([
    ['100,000', 100_000],
    ['100 000', 100_000],
    ['1_000', 1000],
    [' .5 ', 0.5],
    ['1e3', 1000],
    ['12,5', undefined],
    ['about 5', undefined],
    ['', undefined],
    ['1-2', undefined],
  ])('reads %j as %j', (typed, value) => {
    expect(readNumber(typed)).toBe(value);
  });
});

describe('a board', () => {
  const right = [boardCode(board, 'sse'), boardCode(board, 'none'), boardCode(board, 'depends', 1)];

  it('is right when every row is', () => {
    expect(isAnswerRight(board, { picked: right })).toBe(true);
    for (const row of [0, 1, 2]) {
      const picked = right.with(row, boardCode(board, 'websocket'));
      expect(isAnswerRight(board, { picked })).toBe(false);
      expect(board.rows.map((one, at) => isRowRight(board, one, picked[at]))).toEqual(
        [0, 1, 2].map((at) => at !== row),
      );
    }
  });

  it('wants to know on what it depends', () => {
    const picked = right.with(2, boardCode(board, 'depends', 0));
    expect(isAnswerRight(board, { picked })).toBe(false);
    expect(missingIn(board, { picked: right.with(2, DEPENDS_OPEN) })).toBe(
      'One row has no answer yet: row 3.',
    );
    expect(missingIn(board, { picked: [OPEN, OPEN, OPEN] })).toBe(
      '3 rows have no answer yet: 1, 2, 3.',
    );
    expect(missingIn(board, { picked: right })).toBeUndefined();
  });
});

describe('a span', () => {
  it('is the one that counts, over all rows', () => {
    expect(isAnswerRight(span, { picked: [2] })).toBe(true);
    expect(isAnswerRight(span, { picked: [0] })).toBe(false);
    expect(missingIn(span, { picked: [] })).toBe('Pick a piece of the bytes first.');
  });
});

describe('a report', () => {
  it('names the question, its variant, what was given and the browser', () => {
    const item = { ...sampleItem('a~auth=bearer'), stem: 'Which `one`?' };
    expect(reportText(item, { picked: [0, 3], right: false, sure: 'certain' }, 'Browser 1')).toBe(
      [
        'What is wrong with this question:',
        '',
        '',
        'Question: a~auth=bearer',
        'Print: print-a~auth=bearer',
        'Variant: auth = bearer',
        'Kind: pick-reasons',
        'Asked: Which one?',
        'Given: option 0',
        'Given: option 3',
        'Graded: wrong, after “certain”',
        'Browser: Browser 1',
      ].join('\n'),
    );
  });

  it('says in words what was clicked, typed and filled in', () => {
    const given = (item: Parameters<typeof reportText>[0], picked: number[], typed?: string) =>
      reportText(item, { picked, right: true, ...(typed && { typed }) }, 'B')
        .split('\n')
        .filter((line) => line.startsWith('Given: '));
    expect(given(span, [2])).toEqual(['Given: Accept (field name)']);
    expect(given(estimate(1, 2), [], '1,5 or so')).toEqual(['Given: 1,5 or so']);
    expect(given(board, [0, 2, 4])).toEqual([
      'Given: A feed → EventSource',
      'Given: A call → None of these',
      'Given: A status → It depends: Staleness',
    ]);
  });
});
