import { beforeAll, describe, expect, it } from 'vitest';
import { excerptOf, type PrintedRow, printRow } from '../../../src/components/excerpt.ts';
import { record, recordWire } from '../../../src/islands/experiment/recording.ts';
import { mark, newWireMarks } from '../../../src/islands/experiment/wire-marks.ts';
import { toRulers } from '../../../src/islands/inspector/boundaries.ts';
import { placeOf, shortPlaceOf } from '../../../src/islands/inspector/places.ts';
import { fromHash, toHash } from '../../../src/islands/inspector/selection.ts';
import { mainLane, spanOfRecord, WireStore } from '../../../src/islands/inspector/wire-store.ts';
import type { WireFeedEvent } from '../../../src/transports/wire-feed.ts';
import { LINES, secondRun } from './http2-feed.ts';
import { emptyRecording, shown } from './support.ts';

let events: WireFeedEvent[];
let store: WireStore;

beforeAll(async () => {
  events = await secondRun();
  store = new WireStore();
  for (const event of events) store.add(event);
});

describe('the rows of a run over HTTP/2', () => {
  it('begin with what crossed before the run', () => {
    const rows = store.rows.map(shown);
    expect(rows.slice(0, 3)).toEqual([
      '— earlier',
      '>1.0 PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n',
      expect.stringMatching(/^>1\.0 \d+ bytes\|SETTINGS\|no flags\|stream 0$/),
    ]);
    expect(rows.indexOf('— your run')).toBe(rows.findIndex((row) => row.includes('1.3')) - 1);
  });

  it('are one for the header of a frame, one for each field, and one for what DATA carries', () => {
    const rows = store.rows.map(shown).filter((row) => row.startsWith('<1.3'));
    expect(rows[0]).toMatch(/^<1\.3 \d+ bytes\|HEADERS\|END_HEADERS\|stream 3$/);
    expect(rows).toContain('<1.3 :status: 200');
    expect(rows).toContain('<1.3 content-type: application/x-ndjson');
    const first = rows.indexOf('<1.3 8 bytes|DATA|no flags|stream 3');
    expect(rows.slice(first, first + 4)).toEqual([
      '<1.3 8 bytes|DATA|no flags|stream 3',
      '<1.3 {"a":1}|\\n',
      '<1.3 8 bytes|DATA|no flags|stream 3',
      '<1.3 {"b":2}|\\n',
    ]);
  });

  it('have no chunk in them, and no secret', () => {
    const rows = store.rows.map(shown);
    expect(rows.join()).not.toContain('s3cr3t');
    expect(rows).toContain(`>1.3 cookie: ${'•'.repeat(14)}`);
    const kinds = store.lanes.flatMap(({ spans }) => spans.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind.startsWith('chunk-'))).toEqual([]);
  });

  it('are printed with connection and stream, names and values apart', () => {
    const rows = store.rows.map((row) => printRow(row));
    expect(rows[0]).toMatchObject({
      kind: 'note',
      spans: [{ text: 'earlier on this connection' }],
    });
    const status = rows.find(({ spans }) => spans[0]?.text === ':status: 200');
    expect(status).toMatchObject({ kind: 'outbound', place: '1·s3', isInFrame: true });
    expect(status?.spans[0]?.pieces?.map(({ text, kind }) => `${kind} ${text}`)).toEqual([
      'field-name :status',
      'separator : ',
      'field-value 200',
    ]);
    const header = rows.find(({ spans }) => spans.some(({ text }) => text === 'DATA'));
    expect(header?.isInFrame).toBeUndefined();
  });
});

describe('an excerpt of a run over HTTP/2', () => {
  const textOf = (rows: PrintedRow[]) =>
    rows.map(({ spans }) => spans.map(({ text }) => text).join(''));

  it('begins with the header of the frame in which the text stands', () => {
    const rows = excerptOf(store, { from: '"b":2', nth: 1, rows: 2, fields: [] });
    expect(textOf(rows)).toEqual(['8 bytesDATAno flagsstream 3', '{"b":2}\\n']);
  });

  it('keeps pseudo-header fields, and finds the others in whatever case they are asked for', () => {
    const rows = excerptOf(store, {
      from: 'application/x-ndjson',
      nth: 1,
      rows: 4,
      fields: ['Content-Type'],
    });
    expect(textOf(rows).slice(1)).toEqual([
      ':status: 200',
      'content-type: application/x-ndjson',
      '1 more field',
    ]);
  });
});

describe('the lanes of a run over HTTP/2', () => {
  it('are one for each direction of each stream', () => {
    const lanes = store.lanes.map((lane) => `${shortPlaceOf(lane)} ${lane.direction}`);
    expect([...lanes].sort()).toEqual([
      '1·s0 inbound',
      '1·s0 outbound',
      '1·s3 inbound',
      '1·s3 outbound',
    ]);
  });

  it('the first to look at is that of the answer', () => {
    expect(mainLane(store)).toMatchObject({ streamId: 3, direction: 'outbound' });
    expect(placeOf(mainLane(store) ?? { connectionId: 0, streamId: 0 })).toBe(
      'connection 1, stream 3',
    );
  });

  it('know how many of their bytes crossed before the run', () => {
    for (const lane of store.lanes) {
      if (lane.streamId === 0) expect(lane.earlierBytes).toBeGreaterThan(0);
      else expect(lane.earlierBytes).toBe(0);
    }
  });

  it('have addresses of their own', () => {
    const lane = mainLane(store);
    if (!lane) throw new Error('unreachable');
    expect(toHash({ lane, index: 0 })).toBe('#wire-1.3-out-0');
    expect(fromHash(store, '#wire-1.3-out-0')).toEqual({ lane, index: 0 });
    expect(fromHash(store, '#wire-1.0-out-0')?.lane.streamId).toBe(0);
    expect(fromHash(store, '#wire-1-out-0')).toBeUndefined();
  });
});

describe('the rulers of a stream', () => {
  it('are frames in place of chunks, and reads that lie in DATA', () => {
    const recording = emptyRecording();
    for (const event of events) recordWire(recording, event);
    for (const line of LINES) record(recording, 1, { type: 'read', sizeBytes: line.length });
    const lane = mainLane(recording.wire);
    if (!lane) throw new Error('unreachable');
    const [writes, frames, reads, lines] = toRulers(lane, recording);
    expect(writes).toMatchObject({ units: [], missing: expect.stringContaining('frames') });
    expect(frames?.name).toBe('HTTP/2 frames');
    expect(frames?.units.length).toBeGreaterThanOrEqual(LINES.length + 1);
    expect(reads?.units.map(({ start, end }) => [start, end])).toEqual(
      lines?.units.map(({ start, end }) => [start, end]),
    );
    expect(lines).toMatchObject({ name: 'lines', units: { length: LINES.length } });
  });
});

describe('the marks of a run over HTTP/2', () => {
  it('are heads of its streams, found in their fields', () => {
    const marks = newWireMarks();
    for (const event of events) if (event.type === 'record') mark(marks, event);
    expect(marks.requests).toMatchObject([{ streamId: 3, direction: 'inbound' }]);
    expect(marks.responses).toMatchObject([{ streamId: 3, direction: 'outbound' }]);
    const [request] = marks.requests;
    const found = request && spanOfRecord(store, request);
    expect(found?.lane.spans[found.index]).toMatchObject({ kind: 'http2-length', start: 0 });
  });

  it('pass over interim responses, preflights and trailers', () => {
    const marks = newWireMarks();
    const field = (name: string, value: string) => ({
      name,
      value,
      start: 0,
      end: 1,
      as: 'indexed' as const,
    });
    const says = (direction: 'inbound' | 'outbound', streamId: number, name: string, value = '') =>
      mark(marks, {
        type: 'record',
        connectionId: 1,
        streamId,
        seq: marks.requests.length + 10 * streamId,
        direction,
        atMs: 1,
        bytes: '',
        fields: [field(name, value)],
      });
    says('inbound', 1, ':method', 'OPTIONS');
    says('inbound', 3, ':method', 'POST');
    says('outbound', 1, ':status', '204');
    says('outbound', 3, ':status', '103');
    says('outbound', 3, ':status', '200');
    says('outbound', 3, 'x-end', 'yes');
    says('inbound', 5, ':method', 'CONNECT');
    expect(marks.requests.map(({ streamId }) => streamId)).toEqual([3, 5]);
    expect(marks.responses.map(({ streamId }) => streamId)).toEqual([3]);
  });
});
