import { describe, expect, test } from 'vitest';
import {
  DEFAULT_SHAPE,
  INPUT_IDS,
  readShape,
  SHAPE_INPUTS,
  valuesOf,
} from '../../src/decide/shape.ts';
import { formatShape, parseShape } from '../../src/decide/url-state.ts';
import { randomShapes } from './seeded-shape.ts';

test('every default is one of its values, and every value has words', () => {
  for (const id of INPUT_IDS) {
    expect(valuesOf(id)).toContain(SHAPE_INPUTS[id].fallback);
    expect(Object.values(SHAPE_INPUTS[id].values).every((words) => words.length > 2)).toBe(true);
  }
});

describe('reading a shape', () => {
  test.each([[undefined], [null], [7], ['text'], [[]], [{}], [{ unknown: 1 }]])(
    '%j is the default without a complaint',
    (found) => {
      expect(readShape(found)).toEqual({ shape: DEFAULT_SHAPE, complaints: [] });
    },
  );

  test.each([['sideways'], ['constructor'], [''], [3], [null], [{}]])(
    'a direction of %j keeps the default and is complained about',
    (direction) => {
      const { shape, complaints } = readShape({ direction, rate: 'tens' });
      expect(shape).toEqual({ ...DEFAULT_SHAPE, rate: 'tens' });
      expect(complaints).toEqual([expect.stringMatching(/^direction is .*down, ask, mixed/)]);
    },
  );
});

describe('the address', () => {
  test('of the default is bare', () => {
    expect(formatShape(DEFAULT_SHAPE)).toBe('');
  });

  test('holds what differs, and leads back to the same shape', () => {
    expect(formatShape({ ...DEFAULT_SHAPE, auth: 'bearer', rate: 'tens' })).toBe(
      '?rate=tens&auth=bearer',
    );
    for (const shape of randomShapes(100, 11)) {
      expect(parseShape(formatShape(shape))).toEqual({ shape, complaints: [] });
    }
  });

  test('may hold anything and never throws', () => {
    for (const search of [
      '?direction',
      '?%',
      '?rate=tens&rate=once',
      '?a=b',
      '?__proto__=x',
      '?auth=%FF',
    ]) {
      expect(() => parseShape(search)).not.toThrow();
    }
  });

  test('says what it could not use', () => {
    expect(parseShape('?direction=').complaints[0]).toContain('direction is empty; it takes');
    const { shape, complaints } = parseShape('?direction=both&direction=ask');
    expect(shape.direction).toBe('ask');
    expect(complaints).toEqual(['direction is there twice. The last one is used.']);
  });
});
