import { describe, expect, test } from 'vitest';
import { distanceOf, flipsOf, smallestFlip } from '../../src/decide/flip.ts';
import { OPTION_IDS } from '../../src/decide/options.ts';
import { isVetoed, rank } from '../../src/decide/rank.ts';
import { formatRecord } from '../../src/decide/record.ts';
import { DEFAULT_SHAPE, INPUT_IDS, withValue } from '../../src/decide/shape.ts';
import { randomShapes } from './seeded-shape.ts';

const shapes = randomShapes(400, 5);

describe('whatever the shape', () => {
  test('every option is ranked once, and each has a reason that names an input', () => {
    for (const shape of shapes) {
      const { ranking } = rank(shape);
      expect(ranking.map(({ option }) => option.id).toSorted()).toEqual(OPTION_IDS.toSorted());
      for (const { option, pros, cons, vetoes } of ranking) {
        const reasons = [...pros, ...cons, ...vetoes];
        expect(reasons.length, option.id).toBeGreaterThan(0);
        for (const { inputs } of reasons) {
          expect(inputs.length).toBeGreaterThan(0);
          for (const id of inputs) expect(INPUT_IDS).toContain(id);
        }
      }
    }
  });

  test('a veto is never outranked, and a vetoed option is never the pick', () => {
    for (const shape of shapes) {
      const { ranking, pick, runnerUp } = rank(shape);
      const firstVeto = ranking.findIndex(isVetoed);
      if (firstVeto >= 0) expect(ranking.slice(firstVeto).every(isVetoed)).toBe(true);
      expect(pick?.vetoes ?? []).toEqual([]);
      expect(runnerUp?.vetoes ?? []).toEqual([]);
    }
  });

  test('the pick has something that speaks for it', () => {
    for (const shape of shapes) {
      const { pick } = rank(shape);
      if (pick) expect(pick.pros.length, JSON.stringify(shape)).toBeGreaterThan(0);
    }
  });

  test('a flip changes one input and really flips, and none is nearer than the smallest', () => {
    for (const shape of shapes.slice(0, 60)) {
      const now = rank(shape).pick?.option.id;
      const flips = flipsOf(shape);
      for (const { input, from, to, distance, decision } of flips) {
        expect(shape[input]).toBe(from);
        expect(distance).toBe(distanceOf(input, from, to));
        const then = rank(withValue(shape, input, to)).pick?.option.id;
        expect(then).toBe(decision.pick?.option.id);
        expect(then).not.toBe(now);
      }
      const least = Math.min(...flips.map(({ distance }) => distance));
      if (flips.length > 0) expect(smallestFlip(shape)?.distance).toBe(least);
    }
  });

  test('a record can be written', () => {
    for (const shape of shapes.slice(0, 60)) {
      expect(formatRecord(shape, 'https://example.org/decide/')).toContain('## The data flow');
    }
  });
});

describe('a decision record', () => {
  const record = formatRecord(DEFAULT_SHAPE, 'https://example.org/decide/');

  test('states pick, runner-up, what would change it and what is ruled out', () => {
    const headings = record.split('\n').filter((line) => /^##? /.test(line));
    expect(headings).toEqual([
      '# Decision: EventSource (SSE)',
      '## The data flow',
      '## The pick: EventSource (SSE)',
      expect.stringMatching(/^## The runner-up: /),
      '## What would change it',
      '## Ruled out',
    ]);
  });

  test('gives each reason with the input it comes from and its source, and ends with the address', () => {
    expect(record).toMatch(
      /- It was made for .* \(From: Who speaks, and when\. Source: \[HTML §9\.2\.2\]\(https:/,
    );
    expect(record.trimEnd()).toMatch(/Decided with https:\/\/example\.org\/decide\/$/);
  });
});

test('with contradictory answers there is no pick, and each option says which input forbids it', () => {
  const shape = withValue(withValue(DEFAULT_SHAPE, 'client', 'telephone'), 'payload', 'page');
  const { pick, ranking } = rank(shape);
  expect(pick).toBeUndefined();
  expect(ranking.every(isVetoed)).toBe(true);
  expect(smallestFlip(shape)).toBeDefined();
});
