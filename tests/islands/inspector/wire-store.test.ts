import { describe, expect, it } from 'vitest';
import { recordAt, spanOfRecord } from '../../../src/islands/inspector/wire-store.ts';
import { CHUNKED_HEAD, chunk, Feed, laneOf, REQUEST, shown } from './support.ts';

const HANDSHAKE = 'GET /live/websocket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n';
const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
/** "Hello" from the server, and masked from the client (RFC 6455 §5.7). */
const HELLO = [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f];
const MASKED_HELLO = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];

function ndjsonRun(): Feed {
  return new Feed()
    .inbound(REQUEST)
    .outbound(CHUNKED_HEAD + chunk('{"a":1}\n'))
    .outbound(chunk('{"b":2}\n'))
    .outbound('0\r\n\r\n');
}

describe('the rows of a transcript', () => {
  it('are the lines of a head, and size line and data of each chunk', () => {
    expect(ndjsonRun().toStore().rows.map(shown)).toEqual([
      '>1 GET| |/live/ndjson| |HTTP/1.1|\\r\\n',
      '>1 Host|:| |lab|\\r\\n',
      '>1 \\r\\n',
      '<1 HTTP/1.1| |200| |OK|\\r\\n',
      '<1 Content-Type|:| |application/x-ndjson|\\r\\n',
      '<1 Transfer-Encoding|:| |chunked|\\r\\n',
      '<1 \\r\\n',
      '<1 8|\\r\\n',
      '<1 {"a":1}|\\n|\\r\\n',
      '<1 8|\\r\\n',
      '<1 {"b":2}|\\n|\\r\\n',
      '<1 0|\\r\\n',
      '<1 \\r\\n',
    ]);
  });

  it('are frames, one each, after a 101', () => {
    const store = new Feed()
      .inbound(HANDSHAKE)
      .outbound(SWITCHING)
      .outbound([...HELLO, ...HELLO])
      .inbound(MASKED_HELLO)
      .toStore();
    expect(store.rows.map(shown).slice(-3)).toEqual([
      '<1 81|05|Hello',
      '<1 81|05|Hello',
      '>1 81|85|37 fa 21 3d|Hello',
    ]);
  });

  it('hold frames of the client that were there before the 101 was', () => {
    const store = new Feed().inbound(HANDSHAKE).inbound(MASKED_HELLO).outbound(SWITCHING).toStore();
    expect(store.rows.map(shown)).toContain('>1 81|85|37 fa 21 3d|Hello');
  });

  it('say how a connection ended and what was not kept', () => {
    const store = ndjsonRun().notKept('outbound', 12_000).close('lab-reset').toStore();
    expect(store.rows.map(shown).slice(-2)).toEqual(['— 12000 outbound not kept', '— lab-reset 1']);
    expect(store.closes).toHaveLength(1);
  });

  it('show what a cut left over before they show the cut', () => {
    const store = new Feed()
      .inbound(REQUEST)
      .outbound(`${CHUNKED_HEAD}8\r\n{"a`)
      .close('lab-reset')
      .toStore();
    expect(store.rows.map(shown).slice(-3)).toEqual(['<1 8|\\r\\n', '<1 {"a', '— lab-reset 1']);
    expect(laneOf(store, 'outbound').tail).toBeUndefined();
  });

  it('keep two connections apart, each with its own HTTP', () => {
    const store = new Feed()
      .inbound(REQUEST, 1)
      .inbound(REQUEST, 2)
      .outbound(CHUNKED_HEAD, 2)
      .outbound(CHUNKED_HEAD, 1)
      .outbound(chunk('{"a":1}\n'), 2)
      .outbound(chunk('{"b":2}\n'), 1)
      .close('client-fin', 2)
      .toStore();
    expect(store.lanes).toHaveLength(4);
    expect(store.rows.map(shown).slice(-5)).toEqual([
      '<2 8|\\r\\n',
      '<2 {"a":1}|\\n|\\r\\n',
      '<1 8|\\r\\n',
      '<1 {"b":2}|\\n|\\r\\n',
      '— client-fin 2',
    ]);
  });

  it('are never longer than a learner can look over', () => {
    const reply = `[${'1,'.repeat(200)}1]`;
    const head = `Content-Type: application/json\r\nContent-Length: ${reply.length}\r\n\r\n`;
    const store = new Feed().inbound(REQUEST).outbound(`HTTP/1.1 200 OK\r\n${head}${reply}`);
    for (const row of store.toStore().rows) {
      if (row.kind === 'spans') expect(row.last - row.first).toBeLessThanOrEqual(40);
    }
  });
});

describe('bytes that come one by one', () => {
  it.each([
    ['an NDJSON run', ndjsonRun()],
    [
      'a WebSocket',
      new Feed()
        .inbound(HANDSHAKE)
        .outbound([...new TextEncoder().encode(SWITCHING), ...HELLO])
        .inbound(MASKED_HELLO)
        .close(),
    ],
  ])('give %s the same spans and rows as bytes that come together', (_, feed) => {
    const whole = feed.toStore();
    const pieces = feed.byteByByte().toStore();
    expect(pieces.rows.map(shown)).toEqual(whole.rows.map(shown));
    for (const direction of ['inbound', 'outbound'] as const) {
      expect(laneOf(pieces, direction).spans).toEqual(laneOf(whole, direction).spans);
      expect(laneOf(pieces, direction).size).toBe(laneOf(whole, direction).size);
    }
  });

  it('stand as a tail until they make a span', () => {
    const store = new Feed().inbound('GE').toStore();
    expect(laneOf(store, 'inbound').tail).toMatchObject({ start: 0, end: 2 });
    expect(store.rows).toEqual([]);
  });
});

describe('records and spans', () => {
  const store = ndjsonRun().toStore();
  const outbound = laneOf(store, 'outbound');

  it('are found from a byte', () => {
    const { size } = outbound;
    expect(recordAt(outbound, 0)?.seq).toBe(2);
    expect(recordAt(outbound, size - 6)?.seq).toBe(3);
    expect(recordAt(outbound, size - 5)?.seq).toBe(4);
    expect(recordAt(outbound, size - 1)?.seq).toBe(4);
  });

  it('are found from a record', () => {
    const found = spanOfRecord(store, {
      seq: 3,
      connectionId: 1,
      streamId: null,
      direction: 'outbound',
    });
    expect(found?.lane).toBe(outbound);
    expect(outbound.spans[found?.index ?? -1]).toMatchObject({
      kind: 'chunk-size',
      start: outbound.records[1]?.start,
    });
  });

  it('are not found where there are none', () => {
    const where = { connectionId: 1, streamId: null, direction: 'outbound' } as const;
    expect(spanOfRecord(store, { ...where, seq: 99 })).toBeUndefined();
    expect(spanOfRecord(store, { ...where, connectionId: 2, seq: 3 })).toBeUndefined();
  });
});
