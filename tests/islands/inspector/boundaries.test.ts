import { describe, expect, it } from 'vitest';
import { record } from '../../../src/islands/experiment/recording.ts';
import { type Ruler, toRulers } from '../../../src/islands/inspector/boundaries.ts';
import type { WireStore } from '../../../src/islands/inspector/wire-store.ts';
import { CHUNKED_HEAD, chunk, emptyRecording, Feed, laneOf, REQUEST } from './support.ts';

const HEAD = CHUNKED_HEAD.length;

/** The rulers of a run whose browser made reads of these sizes. */
function rulersOf(store: WireStore, reads: number[] = []): Ruler[] {
  const recording = emptyRecording();
  for (const sizeBytes of reads) record(recording, 1, { type: 'read', sizeBytes });
  return toRulers(laneOf(store, 'outbound'), recording);
}

/** Units as `start-end` from the end of the head. */
const ranges = (ruler: Ruler | undefined) =>
  ruler?.units.map(({ start, end }) => `${start - HEAD}-${end - HEAD}`);

/** Three lines of 8 bytes, each a chunk of 13 bytes: `8\r\n` before it, `\r\n` after it. */
const threeLines = new Feed()
  .inbound(REQUEST)
  .outbound(CHUNKED_HEAD)
  .outbound(chunk('{"a":1}\n') + chunk('{"b":2}\n'))
  .outbound(chunk('{"c":3}\n'))
  .outbound('0\r\n\r\n')
  .toStore();

describe('the rulers of a chunked stream', () => {
  it('are writes, chunks, reads and lines', () => {
    const names = rulersOf(threeLines, [24]).map(({ name }) => name);
    expect(names).toEqual(['writes of the server', 'chunks', 'reads of the browser', 'lines']);
  });

  it('have each write as it left, two chunks in one of them', () => {
    const [writes, chunks, , lines] = rulersOf(threeLines);
    expect(ranges(writes)).toEqual([`${-HEAD}-0`, '0-26', '26-39', '39-44']);
    expect(ranges(chunks)).toEqual(['0-13', '13-26', '26-39', '39-44']);
    expect(ranges(lines)).toEqual(['3-11', '16-24', '29-37']);
  });

  it('have a read where its bytes lay on the wire', () => {
    expect(ranges(rulersOf(threeLines, [8, 8, 8])[2])).toEqual(['3-11', '16-24', '29-37']);
  });

  it('have a read that ends inside of a chunk, and one that goes on from there', () => {
    expect(ranges(rulersOf(threeLines, [3, 5, 16])[2])).toEqual(['3-6', '6-11', '16-37']);
  });

  it('have a read over three chunks, their framing within it', () => {
    expect(ranges(rulersOf(threeLines, [24])[2])).toEqual(['3-37']);
  });

  it('have a read that ends inside of one chunk and began inside of another', () => {
    expect(ranges(rulersOf(threeLines, [4, 16, 4])[2])).toEqual(['3-7', '7-33', '33-37']);
  });

  it('do not take a trailer section for content', () => {
    const store = new Feed()
      .inbound(REQUEST)
      .outbound(`${CHUNKED_HEAD}${chunk('{"a":1}\n')}0\r\nX-End: yes\r\n\r\n`)
      .toStore();
    expect(ranges(rulersOf(store, [8])[2])).toEqual(['3-11']);
    // More than was kept of the wire: the ruler ends where the content does.
    expect(ranges(rulersOf(store, [8, 5])[2])?.at(-1)).toMatch(/^11-/);
  });
});

describe('a ruler that is missing says why', () => {
  it('EventSource reads where no page can see it', () => {
    const head = CHUNKED_HEAD.replace('application/x-ndjson', 'text/event-stream');
    const store = new Feed()
      .inbound(REQUEST)
      .outbound(head + chunk('data: a\n\ndata: b\n\n'))
      .toStore();
    const [, chunks, reads, events] = rulersOf(store);
    expect(chunks?.units).toHaveLength(1);
    expect(reads).toMatchObject({ units: [], missing: expect.stringContaining('does not show') });
    expect(events).toMatchObject({ name: 'events', units: [{ number: 1 }, { number: 2 }] });
  });

  it('a poll has a length, no chunks, and replies', () => {
    const reply = (body: string) =>
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const store = new Feed()
      .inbound(REQUEST)
      .outbound(reply('{"tokens":["a"],"cursor":1,"done":false}'))
      .inbound(REQUEST)
      .outbound(reply('{"tokens":[],"cursor":1,"done":true}'))
      .toStore();
    const [writes, chunks, reads, replies] = rulersOf(store);
    expect(writes?.units).toHaveLength(2);
    expect(chunks).toMatchObject({ units: [], missing: expect.stringContaining('a length') });
    expect(reads?.missing).toBeDefined();
    expect(replies?.name).toBe('replies');
    expect(replies?.units.map(({ start, end }) => end - start)).toEqual([40, 36]);
  });

  it('bare text has no units', () => {
    const head = CHUNKED_HEAD.replace('application/x-ndjson', 'text/plain');
    const store = new Feed()
      .inbound(REQUEST)
      .outbound(head + chunk('hello'))
      .toStore();
    expect(rulersOf(store)[3]?.missing).toContain('bare text');
  });

  it('a WebSocket has frames and messages', () => {
    const store = new Feed()
      .inbound('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n')
      .outbound(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      )
      .outbound([0x01, 0x01, 0x61, 0x89, 0x00, 0x80, 0x01, 0x62])
      .toStore();
    const [, frames, , messages] = rulersOf(store);
    expect(frames).toMatchObject({ name: 'WebSocket frames' });
    expect(frames?.units).toHaveLength(3);
    // One message of two frames, a ping between them.
    expect(messages).toMatchObject({ name: 'messages', units: [{ number: 1 }] });
  });
});
