import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { TRANSPORT_IDS, TRANSPORTS, type TransportId } from '#contract/transports.ts';
import { transports } from '../src/transports/index.ts';
import { filesUnder, ROOT, readText } from './read-source.ts';

/**
 * A protocol is a vertical slice: a row in src/contract/transports.ts, and from
 * there one of each thing below. CONTRIBUTING.md has the recipe.
 */
const SLICES: Record<TransportId, { endpoint: string; clientTest: string }> = {
  chunked: { endpoint: 'chunked', clientTest: 'chunked' },
  ndjson: { endpoint: 'ndjson', clientTest: 'ndjson' },
  sse: { endpoint: 'sse', clientTest: 'sse' },
  'fetch-sse': { endpoint: 'sse', clientTest: 'fetch-sse' },
  websocket: { endpoint: 'websocket', clientTest: 'websocket' },
  'short-polling': { endpoint: 'short-poll', clientTest: 'polling' },
  'long-polling': { endpoint: 'long-poll', clientTest: 'polling' },
};

const lessons = filesUnder('content/lessons', ['.mdx']);
const questions = filesUnder('content/questions', ['.yaml']).flatMap(
  (path) => parse(readText(path)).questions as { section: string }[],
);
const serverTests = filesUnder('tests', ['.test.ts']).filter((path) =>
  path.startsWith('tests/live-server/'),
);

describe.each(TRANSPORT_IDS)('%s', (id) => {
  const { path, lesson } = TRANSPORTS[id];
  const { endpoint, clientTest } = SLICES[id];

  test('has an endpoint', () => {
    expectFile(`live-server/endpoints/${endpoint}.ts`, `answer ${path} there`);
  });

  test('has a client in a file of its name', () => {
    expectFile(`src/transports/${id}.ts`, 'write its Transport there');
    expect(transports[id], 'Add it to src/transports/index.ts.').toBeTypeOf('function');
  });

  test('has a lesson', () => {
    expect(
      lessonsOf(lessons, lesson),
      `Write content/lessons/NN-${lesson}.mdx, or mend "lesson" in src/contract/transports.ts.`,
    ).toHaveLength(1);
  });

  test('has a question that leads to its lesson', () => {
    expect(
      questionsOf(questions, lesson),
      `Write a question with "section: ${lesson}#…" in content/questions.`,
    ).not.toEqual([]);
  });

  test('has tests at both ends', () => {
    expectFile(`tests/transports/${clientTest}.test.ts`, 'test its client there');
    expect(
      serverTests.filter((file) => readText(file).includes(path)),
      `Write a test in tests/live-server that asks for ${path}.`,
    ).not.toEqual([]);
  });
});

describe('a hole in a slice is found', () => {
  test('a missing file', () => {
    expect(() => expectFile('live-server/endpoints/gopher.ts', 'answer there')).toThrow(
      /gopher\.ts.*answer there/,
    );
  });

  test('a lesson of another name', () => {
    expect(lessonsOf(['content/lessons/05-websockets.mdx'], 'sockets')).toEqual([]);
  });

  test('questions about other lessons only', () => {
    expect(questionsOf([{ section: 'polling-and-more#end' }], 'polling')).toEqual([]);
  });
});

function expectFile(path: string, doThis: string): void {
  if (!existsSync(`${ROOT}/${path}`)) throw new Error(`There is no ${path}: ${doThis}.`);
}

function lessonsOf(paths: string[], slug: string): string[] {
  return paths.filter((path) => path.replace(/^content\/lessons\/\d\d-|\.mdx$/g, '') === slug);
}

function questionsOf<Q extends { section: string }>(all: Q[], slug: string): Q[] {
  return all.filter(({ section }) => section.split('#')[0] === slug);
}
