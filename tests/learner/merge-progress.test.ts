import { describe, expect, it } from 'vitest';
import { lostBetween, mergeProgress, previewMerge } from '../../src/learner/merge-progress.ts';
import {
  answerTo,
  NOTHING,
  type Progress,
  TRIES_KEPT,
  withAnswer,
  withLessonRead,
  withoutLesson,
} from '../../src/learner/progress.ts';

const question = { id: 'sse-cut', print: 'abc', lesson: 'server-sent-events' };
const answerOf = (progress: Progress) => answerTo(progress, 'sse-cut', 'abc');

/** A right answer at each of the times. */
function answeredAt(...times: number[]): Progress {
  return times.reduce((so, atMs) => withAnswer(so, question, { right: true }, atMs), NOTHING);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

describe('merging two records of a learner', () => {
  it('unites the tries and takes the newest as the last result', () => {
    const here = withAnswer(answeredAt(1), question, { right: false, sure: 'certain' }, 5);
    const merged = answerOf(mergeProgress(here, answeredAt(1, 3)));
    expect(merged?.tries.map(({ atMs }) => atMs)).toEqual([1, 3, 5]);
    expect(merged).toMatchObject({ right: false, sure: 'certain', atMs: 5, seen: 3 });
  });

  it('takes the earliest time at which a lesson was read, and what only one side has', () => {
    const here = withLessonRead(withLessonRead(NOTHING, 'polling', 7), 'websockets', 8);
    const there = withLessonRead(NOTHING, 'polling', 3);
    expect(mergeProgress(here, there).lessonsRead).toEqual(
      new Map([
        ['polling', 3],
        ['websockets', 8],
      ]),
    );
  });

  it('gives the same whichever record comes first', () => {
    const one = withAnswer(answeredAt(1, 4), question, { right: false }, 6);
    const other = withAnswer(answeredAt(2, 4), question, { right: true }, 6);
    expect(mergeProgress(one, other)).toEqual(mergeProgress(other, one));
  });

  it('changes nothing when the same record comes again', () => {
    const progress = answeredAt(...range(1, TRIES_KEPT + 5));
    expect(mergeProgress(progress, progress)).toEqual(progress);
  });

  it('does not count a try twice that one side counted and dropped', () => {
    const earlier = answeredAt(...range(1, 10));
    const later = answeredAt(...range(1, TRIES_KEPT + 5));
    expect(answerOf(mergeProgress(later, earlier))?.seen).toBe(TRIES_KEPT + 5);
  });

  it('counts every try of two that met nowhere, and keeps the latest', () => {
    const one = answeredAt(...range(1, 15));
    const other = answeredAt(...range(101, 115));
    const merged = answerOf(mergeProgress(one, other));
    expect(merged?.seen).toBe(30);
    expect(merged?.tries).toHaveLength(TRIES_KEPT);
    expect(merged?.tries.at(-1)?.atMs).toBe(115);
  });

  it('keeps answers to another reading of the question apart', () => {
    const edited = withAnswer(NOTHING, { ...question, print: 'edited' }, { right: false }, 9);
    expect(mergeProgress(answeredAt(1), edited).answers.size).toBe(2);
  });
});

describe('the preview of a merge', () => {
  it('counts what is new, what knows more and what changes nothing', () => {
    const other = { id: 'ws-mask', print: 'def', lesson: 'websockets' };
    const present = withLessonRead(answeredAt(1, 2), 'polling', 1);
    let incoming = withAnswer(withLessonRead(present, 'websockets', 2), other, { right: true }, 1);
    expect(previewMerge(present, incoming)).toEqual({
      lessons: { added: 1, changed: 0, kept: 1 },
      answers: { added: 1, changed: 0, kept: 1 },
    });
    incoming = withAnswer(incoming, question, { right: false }, 3);
    expect(previewMerge(present, incoming).answers).toEqual({ added: 1, changed: 1, kept: 0 });
    expect(previewMerge(incoming, present).answers).toEqual({ added: 0, changed: 0, kept: 1 });
  });
});

describe('what a reset took', () => {
  it('comes back by a merge, beside what was answered since', () => {
    const before = withLessonRead(answeredAt(1, 2), 'server-sent-events', 3);
    const reset = withoutLesson(before, 'server-sent-events');
    const lost = lostBetween(before, reset);
    expect(mergeProgress(reset, lost)).toEqual(before);
    const since = withAnswer(reset, question, { right: false }, 9);
    expect(answerOf(mergeProgress(since, lost))?.tries.map(({ atMs }) => atMs)).toEqual([1, 2, 9]);
  });
});
