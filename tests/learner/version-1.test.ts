import { describe, expect, it } from 'vitest';
import { NOTHING } from '../../src/learner/progress.ts';
import { parseVersion1, readVersion1 } from '../../src/learner/version-1.ts';

const KEY = 'chunk-by-chunk:progress';
const answer = { print: 'abc', lesson: 'polling', right: true, seen: 4, atMs: 9 };
const sound = { version: 1, lessonsRead: { polling: 3 }, answers: { 'poll-mean': answer } };

describe('version 1 of the progress', () => {
  it('becomes a lesson read and an answer with one known try and its count', () => {
    const { progress, intact } = parseVersion1(JSON.stringify(sound));
    expect(intact).toBe(true);
    expect([...progress.lessonsRead]).toEqual([['polling', 3]]);
    expect([...progress.answers.values()]).toEqual([
      {
        id: 'poll-mean',
        print: 'abc',
        lesson: 'polling',
        right: true,
        atMs: 9,
        seen: 4,
        tries: [{ right: true, atMs: 9 }],
      },
    ]);
  });

  it.each(['', 'null', '{', '[]', '"x"', '{"version":2}', '{"version":99,"answers":{}}'])(
    'reads %j as nothing, and says that it was not understood',
    (text) => {
      expect(parseVersion1(text)).toEqual({ progress: NOTHING, intact: false });
    },
  );

  it('keeps the entries that are sound and says that others are missing', () => {
    const text = JSON.stringify({
      version: 1,
      lessonsRead: { polling: 3, websockets: 'yesterday' },
      answers: { good: answer, bad: { ...answer, right: 'yes' }, none: null },
    });
    const { progress, intact } = parseVersion1(text);
    expect([...progress.lessonsRead]).toEqual([['polling', 3]]);
    expect([...progress.answers.values()].map(({ id }) => id)).toEqual(['good']);
    expect(intact).toBe(false);
  });

  it('sets nothing aside when all was understood', () => {
    const { lessonsRead, setAside } = readVersion1(new Map([[KEY, JSON.stringify(sound)]]));
    expect(lessonsRead.size).toBe(1);
    expect(setAside.size).toBe(0);
  });

  it('sets a damaged text aside as it was, and the copies that version 1 had set aside', () => {
    const damaged = JSON.stringify({ ...sound, answers: { bad: 1 } });
    const progress = readVersion1(
      new Map([
        [KEY, damaged],
        [`${KEY}:backup-x1`, JSON.stringify(sound)],
      ]),
    );
    expect([...progress.setAside.values()].toSorted()).toEqual(
      [damaged, JSON.stringify(sound)].toSorted(),
    );
    // What the copy holds was dealt with then; it does not come back from the dead.
    expect(progress.answers.size).toBe(0);
  });
});
