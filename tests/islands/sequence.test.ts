import { describe, expect, it } from 'vitest';
import { newRecording, record } from '../../src/islands/experiment/recording.ts';
import { placeLabels, tickStepMs, toSequence } from '../../src/islands/experiment/sequence.ts';

const setup = {
  transport: 'short-polling',
  tokens: 4,
  intervalMs: 100,
  seed: 1,
  stop: 'abort',
  cut: false,
} as const;

describe('the live diagram', () => {
  it('draws an arrow for each thing the browser saw', () => {
    const recording = newRecording('r'.repeat(32), setup, new Date(0));
    record(recording, 0, {
      type: 'request',
      method: 'GET',
      target: '/live/short-poll?cursor=0',
      note: 'cursor=0',
    });
    record(recording, 4, { type: 'response', status: 200, mediaType: 'application/json' });
    record(recording, 6, { type: 'delta', text: 'a', index: 1 });
    expect(toSequence(recording, 10).arrows).toEqual([
      { atMs: 0, kind: 'request', label: 'GET · cursor=0' },
      { atMs: 4, kind: 'response', label: '200 application/json' },
      { atMs: 6, kind: 'text', label: 'id 1' },
    ]);
  });

  it('marks a request that the browser made by itself', () => {
    const recording = newRecording('r'.repeat(32), setup, new Date(0));
    record(recording, 9, {
      type: 'request',
      method: 'GET',
      target: '/live/sse',
      note: 'Last-Event-ID: 3',
    });
    record(recording, 9, { type: 'response', status: 200, mediaType: 'text/event-stream' });
    expect(toSequence(recording, 10).arrows[0]).toMatchObject({ unseen: true });
  });

  it('gives tokens of one reply one arrow, labelled with the last', () => {
    const recording = newRecording('r'.repeat(32), setup, new Date(0));
    record(recording, 6, { type: 'delta', text: 'a', index: 1 });
    record(recording, 6.01, { type: 'delta', text: 'b', index: 2 });
    expect(toSequence(recording, 10).arrows).toEqual([{ atMs: 6, kind: 'text', label: 'id 2' }]);
  });

  it('is the same drawn frame by frame and all at once', () => {
    const events = [
      [0, { type: 'request', method: 'GET', target: '/live/short-poll' }],
      [4, { type: 'response', status: 200, mediaType: 'application/json' }],
      [6, { type: 'delta', text: 'a', index: 1 }],
      [6.01, { type: 'delta', text: 'b', index: 2 }],
      [9, { type: 'request', method: 'GET', target: '/live/short-poll' }],
      [9.1, { type: 'response', status: 200, mediaType: 'application/json' }],
      [12, { type: 'end', stopped: false }],
    ] as const;
    const [slow, whole] = [0, 1].map(() => newRecording('r'.repeat(32), setup, new Date(0)));
    if (!slow || !whole) throw new Error('unreachable');
    for (const [atMs, event] of events) {
      record(slow, atMs, event);
      toSequence(slow, atMs);
      record(whole, atMs, event);
    }
    expect(toSequence(slow, 20)).toEqual(toSequence(whole, 20));
    expect(toSequence(slow, 20).arrows).toHaveLength(6);
  });

  it('keeps a cut open until the answer comes', () => {
    const recording = newRecording('r'.repeat(32), setup, new Date(0));
    record(recording, 50, { type: 'cut', reason: 'Lost.', retryInMs: 250 });
    expect(toSequence(recording, 80).shades[0]).toMatchObject({ fromMs: 50, toMs: 80 });
    record(recording, 90, { type: 'response', status: 200, mediaType: '' });
    expect(toSequence(recording, 200).shades[0]).toMatchObject({ fromMs: 50, toMs: 90 });
  });

  it('holds the whole run on its axis', () => {
    const recording = newRecording('r'.repeat(32), setup, new Date(0));
    for (const nowMs of [0, 400, 5_000, 60_000]) {
      expect(toSequence(recording, nowMs).spanMs).toBeGreaterThan(nowMs);
    }
  });
});

describe('tickStepMs', () => {
  it.each([
    [1000, 1000, 76, 100],
    [3000, 1000, 76, 500],
    [60000, 1000, 76, 5000],
  ])('for %d ms on %d px is a round number at least %d px wide', (span, width, min, step) => {
    expect(tickStepMs(span, width, min)).toBe(step);
  });
});

describe('placeLabels', () => {
  const at = (x: number, text = '') => ({ x, width: 50, text });

  it('drops labels that would touch', () => {
    const labels = [0, 10, 50, 95, 100].map((x) => at(x));
    expect(placeLabels([labels], 500).map(({ x }) => x)).toEqual([0, 50, 100]);
  });

  it('gives the first list its place before the second', () => {
    const placed = placeLabels([[at(40, 'request')], [at(0, 'response'), at(90, 'response')]], 500);
    expect(placed.map(({ x, text }) => [x, text])).toEqual([
      [40, 'request'],
      [90, 'response'],
    ]);
  });

  it('moves a label that would leave the picture', () => {
    expect(placeLabels([[at(480)]], 500)[0]?.x).toBe(450);
  });
});
