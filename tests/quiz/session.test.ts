import { describe, expect, it } from 'vitest';
import { NOTHING, withAnswer } from '../../src/learner/progress.ts';
import {
  advanced,
  type Given,
  isOver,
  itemsIn,
  score,
  startSession,
  tally,
  withGiven,
} from '../../src/quiz/session.ts';
import { standing } from '../../src/quiz/standing.ts';
import { parseSession } from '../../src/quiz/stored-session.ts';
import { sampleItem } from './samples.ts';

const a = sampleItem('a', { isMatrix: true });
const b = sampleItem('b', { lesson: 'websockets' });
const c = sampleItem('c');
const items = [a, b, c];
const options = { size: 10, seed: 1 };
const RIGHT: Given = { picked: [0, 2], right: true, sure: 'fairly' };
const WRONG: Given = { picked: [1], right: false, sure: 'certain' };

describe('what to be asked', () => {
  it('is all, the matrix, one lesson, named questions, or what was missed', () => {
    const progress = withAnswer(withAnswer(NOTHING, b, { right: false }, 1), c, { right: true }, 1);
    const ids = (scope: Parameters<typeof itemsIn>[0]) =>
      itemsIn(scope, items, progress).map(({ id }) => id);
    expect(ids('all')).toEqual(['a', 'b', 'c']);
    expect(ids('matrix')).toEqual(['a']);
    expect(ids('lesson:websockets')).toEqual(['b']);
    expect(ids('missed')).toEqual(['b']);
    expect(ids('questions:c,a,gone')).toEqual(['a', 'c']);
  });

  it('takes an edited question for a new one', () => {
    const progress = withAnswer(NOTHING, b, { right: false }, 1);
    expect(standing(b, progress)).toBe('wrong');
    expect(standing({ ...b, print: 'edited' }, progress)).toBe('new');
  });

  it('asks first what is new, then what was missed, then what was right longest ago', () => {
    const old = sampleItem('old');
    let progress = withAnswer(NOTHING, c, { right: true }, 20);
    progress = withAnswer(withAnswer(progress, old, { right: true }, 10), b, { right: false }, 30);
    const ask = (size: number) =>
      startSession('all', [c, old, b, a], progress, { size, seed: 3 }).queue.map(({ id }) => id);
    expect(ask(1)).toEqual(['a']);
    expect(ask(2).toSorted()).toEqual(['a', 'b']);
    expect(ask(3).toSorted()).toEqual(['a', 'b', 'old']);
  });
});

describe('a round', () => {
  it('is over after its last question, and knows its score', () => {
    let session = startSession('all', items, NOTHING, options);
    session = advanced(withGiven(session, 'a', RIGHT));
    session = advanced(withGiven(session, 'b', WRONG));
    expect(isOver(session)).toBe(false);
    session = advanced(advanced(withGiven(session, 'c', RIGHT)));
    expect(isOver(session)).toBe(true);
    expect(session.position).toBe(3);
    expect(score(session)).toEqual({ right: 2, answered: 3 });
  });

  it('is tallied by lesson with what was missed', () => {
    let session = startSession('all', items, NOTHING, options);
    session = withGiven(withGiven(session, 'a', RIGHT), 'b', WRONG);
    expect(tally(session, items, ({ lesson }) => lesson)).toEqual([
      { key: 'polling', right: 1, missed: [] },
      { key: 'websockets', right: 0, missed: [b] },
    ]);
  });
});

describe('a stored round', () => {
  const session = withGiven(startSession('all', items, NOTHING, options), 'a', WRONG);

  it('goes on after a reload where it stood', () => {
    expect(parseSession(JSON.stringify(session), items)).toEqual(session);
  });

  it('is dropped when one of its questions was edited or removed', () => {
    expect(parseSession(JSON.stringify(session), [a, b])).toBeUndefined();
    const edited = [a, b, { ...c, print: 'edited' }];
    expect(parseSession(JSON.stringify(session), edited)).toBeUndefined();
  });

  it.each([null, '', '{', '[]', 'null', '{"queue":[]}', '{"scope":"all","queue":"abc"}'])(
    'is none in %j',
    (text) => {
      expect(parseSession(text, items)).toBeUndefined();
    },
  );

  it('is none with a damaged answer or queue', () => {
    const broken = (changes: object) =>
      parseSession(JSON.stringify({ ...session, ...changes }), items);
    expect(broken({ answers: { a: { picked: 'x', right: true } } })).toBeUndefined();
    expect(broken({ answers: null })).toBeUndefined();
    expect(broken({ queue: [null] })).toBeUndefined();
    expect(broken({ position: -1 })).toBeUndefined();
  });
});
