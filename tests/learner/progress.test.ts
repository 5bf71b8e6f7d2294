import { describe, expect, it } from 'vitest';
import {
  answerTo,
  NOTHING,
  parseProgress,
  serialiseProgress,
  withAnswer,
  withLessonRead,
  withoutLesson,
} from '../../src/learner/progress.ts';

const question = { id: 'sse-cut', print: 'abc', lesson: 'server-sent-events' };
const other = { id: 'ws-mask', print: 'def', lesson: 'websockets' };

describe('progress', () => {
  it('comes back from its text as it was', () => {
    const progress = withLessonRead(withAnswer(NOTHING, question, true, 5), 'polling', 7);
    expect(parseProgress(serialiseProgress(progress))).toEqual({ progress, intact: true });
  });

  it('keeps the last answer to a question and counts how often it was answered', () => {
    const once = withAnswer(NOTHING, question, true, 1);
    const twice = withAnswer(once, question, false, 2);
    expect(answerTo(twice, 'sse-cut', 'abc')).toMatchObject({ right: false, seen: 2, atMs: 2 });
    expect(answerTo(once, 'sse-cut', 'abc')?.seen).toBe(1);
  });

  it('does not hand an old answer to an edited question', () => {
    const before = withAnswer(NOTHING, question, true, 1);
    expect(answerTo(before, 'sse-cut', 'edited')).toBeUndefined();
    const after = withAnswer(before, { ...question, print: 'edited' }, true, 2);
    expect(answerTo(after, 'sse-cut', 'edited')?.seen).toBe(1);
  });

  it('remembers when a lesson was read first', () => {
    const progress = withLessonRead(withLessonRead(NOTHING, 'polling', 1), 'polling', 2);
    expect(progress.lessonsRead.get('polling')).toBe(1);
  });

  it('forgets one lesson and leaves the others alone', () => {
    let progress = withAnswer(withAnswer(NOTHING, question, true, 1), other, true, 1);
    progress = withLessonRead(withLessonRead(progress, 'websockets', 1), 'server-sent-events', 1);
    const left = withoutLesson(progress, 'websockets');
    expect([...left.answers.keys()]).toEqual(['sse-cut']);
    expect([...left.lessonsRead.keys()]).toEqual(['server-sent-events']);
  });

  it('takes ids that are names of things in JavaScript', () => {
    const odd = { ...question, id: 'constructor' };
    expect(answerTo(NOTHING, 'constructor', 'abc')).toBeUndefined();
    const text = serialiseProgress(withAnswer(NOTHING, odd, true, 1));
    expect(parseProgress(text).progress.answers.has('constructor')).toBe(true);
  });
});

describe('stored text that is not ours', () => {
  it.each(['', 'null', '{', '[]', '"x"', '{"version":2}', '{"version":1}'])(
    'reads %j as nothing, and says that it was not understood',
    (text) => {
      expect(parseProgress(text)).toEqual({ progress: NOTHING, intact: false });
    },
  );

  it('keeps the entries that are sound and says that others are missing', () => {
    const answer = { print: 'a', lesson: 'b', right: true, seen: 1, atMs: 1 };
    const text = JSON.stringify({
      version: 1,
      lessonsRead: { polling: 3, websockets: 'yesterday' },
      answers: { good: answer, bad: { ...answer, right: 'yes' }, none: null },
    });
    const { progress, intact } = parseProgress(text);
    expect([...progress.lessonsRead]).toEqual([['polling', 3]]);
    expect([...progress.answers.keys()]).toEqual(['good']);
    expect(intact).toBe(false);
  });

  it('takes an empty browser for an empty progress', () => {
    expect(parseProgress(null)).toEqual({ progress: NOTHING, intact: true });
  });
});
