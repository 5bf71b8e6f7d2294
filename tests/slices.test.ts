import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { TRANSPORT_IDS, TRANSPORTS, type TransportId } from '#contract/transports.ts';
import { readLesson } from '../src/content-checks/read-lesson.ts';
import { definitionOf, PROCEDURE_NAMES } from '../src/procedures/index.ts';
import { transports } from '../src/transports/index.ts';
import { loadProcedure } from '../src/transports/procedures/index.ts';
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

const experiments = filesUnder('content/experiments', ['.yaml']).map((path) => ({
  id: path.replace(/^.*\/|\.yaml$/g, ''),
  ...(parse(readText(path)) as { procedure?: string }),
}));
const tags = lessons.flatMap((path) => readLesson(readText(path)).tags);
const browserTests = filesUnder('tests/browser', ['.spec.ts']);

describe.each(PROCEDURE_NAMES)('the procedure %s', (name) => {
  test('has a probe that finds nothing without facts, and outcomes to find', () => {
    const { outcomes, read } = definitionOf(name);
    expectFile(`src/procedures/${name}.ts`, 'define its facts and its probe there');
    expect(new Set(outcomes).size).toBeGreaterThan(1);
    expect(read({}), 'Without facts there is no outcome.').toBeUndefined();
    expectFile(`tests/procedures/${name}.test.ts`, 'test its probe there, outcome by outcome');
  });

  test('has a script in a file of its name', async () => {
    expectFile(`src/transports/procedures/${name}.ts`, 'write its script there');
    const { definition } = await loadProcedure(name);
    expect(definition, 'The script brings the definition of its name.').toBe(definitionOf(name));
  });

  test('shows files that exist', () => {
    for (const path of definitionOf(name).alsoShow) expectFile(path, 'or mend alsoShow');
  });

  test('has an experiment that a lesson shows', () => {
    const ids = experiments.filter(({ procedure }) => procedure === name).map(({ id }) => id);
    expect(
      shownBy(ids),
      `Write content/experiments/….yaml with "procedure: ${name}", and its tag in a lesson.`,
    ).not.toEqual([]);
  });

  test('is run by a browser test', () => {
    expect(
      browserTests.filter((path) => readText(path).includes(name)),
      `Write a test in tests/browser/procedures.spec.ts that runs ${name}.`,
    ).not.toEqual([]);
  });
});

describe('a hole in a slice is found', () => {
  test('an experiment that no lesson shows', () => {
    expect(shownBy(['nobody-shows-this'])).toEqual([]);
  });

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

/** Of the experiments, those that a lesson shows. */
function shownBy(ids: string[]): string[] {
  const shown = tags
    .filter(({ name }) => name === 'Experiment')
    .map(({ attributes }) => attributes.id);
  return ids.filter((id) => shown.includes(id));
}

function lessonsOf(paths: string[], slug: string): string[] {
  return paths.filter((path) => path.replace(/^content\/lessons\/\d\d-|\.mdx$/g, '') === slug);
}

function questionsOf<Q extends { section: string }>(all: Q[], slug: string): Q[] {
  return all.filter(({ section }) => section.split('#')[0] === slug);
}
