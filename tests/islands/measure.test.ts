import { describe, expect, it } from 'vitest';
import { measure, quantile } from '../../src/islands/experiment/measure.ts';
import { finish, newRecording, record } from '../../src/islands/experiment/recording.ts';
import type { RunSetup } from '../../src/islands/experiment/setup.ts';
import { fillIn, formatMs } from '../../src/islands/experiment/verdict.ts';

const setup: RunSetup = {
  transport: 'sse',
  tokens: 4,
  intervalMs: 100,
  seed: 1,
  stop: 'abort',
  cut: false,
};

function cutRun() {
  const recording = newRecording('r'.repeat(32), setup, new Date(0));
  record(recording, 1, { type: 'request', method: 'GET', target: '/live/sse' });
  record(recording, 5, { type: 'response', status: 200, mediaType: 'text/event-stream' });
  record(recording, 11, { type: 'delta', text: 'a', index: 1 });
  record(recording, 111, { type: 'delta', text: 'b', index: 2 });
  record(recording, 120, { type: 'cut', reason: 'The connection was lost.', retryInMs: null });
  record(recording, 1130, { type: 'response', status: 200, mediaType: 'text/event-stream' });
  record(recording, 1140, { type: 'delta', text: 'c', index: 3 });
  record(recording, 1240, { type: 'delta', text: 'd', index: 4 });
  record(recording, 1241, { type: 'end', stopped: false });
  return recording;
}

describe('measure', () => {
  it('takes every number from the events of the run', () => {
    expect(measure(cutRun())).toMatchObject({
      firstMs: 10,
      gaps: 3,
      gapMedianMs: 100,
      gapP99Ms: 1029,
      requests: 1,
      received: 4,
      lost: 0,
      doubled: 0,
      cuts: 1,
      blindMs: 1020,
    });
  });

  it('shades the gap from the cut to the answer', () => {
    expect(cutRun().cuts).toEqual([
      { atMs: 120, reason: 'The connection was lost.', backAtMs: 1130 },
    ]);
  });

  it('counts what is missing and what came twice', () => {
    const recording = newRecording('r'.repeat(32), setup, new Date(0));
    for (const index of [1, 3, 3]) record(recording, 1, { type: 'delta', text: 'x', index });
    finish(recording, 2, 'error');
    expect(measure(recording)).toMatchObject({ lost: 1, doubled: 1 });
  });

  it('has nothing to say of a run that brought nothing', () => {
    const recording = newRecording('r'.repeat(32), setup, new Date(0));
    expect(measure(recording)).toMatchObject({
      firstMs: undefined,
      gapMedianMs: undefined,
      lost: undefined,
    });
  });
});

describe('quantile', () => {
  it('is the nearest rank, never a value that was not measured', () => {
    const values = [1, 2, 3, 4];
    expect(quantile(values, 0.5)).toBe(2);
    expect(quantile(values, 0.99)).toBe(4);
    expect(quantile(values, 0)).toBe(1);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});

describe('a verdict', () => {
  it('is filled in with what was measured', () => {
    expect(fillIn('{requests} request, {lost} lost, blind for {blindMs}', cutRun())).toBe(
      '1 request, 0 lost, blind for 1\u202f020 ms',
    );
  });

  it('leaves a dash where nothing was measured', () => {
    expect(fillIn('{produced} tokens', cutRun())).toBe('– tokens');
  });
});

describe('formatMs', () => {
  it.each([
    [0, '0 ms'],
    [9, '9 ms'],
    [9.04, '9 ms'],
    [9.96, '10.0 ms'],
    [33.42, '33.4 ms'],
    [99.97, '100 ms'],
    [1014.2, '1\u202f014 ms'],
    [1234567, '1\u202f234\u202f567 ms'],
  ])('writes %d as %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });
});
