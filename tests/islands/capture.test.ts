import { describe, expect, it } from 'vitest';
import { type Capture, replay, replayed, toCapture } from '../../src/islands/experiment/capture.ts';
import { measure } from '../../src/islands/experiment/measure.ts';
import {
  finish,
  newRecording,
  type Recording,
  record,
  recordWire,
} from '../../src/islands/experiment/recording.ts';
import { CHUNKED_HEAD, chunk, Feed, REQUEST, setupOf, shown } from './inspector/support.ts';

const WHERE = { node: '26.10.0', browser: 'Chromium 156' };

/** A short run of three tokens, cut once, with what the tap saw of it. */
function aRun(): Recording {
  const recording = newRecording('r'.repeat(32), setupOf('sse'), new Date('2026-11-23T08:00:00Z'));
  record(recording, 1, { type: 'request', method: 'GET', target: '/live/sse' });
  record(recording, 3, { type: 'response', status: 200, mediaType: 'text/event-stream' });
  record(recording, 5, { type: 'read', sizeBytes: 20 });
  record(recording, 5, { type: 'delta', text: 'a', index: 1 });
  record(recording, 9, { type: 'cut', reason: 'Lost.', retryInMs: null });
  record(recording, 14, { type: 'response', status: 200, mediaType: 'text/event-stream' });
  record(recording, 16, { type: 'delta', text: 'b', index: 2 });
  record(recording, 19, { type: 'delta', text: 'c', index: 3 });
  record(recording, 20, { type: 'end', stopped: false });
  const feed = new Feed().inbound(REQUEST).outbound(CHUNKED_HEAD + chunk('{"a":1}\n'));
  for (const event of feed.notKept('outbound', 9).close('lab-reset').events) {
    recordWire(recording, event);
  }
  return recording;
}

/** As it comes back from a file. */
function saved(recording: Recording): Capture {
  return JSON.parse(JSON.stringify(toCapture(recording, WHERE)));
}

describe('a capture', () => {
  it('replays to the same measurements, events and bytes', () => {
    const run = aRun();
    const again = replayed(saved(run));
    expect(measure(again)).toEqual(measure(run));
    expect(again.log).toEqual(run.log);
    expect(again.cuts).toEqual(run.cuts);
    expect(again.ending).toBe('end');
    expect(again.wire.rows.map(shown)).toEqual(run.wire.rows.map(shown));
    expect(again.marks).toEqual(run.marks);
  });

  it('can be made of its own replay', () => {
    const first = saved(aRun());
    expect(saved(replayed(first))).toEqual(first);
  });

  it('says when and where it was recorded', () => {
    expect(saved(aRun())).toMatchObject({ recordedAt: '2026-11-23T08:00:00.000Z', ...WHERE });
  });

  it('keeps how a run failed, and what the server said of it', () => {
    const recording = newRecording('r'.repeat(32), setupOf('ndjson'), new Date(0));
    finish(recording, 4, 'error');
    recording.failure = 'The connection was lost.';
    recording.server = { state: 'aborted', tokensProduced: 2 } as NonNullable<Recording['server']>;
    const again = replayed(saved(recording));
    expect(again).toMatchObject({ ending: 'error', endedAtMs: 4 });
    expect(again.failure).toBe(recording.failure);
    expect(again.server).toEqual(recording.server);
  });
});

describe('a replay', () => {
  const empty = ({ run, setup }: Capture) => newRecording(run, setup, new Date(0));

  it('ends where the run did', async () => {
    const capture = saved(aRun());
    const recording = empty(capture);
    let steps = 0;
    await replay(capture, recording, () => steps++, new AbortController().signal);
    expect(measure(recording)).toEqual(measure(replayed(capture)));
    expect(recording).toMatchObject({ ending: 'end', endedAtMs: 20 });
    expect(steps).toBe(capture.client.length + capture.wire.length);
  });

  it('stops at once when it is told to, and stays as it stands', async () => {
    const capture = saved(aRun());
    for (const step of capture.client) if (step.atMs > 5) step.atMs += 60_000;
    const recording = empty(capture);
    const stop = new AbortController();
    await replay(
      capture,
      recording,
      () => recording.deltas.length === 1 && stop.abort(),
      stop.signal,
    );
    expect(recording.deltas).toHaveLength(1);
    expect(recording.ending).toBe('aborted');
  });

  it('does not begin when it was stopped before', async () => {
    const capture = saved(aRun());
    const recording = empty(capture);
    await replay(capture, recording, () => {}, AbortSignal.abort());
    expect(recording).toMatchObject({ log: [], ending: 'aborted' });
  });
});
