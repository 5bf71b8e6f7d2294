import { describe, expect, it } from 'vitest';
import { FORMAT, readExport, writeExport } from '../../src/learner/exchange.ts';
import { mergeProgress } from '../../src/learner/merge-progress.ts';
import {
  answerTo,
  NOTHING,
  type Progress,
  withAnswer,
  withLessonRead,
} from '../../src/learner/progress.ts';
import { parseVersion1 } from '../../src/learner/version-1.ts';

const NOW_MS = 1_800_000_000_000;
const question = { id: 'sse-reconnect-503', print: 'abc', lesson: 'server-sent-events' };

function sample(): Progress {
  let progress = withLessonRead(NOTHING, 'polling', 5);
  progress = withAnswer(progress, question, { right: false, sure: 'certain' }, 10);
  progress = withAnswer(progress, question, { right: true, sure: 'fairly' }, 20);
  progress = withAnswer(progress, { ...question, print: 'edited' }, { right: true }, 30);
  progress = withAnswer(progress, { ...question, id: 'a~rate=many' }, { right: true }, 40);
  return { ...progress, setAside: new Map([['1q0dywi', '{"version":1,']]) };
}

/** The sample's file with one change to its text. */
function read(find: string | RegExp = '', replacement = '') {
  const text = writeExport(sample(), NOW_MS);
  const changed = text.replace(find, replacement);
  if (find !== '') expect(changed).not.toBe(text);
  return readExport(changed, NOW_MS);
}

/** What is sound and the sentences; fails on a file that is refused whole. */
function readParts(find: string | RegExp, replacement: string) {
  const result = read(find, replacement);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

describe('an export', () => {
  it('brings everything back: lessons, tries, earlier readings, variants, texts set aside', () => {
    const result = read();
    expect(result).toMatchObject({ ok: true, problems: [] });
    if (!result.ok) return;
    expect(result.progress.answers).toEqual(sample().answers);
    expect(result.progress.lessonsRead).toEqual(sample().lessonsRead);
    expect([...result.progress.setAside.values()]).toEqual(['{"version":1,']);
  });

  it('adds nothing to the progress that it was made of', () => {
    const result = read();
    if (!result.ok) throw new Error(result.reason);
    expect(mergeProgress(sample(), result.progress).answers).toEqual(sample().answers);
  });

  it('names its format, its version and when it was made', () => {
    expect(JSON.parse(writeExport(sample(), NOW_MS))).toMatchObject({
      format: FORMAT,
      version: 2,
      exportedAt: '2027-01-15T08:00:00.000Z',
    });
  });
});

describe('a file that is refused whole', () => {
  it.each([
    ['PK\u0003\u0004zip', /^This is no export: it begins with "PK/],
    ['[]', /^This is no export: it begins with "\[\]"/],
    [' \n', /^This file is empty\./],
    [
      '{"format":"notes","version":2}',
      /says format "notes" and version 2; an export says "chunk-by-chunk progress"/,
    ],
    ['{"version":2}', /names no format/],
    [`{"format":"${FORMAT}","version":"2"}`, /and version "2"; an export says/],
    [`{"format":"${FORMAT}","version":3}`, /has version 3, and this page reads up to 2. Reload/],
  ])('%j', (text, reason) => {
    expect(readExport(text, NOW_MS)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });
});

describe('a field that is wrong', () => {
  it.each([
    [
      /"sure": "fairly",\s+"atMs": 20,\s+"seen"/,
      '"sure": "fairly", "atMs": "soon", "seen"',
      'answers.sse-reconnect-503.atMs is "soon"; it has to be a time in ms since 1970.',
    ],
    [
      /"seen": 2/,
      '"seen": 0',
      'answers.sse-reconnect-503.seen is 0; it has to be a whole number from 1.',
    ],
    [
      /"print": "abc"/,
      '"print": 7',
      'answers.sse-reconnect-503.print is 7; it has to be text of 1 to 200 characters without spaces.',
    ],
    [
      /"lesson": "server-sent-events",/,
      '',
      'answers.sse-reconnect-503.lesson is missing; it has to be text of 1 to 200 characters without spaces.',
    ],
    [
      /"sure": "fairly",\s+"atMs": 20\s+}/,
      '"sure": "very", "atMs": 20 }',
      'answers.sse-reconnect-503.tries[1].sure is "very"; it has to be one of guess, fairly, certain, or left out.',
    ],
    [
      /"polling": 5/,
      `"polling": ${NOW_MS * 2}`,
      `lessonsRead.polling is ${NOW_MS * 2}; it has to be a time in ms that is not in the future.`,
    ],
    [/"setAside": \[/, '"setAside": [5,', 'setAside[0] is 5; it has to be text.'],
    [
      /"seen": 2/,
      '"seen": 2, "mood": "good"',
      'answers.sse-reconnect-503.mood is not known here and is left out.',
    ],
  ])('%s becomes %s', (find, replacement, sentence) => {
    expect(readParts(find, replacement).problems).toEqual([sentence]);
  });

  it('leaves the sound parts standing', () => {
    const { progress } = readParts(/"print": "abc"/, '"print": 7');
    expect(progress.answers.size).toBe(2);
    expect(progress.lessonsRead.size).toBe(1);
  });

  it('says so when whole parts are missing', () => {
    const result = readExport(`{"format":"${FORMAT}","version":2}`, NOW_MS);
    expect(result).toMatchObject({
      ok: true,
      problems: [
        'lessonsRead is missing; it has to be an object.',
        'answers is missing; it has to be a list.',
        'setAside is missing; it has to be a list.',
      ],
    });
  });
});

describe('version 1, which localStorage held', () => {
  const text = JSON.stringify({
    version: 1,
    lessonsRead: { polling: 5 },
    answers: { a: { print: 'p', lesson: 'polling', right: true, seen: 3, atMs: 9 } },
  });

  it('is read as what the carry-over makes of it', () => {
    expect(readExport(text, NOW_MS)).toEqual({
      ok: true,
      problems: [],
      progress: parseVersion1(text).progress,
    });
  });

  it('names what is wrong in a damaged one and keeps the rest', () => {
    const damaged = text.replace('"answers":{', '"answers":{"b":7,');
    const result = readExport(damaged, NOW_MS);
    expect(result.ok && answerTo(result.progress, 'a', 'p')?.seen).toBe(3);
    expect(result.ok && result.problems[0]).toBe(
      'answers.b.print is missing; it has to be text of 1 to 200 characters without spaces.',
    );
  });
});
