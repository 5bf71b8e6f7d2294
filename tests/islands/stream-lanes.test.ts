import { describe, expect, it } from 'vitest';
import type { HeaderField } from '#contract/wire-record.ts';
import { record, recordWire } from '../../src/islands/experiment/recording.ts';
import { toSequence } from '../../src/islands/experiment/sequence.ts';
import {
  laneOf,
  noteStream,
  type StreamSpans,
  toLanes,
} from '../../src/islands/experiment/stream-lanes.ts';
import { marksOfLog } from '../../src/islands/experiment/wire-marks.ts';
import { secondRun } from './inspector/http2-feed.ts';
import { emptyRecording } from './inspector/support.ts';

/** Streams as `[stream, from, to]`, each on connection 1 unless a fourth number says otherwise. */
function lanesOf(
  ...streams: [streamId: number | null, fromMs: number, toMs: number, on?: number][]
) {
  const spans: StreamSpans = new Map();
  for (const [streamId, fromMs, toMs, connectionId = 1] of streams) {
    for (const atMs of [fromMs, toMs]) {
      noteStream(spans, { seq: 1, atMs, connectionId, streamId, direction: 'outbound' });
    }
  }
  return toLanes(spans);
}

describe('the lines of the server', () => {
  it('are one without a name over HTTP/1.1', () => {
    expect(lanesOf([null, 0, 9], [null, 5, 20]).labels).toEqual(['']);
  });

  it('are one for streams that follow one another', () => {
    expect(lanesOf([1, 0, 10]).labels).toEqual(['1·s1']);
    expect(lanesOf([1, 0, 10], [3, 20, 30], [5, 40, 50]).labels).toEqual(['1·s1–s5']);
    expect(lanesOf([1, 0, 10], [1, 20, 30, 2]).labels).toEqual(['2 streams']);
  });

  it('are as many as streams are open at a time', () => {
    const lanes = lanesOf([1, 0, 100], [3, 10, 40], [5, 20, 90], [7, 60, 80]);
    expect(lanes.labels).toEqual(['1·s1', '1·s3–s7', '1·s5']);
    expect([1, 3, 5, 7].map((streamId) => laneOf(lanes, { connectionId: 1, streamId }))).toEqual([
      0, 1, 2, 1,
    ]);
    expect(laneOf(lanes, undefined)).toBe(0);
  });

  it('have a key that changes with the lane of a stream', () => {
    const apart = lanesOf([1, 0, 10], [3, 20, 30]);
    const together = lanesOf([1, 0, 25], [3, 20, 30]);
    expect(together.key).not.toBe(apart.key);
  });
});

describe('a run over HTTP/2', () => {
  it('has its arrows on the line of its stream, and none for what came before it', async () => {
    const recording = emptyRecording();
    for (const event of await secondRun()) recordWire(recording, event);
    record(recording, 1, { type: 'request', method: 'GET', target: '/live/ndjson' });
    record(recording, 2, { type: 'response', status: 200, mediaType: 'application/x-ndjson' });
    record(recording, 3, { type: 'delta', text: 'bare' });
    const { lanes, arrows } = toSequence(recording, 10);
    expect(lanes.labels).toEqual(['1·s3']);
    expect(arrows.map(({ server }) => server?.streamId)).toEqual([3, 3, undefined]);
    const places = marksOfLog(recording.log, recording.marks).map((mark) => mark?.streamId);
    expect(places).toEqual([3, 3, 3]);
  });

  it('leaves the labels of tokens alone, which a poll’s reply brought', async () => {
    const recording = emptyRecording('short-polling');
    for (const event of await secondRun()) recordWire(recording, event);
    record(recording, 1, { type: 'request', method: 'GET', target: '/live/short-poll' });
    record(recording, 2, { type: 'response', status: 200, mediaType: 'application/json' });
    record(recording, 3, { type: 'delta', text: 'a', index: 1 });
    expect(toSequence(recording, 10).arrows.at(-1)).toMatchObject({ kind: 'text', label: 'id 1' });
  });

  it('says how its WebSocket was opened, which the page is not told', () => {
    const recording = emptyRecording('websocket');
    const at = { connectionId: 1, streamId: 3, atMs: 1, bytes: '' };
    const field = (name: string, value: string) =>
      [{ name, value, start: 0, end: 1, as: 'indexed' }] satisfies HeaderField[];
    const request = { ...at, seq: 1, direction: 'inbound', fields: field(':method', 'CONNECT') };
    const response = { ...at, seq: 2, direction: 'outbound', fields: field(':status', '200') };
    recordWire(recording, { type: 'record', ...request, direction: 'inbound' });
    recordWire(recording, { type: 'record', ...response, direction: 'outbound' });
    record(recording, 1, { type: 'request', method: 'GET', target: '/live/websocket?tokens=3' });
    record(recording, 2, { type: 'response', status: 101, mediaType: '' });
    expect(toSequence(recording, 10).arrows.map(({ label }) => label)).toEqual([
      'CONNECT /live/websocket',
      '200',
    ]);
  });
});
