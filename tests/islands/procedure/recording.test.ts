import { expect, it } from 'vitest';
import {
  newProcedureRecording,
  type ProcedureRecording,
  takeEvent,
} from '../../../src/islands/procedure/recording.ts';

function withLane(): ProcedureRecording {
  const recording = newProcedureRecording('early-hints', {}, new Date(0), true);
  takeEvent(recording, 100, { type: 'lane', lane: 0, label: '103', family: 'push', origin: 'h2' });
  takeEvent(recording, 100, {
    type: 'lane-event',
    lane: 0,
    event: { type: 'asked', what: 'GET' },
  });
  return recording;
}

it('what is told late stands where it happened, before what happened after it', () => {
  const recording = withLane();
  const late = (agoMs: number, what: string) =>
    takeEvent(recording, 900, {
      type: 'lane-event',
      lane: 0,
      event: { type: 'note', what },
      agoMs,
    });
  late(200, '200');
  late(790, '103');
  late(200, 'same moment, told later');
  expect(
    recording.lanes[0]?.events.map(({ atMs, event }) => [atMs, 'what' in event && event.what]),
  ).toEqual([
    [100, 'GET'],
    [110, '103'],
    [700, '200'],
    [700, 'same moment, told later'],
  ]);
});
