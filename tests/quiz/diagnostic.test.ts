import { describe, expect, it } from 'vitest';
import { readContent } from '../../src/content-checks/content-files.ts';
import { NOTHING, withAnswer } from '../../src/learner/progress.ts';
import { AREAS, areaOf } from '../../src/quiz/areas.ts';
import { formatLeft, leftOf, paused, resumed, startClock } from '../../src/quiz/clock.ts';
import { areaResults, diagnosticQueue, knowingOf, readingPlan } from '../../src/quiz/diagnostic.ts';
import { type Given, newSession, withGiven } from '../../src/quiz/session.ts';
import { parseSession } from '../../src/quiz/stored-session.ts';
import { courseItems } from './course-items.ts';

const content = readContent('.');
const items = courseItems(content);
const lessons = content.lessons.map(({ name }) => name);
const byId = new Map(items.map((item) => [item.id, item]));
const given = (right: boolean, sure: Given['sure']): Given => ({
  picked: [0],
  right,
  ...(sure && { sure }),
});

describe('the ideas of the course', () => {
  it('are nine, and every lesson belongs to one of them', () => {
    expect(AREAS).toHaveLength(9);
    const taught = AREAS.flatMap((area) => area.lessons);
    expect(taught.toSorted()).toEqual(lessons.toSorted());
  });
});

describe('the diagnostic', () => {
  it('asks nine questions, one about each idea, of several kinds and no board', () => {
    for (let seed = 0; seed < 20; seed++) {
      const asked = diagnosticQueue(items, NOTHING, seed).map(({ id }) => byId.get(id));
      const areas = asked.map((item) => areaOf(item?.lesson ?? '')?.id);
      expect(new Set(areas).size).toBe(9);
      expect(new Set(asked.map((item) => item?.kind)).size).toBeGreaterThanOrEqual(5);
      expect(asked.map((item) => item?.kind)).not.toContain('matrix-board');
    }
  });

  it('asks others the second time', () => {
    const first = diagnosticQueue(items, NOTHING, 1);
    const progress = first.reduce(
      (so, { id, print }) =>
        withAnswer(so, { id, print, lesson: byId.get(id)?.lesson ?? '' }, { right: true }, 1),
      NOTHING,
    );
    const second = diagnosticQueue(items, progress, 1).map(({ id }) => id);
    expect(second.filter((id) => first.some((asked) => asked.id === id))).toEqual([]);
  });

  it.each([
    [true, 'certain', 'known'],
    [true, 'fairly', 'known'],
    [true, 'guess', 'shaky'],
    [false, 'guess', 'shaky'],
    [false, 'fairly', 'shaky'],
    [false, 'certain', 'wrong-but-sure'],
  ] as const)('takes right: %s and %s for %s', (right, sure, knowing) => {
    expect(knowingOf(given(right, sure))).toBe(knowing);
  });

  it('ends in a map in the order of the course, and a plan of what to read', () => {
    const queue = diagnosticQueue(items, NOTHING, 3);
    let session = newSession('diagnostic', 3, queue);
    for (const { id } of queue.slice(0, 3))
      session = withGiven(session, id, given(true, 'certain'));
    for (const { id } of queue.slice(3, 5))
      session = withGiven(session, id, given(false, 'certain'));
    for (const { id } of queue.slice(5, 8)) session = withGiven(session, id, given(true, 'guess'));
    const results = areaResults(session, (id) => byId.get(id));
    expect(results.map(({ area }) => area)).toEqual(AREAS);
    const count = (knowing: string) => results.filter((one) => one.knowing === knowing).length;
    expect(['known', 'wrong-but-sure', 'shaky', 'open'].map(count)).toEqual([3, 2, 3, 1]);

    const plan = readingPlan(results, lessons);
    expect(plan.length).toBe(6);
    const places = plan.map(({ read }) => lessons.indexOf(read.href.split('/')[2] ?? ''));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe('the clock', () => {
  it('counts down, stands still, and goes on', () => {
    const clock = startClock(360_000, 1000);
    expect(leftOf(clock, 61_000)).toBe(300_000);
    const still = paused(clock, 61_000);
    expect(leftOf(still, 999_000)).toBe(300_000);
    const again = resumed(still, 1_000_000);
    expect(leftOf(again, 1_010_000)).toBe(290_000);
    expect(resumed(again, 1_020_000)).toBe(again);
  });

  it.each([
    [360_000, '6:00'],
    [247_400, '4:08'],
    [900, '0:01'],
    [0, '0:00'],
    [-500, '0:00'],
    [-12_000, '+0:12'],
  ])('shows %d ms as %s', (leftMs, shown) => {
    expect(formatLeft(leftMs)).toBe(shown);
  });

  it('stands still after a reload, with the time that was kept', () => {
    const [asked] = diagnosticQueue(items, NOTHING, 1);
    const clock = { limitMs: 360_000, spentMs: 90_000, sinceMs: 5 };
    const session = {
      ...newSession('diagnostic', 1, asked ? [asked] : []),
      clock,
      draft: { picked: [1], sure: 'fairly' as const },
    };
    expect(parseSession(JSON.stringify(session), items)).toEqual({
      ...session,
      clock: { limitMs: 360_000, spentMs: 90_000 },
    });
    const broken = { ...session, clock: { limitMs: 'x' } };
    expect(parseSession(JSON.stringify(broken), items)).toBeUndefined();
    const unsure = { ...session, draft: { picked: [1], sure: 'perhaps' } };
    expect(parseSession(JSON.stringify(unsure), items)).toBeUndefined();
  });
});
