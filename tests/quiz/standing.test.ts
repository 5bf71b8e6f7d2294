import { describe, expect, it } from 'vitest';
import { NOTHING, type Progress, withAnswer } from '../../src/learner/progress.ts';
import type { Asked, ChoiceItem } from '../../src/quiz/item.ts';
import { boardId } from '../../src/quiz/made-ids.ts';
import { boardToAsk, newSession, startSession } from '../../src/quiz/session.ts';
import { formToAsk, standing } from '../../src/quiz/standing.ts';
import { parseSession } from '../../src/quiz/stored-session.ts';
import { sampleItem } from './samples.ts';

const variants = ['auth=bearer', 'turns=many', 'tab=closed'].map((change) => ({
  id: `a~${change}`,
  print: `print-${change}`,
}));
const item: ChoiceItem = sampleItem('a', { engine: { shape: {}, variants } });

const answered = (progress: Progress, asked: Asked, right: boolean, atMs: number) =>
  withAnswer(progress, { ...asked, lesson: 'polling' }, { right }, atMs);

describe('a question that has variants', () => {
  it('comes as it was written the first time, and then in another form each time', () => {
    let progress = NOTHING;
    const asked: string[] = [];
    for (let round = 1; round <= 5; round++) {
      const form = formToAsk(item, progress, round);
      asked.push(form.id);
      progress = answered(progress, form, true, round);
    }
    expect(asked[0]).toBe('a');
    expect(new Set(asked.slice(0, 4)).size).toBe(4);
    // After all of them, the one asked the longest time ago.
    expect(asked[4]).toBe('a');
  });

  it('stands as its last answer says, whichever form that was', () => {
    const right = answered(NOTHING, item, true, 1);
    expect(standing(item, right)).toBe('right');
    const missed = answered(right, variants[1] as Asked, false, 2);
    expect(standing(item, missed)).toBe('wrong');
    expect(standing(item, answered(missed, variants[2] as Asked, true, 3))).toBe('right');
  });

  it('is asked among the missed ones in a form that was not missed', () => {
    const missed = answered(NOTHING, item, false, 1);
    const { queue } = startSession('missed', [item], missed, { size: 10, seed: 1 });
    expect(queue).toHaveLength(1);
    expect(variants).toContainEqual(queue[0]);
  });

  it('goes on after a reload in the form that was asked, unless that has changed', () => {
    const asked = variants[0] as Asked;
    const session = newSession('all', 1, [asked]);
    expect(parseSession(JSON.stringify(session), [item])).toEqual(session);
    const edited = newSession('all', 1, [{ ...asked, print: 'edited' }]);
    expect(parseSession(JSON.stringify(edited), [item])).toBeUndefined();
  });
});

describe('a board to ask', () => {
  const written = {
    ...sampleItem('board'),
    kind: 'matrix-board' as const,
    columns: [],
    rows: [],
  };

  it('is a written one until that is right, then one that the engine makes', () => {
    expect(boardToAsk([written], NOTHING, 5)).toBe('board');
    const missed = answered(NOTHING, written, false, 1);
    expect(boardToAsk([written], missed, 5)).toBe('board');
    expect(boardToAsk([written], answered(missed, written, true, 2), 5)).toBe(boardId(5));
    expect(boardToAsk([], NOTHING, 5)).toBe(boardId(5));
  });
});
