import { describe, expect, it } from 'vitest';
import { record, recordWire } from '../../src/islands/experiment/recording.ts';
import { toSequence } from '../../src/islands/experiment/sequence.ts';
import { mark, newWireMarks, type WireMarks } from '../../src/islands/experiment/wire-marks.ts';
import { chunk, emptyRecording, Feed } from './inspector/support.ts';

const GET = 'GET /live/sse HTTP/1.1\r\nHost: lab\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const token = (index: number) => chunk(`data: {"type":"delta","index":${index},"token":"t"}\n\n`);

function marksOf(feed: Feed): WireMarks {
  const marks = newWireMarks();
  for (const event of feed.events) if (event.type === 'record') mark(marks, event);
  return marks;
}

const seqs = (marks: { seq: number }[]) => marks.map(({ seq }) => seq);

describe('the marks of the server lane', () => {
  it('are heads, and tokens by the index that they carry', () => {
    const marks = marksOf(
      new Feed()
        .inbound(GET)
        .outbound(OK)
        .outbound(token(1))
        .outbound(token(2) + token(3)),
    );
    expect(seqs(marks.requests)).toEqual([1]);
    expect(seqs(marks.responses)).toEqual([2]);
    expect([...marks.tokens].map(([index, { seq }]) => [index, seq])).toEqual([
      [1, 3],
      [2, 4],
      [3, 4],
    ]);
  });

  it('keep the first crossing of a token that crossed twice', () => {
    const marks = marksOf(
      new Feed().outbound(OK).outbound(token(1)).outbound(OK, 2).outbound(token(1), 2),
    );
    expect(marks.tokens.get(1)).toMatchObject({ seq: 2, connectionId: 1 });
  });

  it('pass over a preflight and its answer: the page sees neither', () => {
    const marks = marksOf(
      new Feed()
        .inbound('OPTIONS /live/sse HTTP/1.1\r\n\r\n')
        .outbound('HTTP/1.1 204 No Content\r\n\r\n')
        .inbound('POST /live/sse HTTP/1.1\r\n\r\n')
        .outbound(OK),
    );
    expect(seqs(marks.requests)).toEqual([3]);
    expect(seqs(marks.responses)).toEqual([4]);
  });

  it('do not take a frame or the rest of a body for a head', () => {
    const marks = marksOf(
      new Feed().inbound([0x81, 0x80, 1, 2, 3, 4]).inbound('{"prompt":"GET /"}'),
    );
    expect(marks.requests).toEqual([]);
  });
});

describe('the diagram with both lanes', () => {
  it('has each arrow on both clocks, which are never subtracted', () => {
    const recording = emptyRecording('sse');
    for (const event of new Feed().inbound(GET).outbound(OK).outbound(token(1)).events) {
      recordWire(recording, event);
    }
    record(recording, 500, { type: 'request', method: 'GET', target: '/live/sse' });
    record(recording, 504, { type: 'response', status: 200, mediaType: 'text/event-stream' });
    record(recording, 505, { type: 'delta', text: 't', index: 1 });
    record(recording, 510, { type: 'delta', text: 't', index: 2 });
    record(recording, 515, { type: 'end', stopped: false });
    expect(
      toSequence(recording, 520).arrows.map(({ kind, atMs, server }) => [kind, atMs, server?.atMs]),
    ).toEqual([
      ['request', 500, 1],
      ['response', 504, 2],
      ['text', 505, 3],
      // Not on the wire as far as the feed has come.
      ['text', 510, undefined],
      ['end', 515, undefined],
    ]);
  });

  it('ties an arrow to its bytes when the feed is late', () => {
    const recording = emptyRecording('sse');
    record(recording, 5, { type: 'delta', text: 't', index: 1 });
    expect(toSequence(recording, 6).arrows[0]?.server).toBeUndefined();
    for (const event of new Feed().outbound(token(1)).events) recordWire(recording, event);
    expect(toSequence(recording, 7).arrows[0]?.server).toMatchObject({ seq: 1 });
  });

  it('gives the second request and answer of a cut run their own marks', () => {
    const recording = emptyRecording('sse');
    const feed = new Feed().inbound(GET).outbound(OK).close('lab-reset').inbound(GET, 2);
    for (const event of feed.outbound(OK, 2).events) recordWire(recording, event);
    for (const atMs of [1, 50]) {
      record(recording, atMs, { type: 'request', method: 'GET', target: '/live/sse' });
      record(recording, atMs, { type: 'response', status: 200, mediaType: 'text/event-stream' });
    }
    expect(toSequence(recording, 60).arrows.map(({ server }) => server?.seq)).toEqual([1, 2, 4, 5]);
  });

  it('ties the tokens of a poll to the reply that brought them', () => {
    const recording = emptyRecording('short-polling');
    const reply = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
    for (const event of new Feed().inbound(GET).outbound(reply).events) {
      recordWire(recording, event);
    }
    record(recording, 1, { type: 'request', method: 'GET', target: '/live/short-poll' });
    record(recording, 4, { type: 'response', status: 200, mediaType: 'application/json' });
    record(recording, 6, { type: 'delta', text: 'a', index: 1 });
    expect(toSequence(recording, 10).arrows.at(-1)).toMatchObject({
      kind: 'text',
      server: { seq: 2 },
    });
  });
});
