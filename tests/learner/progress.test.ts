import { describe, expect, it } from 'vitest';
import {
  answerTo,
  NOTHING,
  TRIES_KEPT,
  withAnswer,
  withLessonRead,
  withoutLesson,
  withoutQuestion,
} from '../../src/learner/progress.ts';

const question = { id: 'sse-cut', print: 'abc', lesson: 'server-sent-events' };
const other = { id: 'ws-mask', print: 'def', lesson: 'websockets' };
const idsOf = ({ answers }: typeof NOTHING) => [...answers.values()].map(({ id }) => id);

describe('progress', () => {
  it('keeps the last answer to a question, how often it was answered, and every try', () => {
    const once = withAnswer(NOTHING, question, { right: true, sure: 'guess' }, 1);
    const twice = withAnswer(once, question, { right: false, sure: 'certain' }, 2);
    expect(answerTo(twice, 'sse-cut', 'abc')).toEqual({
      ...question,
      right: false,
      sure: 'certain',
      atMs: 2,
      seen: 2,
      tries: [
        { right: true, sure: 'guess', atMs: 1 },
        { right: false, sure: 'certain', atMs: 2 },
      ],
    });
    expect(answerTo(once, 'sse-cut', 'abc')?.seen).toBe(1);
  });

  it('does not say how sure one was where it was not asked', () => {
    const sureFirst = withAnswer(NOTHING, question, { right: true, sure: 'certain' }, 1);
    const answer = answerTo(withAnswer(sureFirst, question, { right: true }, 2), 'sse-cut', 'abc');
    expect(answer).not.toHaveProperty('sure');
    expect(answer?.tries[1]).toEqual({ right: true, atMs: 2 });
  });

  it('keeps the latest tries and counts those it drops', () => {
    let progress = NOTHING;
    for (let atMs = 1; atMs <= TRIES_KEPT + 3; atMs++)
      progress = withAnswer(progress, question, { right: true }, atMs);
    const answer = answerTo(progress, 'sse-cut', 'abc');
    expect(answer?.tries).toHaveLength(TRIES_KEPT);
    expect(answer?.tries[0]?.atMs).toBe(4);
    expect(answer?.seen).toBe(TRIES_KEPT + 3);
  });

  it('does not hand an old answer to an edited question, and keeps the old one', () => {
    const before = withAnswer(NOTHING, question, { right: true }, 1);
    expect(answerTo(before, 'sse-cut', 'edited')).toBeUndefined();
    const after = withAnswer(before, { ...question, print: 'edited' }, { right: false }, 2);
    expect(answerTo(after, 'sse-cut', 'edited')?.seen).toBe(1);
    expect(answerTo(after, 'sse-cut', 'abc')).toMatchObject({ right: true, seen: 1 });
  });

  it('remembers when a lesson was read first', () => {
    const progress = withLessonRead(withLessonRead(NOTHING, 'polling', 1), 'polling', 2);
    expect(progress.lessonsRead.get('polling')).toBe(1);
  });

  it('forgets one lesson and leaves the others alone', () => {
    let progress = withAnswer(NOTHING, question, { right: true }, 1);
    progress = withAnswer(progress, other, { right: true }, 1);
    progress = withLessonRead(withLessonRead(progress, 'websockets', 1), 'server-sent-events', 1);
    const left = withoutLesson(progress, 'websockets');
    expect(idsOf(left)).toEqual(['sse-cut']);
    expect([...left.lessonsRead.keys()]).toEqual(['server-sent-events']);
  });

  it('forgets one question with its earlier readings and its variants', () => {
    let progress = withAnswer(NOTHING, question, { right: true }, 1);
    progress = withAnswer(progress, { ...question, print: 'edited' }, { right: true }, 2);
    progress = withAnswer(progress, { ...question, id: 'sse-cut~rate=many' }, { right: true }, 3);
    progress = withAnswer(progress, { ...question, id: 'sse-cut-twice' }, { right: true }, 4);
    expect(idsOf(withoutQuestion(progress, 'sse-cut'))).toEqual(['sse-cut-twice']);
  });

  it('takes ids that are names of things in JavaScript', () => {
    expect(answerTo(NOTHING, 'constructor', 'abc')).toBeUndefined();
    const odd = withAnswer(NOTHING, { ...question, id: '__proto__' }, { right: true }, 1);
    expect(answerTo(odd, '__proto__', 'abc')?.seen).toBe(1);
  });
});
