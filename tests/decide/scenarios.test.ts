import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { MatrixRow } from '../../src/content-checks/schemas.ts';
import { flipsOf, whenWouldItWin } from '../../src/decide/flip.ts';
import { optionOf } from '../../src/decide/options.ts';
import { PRESETS } from '../../src/decide/presets.ts';
import { rank } from '../../src/decide/rank.ts';
import { DEFAULT_SHAPE, type Shape, withValue } from '../../src/decide/shape.ts';
import { MORE_SCENARIOS, SCENARIOS } from './scenarios.ts';

const { rows } = parse(readFileSync('content/decision-matrix.yaml', 'utf8')) as {
  rows: MatrixRow[];
};

const answer = (shape: Shape) => {
  const { pick, runnerUp } = rank(shape);
  return { pick: pick?.option.id, runnerUp: runnerUp?.option.id };
};

test('every row of the matrix has a preset, and every preset a row', () => {
  expect(PRESETS.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});

describe.each(PRESETS)('the matrix row $id', ({ id, shape, popular, senior, runnerUp, flip }) => {
  const row = rows.find((candidate) => candidate.id === id) as MatrixRow;

  test('comes out with the pick and the runner-up that the row states', () => {
    expect(answer(shape)).toEqual({ pick: senior, runnerUp });
  });

  test('speaks of the transports that the row names', () => {
    const named = (id: typeof senior) => optionOf(id).transport;
    if (row.senior.transport) expect(named(senior)).toBe(row.senior.transport);
    if (row.runnerUp.transport) expect(named(runnerUp)).toBe(row.runnerUp.transport);
    if (row.popular.transport) expect(named(popular)).toBe(row.popular.transport);
  });

  test('flips as the row says, by the one input that it names', () => {
    expect(answer(withValue(shape, flip.input, flip.to)).pick).toBe(flip.pick);
    expect(flipsOf(shape).some(({ input, to }) => input === flip.input && to === flip.to)).toBe(
      true,
    );
  });

  test('says under which other answers the popular pick would be right', () => {
    if (popular === senior) return;
    const changes = whenWouldItWin(shape, popular);
    expect(changes).toBeDefined();
    const changed = changes?.reduce((so, { input, to }) => withValue(so, input, to), shape);
    expect(changed && answer(changed).pick).toBe(popular);
  });
});

test.each([...SCENARIOS, ...MORE_SCENARIOS])(
  'scenario $title → $pick, then $runnerUp',
  ({ shape, pick, runnerUp }) => {
    expect(answer(shape)).toEqual({ pick, runnerUp });
  },
);

describe('what lesson 14 derives or flips beside the matrix', () => {
  const scenario = (start: string) =>
    SCENARIOS.find(({ title }) => title.startsWith(start))?.shape ?? DEFAULT_SHAPE;

  test.each<[string, Shape, string]>([
    [
      'a build log with bearer tokens only',
      withValue(scenario('5 '), 'auth', 'bearer'),
      'fetch-sse',
    ],
    [
      'text chat that may be steered at any moment',
      withValue(scenario('1 '), 'direction', 'both'),
      'websocket',
    ],
    [
      'a text chat whose work outlives its reader',
      withValue(scenario('1 '), 'resume', 'outlives'),
      'job-poll',
    ],
    [
      'a chat on a platform that cuts at 60 s',
      withValue(scenario('1 '), 'between', 'functions'),
      'job-poll',
    ],
    [
      'an upload from a train',
      withValue(PRESETS[4]?.shape ?? DEFAULT_SHAPE, 'between', 'mobile'),
      'parts',
    ],
    ['live video below a second', withValue(scenario('35 '), 'staleness', 'half'), 'webrtc'],
    [
      'a fast game',
      {
        ...DEFAULT_SHAPE,
        direction: 'both',
        payload: 'binary',
        rate: 'tens',
        staleness: 'tenth',
        loss: 'late',
      },
      'webtransport',
    ],
    [
      'messages between services of your own',
      withValue(DEFAULT_SHAPE, 'client', 'services'),
      'broker',
    ],
  ])('%s', (_title, shape, pick) => {
    expect(answer(shape).pick).toBe(pick);
  });
});
