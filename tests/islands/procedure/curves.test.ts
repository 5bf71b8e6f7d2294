import { describe, expect, it } from 'vitest';
import { curveSpan, fullAtMs, toCurvePictures } from '../../../src/islands/procedure/curves.ts';
import type { LaneRecord } from '../../../src/islands/procedure/recording.ts';
import type { Curve, LaneEvent } from '../../../src/transports/procedures/procedure.ts';

function lane(label: string, curve: Curve, events: [number, LaneEvent][]): LaneRecord {
  return {
    label,
    family: 'fetch',
    origin: 'h2',
    curve,
    atMs: 0,
    notKept: 0,
    events: events.map(([atMs, event]) => ({ atMs, event })),
  };
}

const page: Curve = { chart: 'Over HTTP/2', by: 'page' };
const server: Curve = { chart: 'Over HTTP/2', by: 'server' };
const asked: LaneEvent = { type: 'asked', what: 'send()' };
const data = (sizeBytes: number): LaneEvent => ({ type: 'data', sizeBytes });

describe('curves', () => {
  it('add up the data of a lane from its question on, one chart per title', () => {
    const other = { ...page, chart: 'Over HTTP/1.1' };
    const pictures = toCurvePictures([
      lane('XHR', page, [
        [100, asked],
        [110, data(16)],
        [130, data(4)],
      ]),
      lane('server', server, [[100, asked]]),
      lane('XHR', other, [[500, asked]]),
    ]);
    expect(pictures.map(({ title, lines }) => [title, lines.length])).toEqual([
      ['Over HTTP/2', 2],
      ['Over HTTP/1.1', 1],
    ]);
    expect(pictures[0]?.lines[0]?.points).toEqual([
      { atMs: 0, sumBytes: 0 },
      { atMs: 10, sumBytes: 16 },
      { atMs: 30, sumBytes: 20 },
    ]);
  });

  it('begin at the note where there is one, and nothing lies before the beginning', () => {
    const [picture] = toCurvePictures([
      lane('XHR', page, [
        [100, asked],
        [150, data(1)],
        [190, data(2)],
        [160, { type: 'note', what: 'head sent' }],
      ]),
    ]);
    expect(picture?.lines[0]?.points.map(({ atMs }) => atMs)).toEqual([0, 0, 30]);
  });

  it('say when a line came to the top, and what failed', () => {
    const pictures = toCurvePictures([
      lane('XHR', page, [
        [0, asked],
        [40, data(8)],
        [900, data(8)],
      ]),
      lane('stream', page, [
        [0, asked],
        [7, { type: 'failed', what: 'TypeError' }],
      ]),
    ]);
    const [xhr, stream] = pictures[0]?.lines ?? [];
    expect(curveSpan(pictures)).toEqual({ ms: 900, bytes: 16 });
    expect(xhr && fullAtMs(xhr, 16)).toBe(900);
    expect(xhr && fullAtMs(xhr, 17)).toBeUndefined();
    expect(stream?.failed).toEqual({ atMs: 7, what: 'TypeError' });
  });

  it('leave lanes alone that are rows', () => {
    const { curve: _, ...row } = lane('stream 1', page, [[0, asked]]);
    expect(toCurvePictures([row])).toEqual([]);
  });
});
