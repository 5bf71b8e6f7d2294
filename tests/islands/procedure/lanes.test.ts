import { describe, expect, it } from 'vitest';
import {
  axisSpanMs,
  laneNames,
  reachMs,
  standingOf,
  toLanePicture,
  toLaneSummary,
} from '../../../src/islands/procedure/lanes.ts';
import type { LaneRecord } from '../../../src/islands/procedure/recording.ts';
import type { LaneEvent } from '../../../src/transports/procedures/procedure.ts';

function lane(events: [atMs: number, event: LaneEvent][], everyMs?: number): LaneRecord {
  return {
    label: 'stream 1',
    family: 'sse',
    origin: 'h1',
    atMs: 0,
    notKept: 0,
    events: events.map(([atMs, event]) => ({ atMs, event })),
    ...(everyMs && { everyMs }),
  };
}

const asked: LaneEvent = { type: 'asked', what: 'GET' };
const answered: LaneEvent = { type: 'answered', what: '200' };
const data: LaneEvent = { type: 'data', sizeBytes: 9 };
const closed: LaneEvent = { type: 'closed', what: 'close()' };

describe('the picture of a lane', () => {
  it('waits from the question to the answer, and is open from there to its end', () => {
    const picture = toLanePicture(
      lane([
        [10, asked],
        [40, answered],
        [50, data],
        [90, closed],
      ]),
      200,
    );
    expect(picture).toEqual({
      bars: [
        { kind: 'waiting', fromMs: 10, toMs: 40 },
        { kind: 'open', fromMs: 40, toMs: 90 },
      ],
      ticksMs: [50],
      marks: [
        { kind: 'asked', atMs: 10, label: 'GET' },
        { kind: 'answered', atMs: 40, label: '200' },
        { kind: 'closed', atMs: 90, label: 'close()' },
      ],
    });
  });

  it('reaches to now while nothing has ended it', () => {
    expect(toLanePicture(lane([[10, asked]]), 200).bars).toEqual([
      { kind: 'waiting', fromMs: 10, toMs: 200 },
    ]);
  });

  it('waits no more when something arrives, although nobody said that it was answered', () => {
    const { bars } = toLanePicture(
      lane([
        [0, asked],
        [30, data],
      ]),
      60,
    );
    expect(bars.map(({ kind, fromMs }) => [kind, fromMs])).toEqual([
      ['waiting', 0],
      ['open', 30],
    ]);
  });

  it('shades a silence of three times the expected gap, between arrivals and at the end', () => {
    const { bars } = toLanePicture(
      lane(
        [
          [0, asked],
          [5, answered],
          [10, data],
          [309, data],
          [700, data],
        ],
        100,
      ),
      1_000,
    );
    expect(bars.filter(({ kind }) => kind === 'silent')).toEqual([
      { kind: 'silent', fromMs: 309, toMs: 700 },
      { kind: 'silent', fromMs: 700, toMs: 1_000 },
    ]);
  });

  it('calls nothing a silence before the first arrival, or where nothing is expected', () => {
    const events: [number, LaneEvent][] = [
      [0, asked],
      [5, answered],
    ];
    expect(toLanePicture(lane(events, 10), 900).bars.map(({ kind }) => kind)).not.toContain(
      'silent',
    );
    const quiet = lane([...events, [10, data]]);
    expect(toLanePicture(quiet, 900).bars.map(({ kind }) => kind)).not.toContain('silent');
  });

  it('is asked again after an end', () => {
    const { bars } = toLanePicture(
      lane([
        [0, asked],
        [5, { type: 'failed', what: 'connection lost' }],
        [20, asked],
        [25, answered],
      ]),
      50,
    );
    expect(bars).toEqual([
      { kind: 'waiting', fromMs: 0, toMs: 5 },
      { kind: 'waiting', fromMs: 20, toMs: 25 },
      { kind: 'open', fromMs: 25, toMs: 50 },
    ]);
  });
});

describe('a lane in words', () => {
  const whole = lane([
    [1, asked],
    [4.4, answered],
    [5, data],
    [6, data],
    [9, closed],
  ]);

  it('says how it stands, a note aside', () => {
    expect(standingOf(whole)).toBe('closed, 2 arrivals');
    expect(
      standingOf(
        lane([
          [0, asked],
          [3, { type: 'note', what: 'six are open' }],
        ]),
      ),
    ).toBe('waits');
    expect(standingOf(lane([]))).toBe('quiet');
  });

  it('is one line of a table', () => {
    expect(toLaneSummary(whole)).toEqual({
      asked: 'GET, 1 ms',
      answered: '200, 4 ms',
      arrivals: 2,
      ended: 'close(), 9 ms',
    });
    expect(toLaneSummary(lane([[0, asked]]))).toMatchObject({ answered: '–', ended: '–' });
  });
});

describe('lanes that count from their own beginning', () => {
  const own = (atMs: number, events: [number, LaneEvent][]): LaneRecord => ({
    ...lane(events),
    atMs,
    fromZero: true,
  });
  const first = own(1_000, [
    [1_000, asked],
    [1_650, answered],
    [1_700, closed],
  ]);

  it('reach as far as the longest of them, however late they began', () => {
    expect(reachMs([first, own(1_800, [[1_800, asked]])], 2_000)).toBe(700);
    expect(reachMs([first, own(1_800, [[1_800, asked]])], 2_900)).toBe(1_100);
  });

  it('reach as far as the clock where one of them does not', () => {
    expect(reachMs([first, lane([[0, asked]])], 2_000)).toBe(2_000);
    expect(reachMs([], 2_000)).toBe(2_000);
  });

  it('are summed up on their own time', () => {
    expect(toLaneSummary(first)).toMatchObject({ asked: 'GET, 0 ms', answered: '200, 650 ms' });
  });
});

it('a lane is named with its origin where HTTP/2 is in play', () => {
  expect(laneNames([lane([])])).toEqual(['stream 1']);
  const both: LaneRecord[] = [lane([]), { ...lane([]), origin: 'h2' }];
  expect(laneNames(both)).toEqual(['stream 1 h1', 'stream 1 h2']);
});

it('the axis grows in steps while it lasts, and fits when it is over', () => {
  const spans = [0, 500, 1_900, 1_950, 2_500].map((nowMs) => axisSpanMs(undefined, nowMs));
  expect(spans).toEqual([2_000, 2_000, 2_000, 3_000, 3_000]);
  expect(axisSpanMs(1_000, 5_000)).toBeCloseTo(1_030);
});
