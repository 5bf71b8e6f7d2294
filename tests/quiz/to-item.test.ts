import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { question } from '../../src/content-checks/question-schema.ts';
import { decisionMatrix } from '../../src/content-checks/schemas.ts';
import type { ChoiceItem } from '../../src/quiz/item.ts';
import { fromMatrixRow, fromQuestion, type Places } from '../../src/quiz/to-item.ts';

const resolve: Places = {
  section: (section) => ({ label: section, href: `/lessons/${section}` }),
  proof: () => ({ label: 'the lab', href: '/lab/' }),
  excerpt: () => ({ rows: [], target: 0 }),
};
const base = {
  id: 'q',
  level: 'core',
  stem: 'Which?',
  section: 'polling#the-arithmetic',
  source: { label: 'RFC 9111', href: 'https://www.rfc-editor.org/rfc/rfc9111.html' },
};
const options = [
  { text: 'SSE', right: true, feedback: 'Yes.', transport: 'sse' },
  { text: 'WebSocket', feedback: 'No.' },
  { text: 'Polling', feedback: 'No.' },
];
const choice = (changes = {}) =>
  question.parse({ ...base, kind: 'pick-protocol', options, ...changes });

describe('a question as a quiz item', () => {
  it('knows its lesson, where to read, and the hue of each option', () => {
    const item = fromQuestion(choice(), resolve) as ChoiceItem;
    expect(item.lesson).toBe('polling');
    expect(item.read.href).toBe('/lessons/polling#the-arithmetic');
    expect(item.options.map(({ family }) => family)).toEqual(['sse', undefined, undefined]);
  });

  it('has its steps as options', () => {
    const steps = ['one', 'two', 'three'].map((text) => ({ text, feedback: 'why' }));
    const asked = question.parse({ ...base, kind: 'order-steps', steps });
    const item = fromQuestion(asked, resolve) as ChoiceItem;
    expect(item.options.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  });

  it('gets another fingerprint when its text changes, and keeps it when feedback or place does', () => {
    const { print } = fromQuestion(choice(), resolve);
    expect(fromQuestion(choice({ stem: 'Which one?' }), resolve).print).not.toBe(print);
    expect(fromQuestion(choice({ section: 'websockets' }), resolve).print).toBe(print);
    const reworded = options.map((option) => ({ ...option, feedback: 'Because.' }));
    expect(fromQuestion(choice({ options: reworded }), resolve).print).toBe(print);
  });
});

describe('a row of the decision matrix as a quiz item', () => {
  const { rows } = decisionMatrix.parse(
    parse(readFileSync('content/decision-matrix.yaml', 'utf8')),
  );

  it.each(rows.map((row) => [row.id, row] as const))(
    '%s has a scenario, seven facts and one right answer',
    (id, row) => {
      const item = fromMatrixRow(row, resolve);
      expect(item.id).toBe(`matrix-${id}`);
      expect(item.stem).toContain(row.scenario);
      expect(item.facts).toHaveLength(7);
      expect(item.options.filter(({ right }) => right)).toHaveLength(1);
      expect(item.note).toBe(row.flips);
    },
  );
});
