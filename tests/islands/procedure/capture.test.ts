import { describe, expect, it } from 'vitest';
import {
  type ProcedureCapture,
  replayedProcedure,
  replayProcedure,
  toProcedureCapture,
  toReplay,
} from '../../../src/islands/procedure/capture.ts';
import {
  endRecording,
  newProcedureRecording,
  type ProcedureRecording,
  takeEvent,
} from '../../../src/islands/procedure/recording.ts';
import { Feed } from '../inspector/support.ts';

const RUN = 'r'.repeat(32);
const AT = { node: '26.10.0', browser: 'Chromium 156' };

function aRecording(): ProcedureRecording {
  const recording = newProcedureRecording('seventh-tab', { streams: 7 }, new Date(0), true);
  takeEvent(recording, 1, { type: 'run', run: RUN, label: 'the streams' });
  takeEvent(recording, 2, {
    type: 'lane',
    lane: 0,
    label: 'stream 1',
    family: 'sse',
    origin: 'h1',
    run: RUN,
    everyMs: 5,
  });
  takeEvent(recording, 2, { type: 'lane', lane: 1, label: 'fetch', family: 'fetch', origin: 'h2' });
  takeEvent(recording, 3, { type: 'lane-event', lane: 1, event: { type: 'asked', what: 'GET' } });
  takeEvent(recording, 4, { type: 'lane-event', lane: 0, event: { type: 'data', sizeBytes: 8 } });
  takeEvent(recording, 5, { type: 'fact', name: 'opened', value: 5 });
  takeEvent(recording, 6, { type: 'fact', name: 'opened', value: 6 });
  for (const event of new Feed().inbound('GET / HTTP/1.1\r\n\r\n').events) {
    takeEvent(recording, 7, { type: 'wire', run: RUN, event });
  }
  endRecording(recording, 20, 'end');
  return recording;
}

/** Through JSON, as a file goes. */
function saved(recording: ProcedureRecording): ProcedureCapture {
  return JSON.parse(JSON.stringify(toProcedureCapture(recording, AT)));
}

describe('a recorded procedure', () => {
  it('keeps what became known late: events of a lane that was made after they had happened', () => {
    const recording = newProcedureRecording('upload-progress', {}, new Date(0), true);
    takeEvent(recording, 10, {
      type: 'lane',
      lane: 0,
      label: 'XHR',
      family: 'fetch',
      origin: 'h2',
    });
    takeEvent(recording, 30, {
      type: 'lane',
      lane: 1,
      label: 'server',
      family: 'fetch',
      origin: 'h2',
    });
    const asked = { type: 'asked', what: 'head' } as const;
    takeEvent(recording, 30, { type: 'lane-event', lane: 1, event: asked, agoMs: 25 });
    expect(recording.lanes[1]?.events).toEqual([{ atMs: 5, event: asked }]);
    endRecording(recording, 40, 'end');
    expect(replayedProcedure(saved(recording)).lanes).toEqual(recording.lanes);
  });

  it('comes back as it was: lanes, facts, bytes and how it ended', () => {
    const recording = aRecording();
    const again = replayedProcedure(saved(recording));
    expect(again.lanes).toEqual(recording.lanes);
    expect(again.facts).toEqual({ opened: 6 });
    expect(again.runs.map(({ label, wireLog }) => [label, wireLog])).toEqual(
      recording.runs.map(({ label, wireLog }) => [label, wireLog]),
    );
    expect(again.runs[0]?.wire.records).toBe(1);
    expect(again).toMatchObject({ ending: 'end', endedAtMs: 20, loopback: true });
    expect(again.replayOf).toMatchObject(AT);
  });

  it('plays in its time and ends where it ended', async () => {
    const capture = saved(aRecording());
    const recording = toReplay(capture);
    let steps = 0;
    await replayProcedure(capture, recording, () => steps++, new AbortController().signal);
    expect(recording.lanes).toEqual(replayedProcedure(capture).lanes);
    expect(steps).toBe(5);
  });

  it('stops at once when it is told to, and has no facts to judge by', async () => {
    const capture = saved(aRecording());
    const recording = toReplay(capture);
    await replayProcedure(capture, recording, () => {}, AbortSignal.abort());
    expect(recording).toMatchObject({ ending: 'stopped', facts: {}, lanes: [] });
  });

  it('keeps so many events of a lane and counts the rest', () => {
    const recording = aRecording();
    for (let i = 0; i < 3_000; i++) {
      takeEvent(recording, i, { type: 'lane-event', lane: 0, event: { type: 'data' } });
    }
    const lane = recording.lanes[0];
    expect(lane?.events.length).toBe(2_500);
    expect(lane?.notKept).toBe(501);
  });
});
