import { describe, expect, test } from 'vitest';
import {
  createConnectionDissector,
  type Direction,
  dissectConnection,
} from '../../src/dissect/connection.ts';
import { partOf, SPAN_KINDS, tally } from '../../src/dissect/span.ts';
import {
  awaitsAfter,
  bytesOf,
  dissectOutbound,
  expectCoverage,
  ofKind,
  shown,
  values,
} from './support.ts';

const GET = 'GET /live/sse?tokens=2&intervalMs=10 HTTP/1.1\r\nHost: localhost:4322\r\n\r\n';

/** As the lab answers GET /live/sse?tokens=2. */
const SSE = `HTTP/1.1 200 OK\r
Cache-Control: no-store\r
X-Content-Type-Options: nosniff\r
Vary: Origin\r
Access-Control-Allow-Origin: http://localhost:4321\r
Access-Control-Expose-Headers: Allow, Retry-After, X-Accel-Buffering\r
Timing-Allow-Origin: http://localhost:4321\r
Content-Type: text/event-stream\r
X-Accel-Buffering: no\r
Date: Mon, 23 Nov 2026 02:15:38 GMT\r
Connection: keep-alive\r
Keep-Alive: timeout=10, max=1000\r
Transfer-Encoding: chunked\r
\r
d\r\nretry: 1000\n\n\r
34\r\nid: 1\ndata: {"type":"delta","index":1,"token":"A"}\n\n\r
3a\r\nid: 2\ndata: {"type":"delta","index":2,"token":" stream"}\n\n\r
2c\r\nevent: end\ndata: {"type":"end","tokens":2}\n\n\r
0\r\n\r\n`;

const POLL = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40\r
\r\n{"tokens":["A"],"cursor":1,"done":false}`;

const UPGRADE = `GET /live/websocket HTTP/1.1\r\nHost: localhost:4322\r\nConnection: Upgrade\r
Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

const SWITCH = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n`;

const MASKED_HELLO = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];

describe('a connection of the lab', () => {
  test('that carried an event stream', () => {
    const spans = dissectOutbound(bytesOf(SSE), bytesOf(GET));
    expect(ofKind(spans, 'incomplete', 'malformed', 'opaque')).toEqual([]);
    expect(values(spans, 'chunk-size').slice(0, 2)).toEqual(['0xd = 13 bytes', '0x34 = 52 bytes']);
    expect(values(spans, 'event-data')).toEqual([
      '{"type":"delta","index":1,"token":"A"}',
      '{"type":"delta","index":2,"token":" stream"}',
      '{"type":"end","tokens":2}',
    ]);
    expect(values(spans, 'dispatch')).toEqual([
      'event "message"',
      'event "message"',
      'event "end"',
    ]);
    expect(ofKind(spans, 'dispatch')[1]?.details?.map(({ value }) => value)).toEqual([
      'message',
      '{"type":"delta","index":2,"token":" stream"}',
      '2',
    ]);
    expect(tally(spans).head).toBe(SSE.indexOf('\r\n\r\n') + 4);
  });

  test('that carried polls, one after the other', () => {
    const spans = dissectOutbound(bytesOf(POLL + POLL), bytesOf(GET + GET));
    expect(values(spans, 'json-key').slice(0, 3)).toEqual(['tokens', 'cursor', 'done']);
    expect(values(spans, 'status')).toEqual(['200', '200']);
    expect(spans.at(-1)).toMatchObject({ kind: 'json-punctuation', within: { exchange: 2 } });
  });

  test('that became a WebSocket: frames in both directions', () => {
    const { inbound, outbound } = dissectConnection([
      { direction: 'inbound', bytes: bytesOf(UPGRADE) },
      { direction: 'outbound', bytes: bytesOf(SWITCH, [0x81, 0x02], 'hi') },
      { direction: 'inbound', bytes: bytesOf(MASKED_HELLO) },
      { direction: 'outbound', bytes: bytesOf([0x88, 0x02, 0x03, 0xe8]) },
    ]);
    expect(values(inbound, 'payload')).toEqual(['Hello']);
    expect(values(outbound, 'payload', 'close-code')).toEqual(['hi', '1000 normal closure']);
    expect(ofKind(outbound, 'status')[0]?.value).toBe('101');
  });
});

describe('the two directions of a connection', () => {
  const inbound = bytesOf(UPGRADE, MASKED_HELLO);
  const outbound = bytesOf(SWITCH, [0x81, 0x02], 'hi');

  test('give the same spans however their bytes are mixed', () => {
    const wanted = dissectConnection([
      { direction: 'inbound', bytes: inbound },
      { direction: 'outbound', bytes: outbound },
    ]);
    expectCoverage(wanted.inbound, inbound.length);
    for (let cut = UPGRADE.length; cut <= inbound.length; cut++) {
      for (let other = 0; other <= outbound.length; other += 7) {
        const mixed: { direction: Direction; bytes: Uint8Array }[] = [
          { direction: 'inbound', bytes: inbound.subarray(0, cut) },
          { direction: 'outbound', bytes: outbound.subarray(0, other) },
          { direction: 'inbound', bytes: inbound.subarray(cut) },
          { direction: 'outbound', bytes: outbound.subarray(other) },
        ];
        expect(dissectConnection(mixed)).toEqual(wanted);
      }
    }
  });

  test('stay HTTP where the server refuses to switch', () => {
    const spans = dissectConnection([
      { direction: 'inbound', bytes: bytesOf(UPGRADE) },
      {
        direction: 'outbound',
        bytes: bytesOf('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
      },
      { direction: 'inbound', bytes: bytesOf(GET) },
    ]);
    expect(values(spans.inbound, 'method')).toEqual(['GET', 'GET']);
  });

  test('are opaque after a switch to a protocol that is not dissected', () => {
    const { outbound } = dissectConnection([
      { direction: 'inbound', bytes: bytesOf('GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n') },
      {
        direction: 'outbound',
        bytes: bytesOf('HTTP/1.1 101 OK\r\nUpgrade: h2c\r\n\r\n', [0, 0, 0]),
      },
    ]);
    expect(outbound.at(-1)).toMatchObject({ kind: 'opaque', label: 'bytes of the protocol "h2c"' });
  });

  test('agree in the handshake on whether messages may be compressed', () => {
    const extension =
      'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n';
    const head = SWITCH.replace(/\r\n$/, extension);
    expect(
      dissectOutbound(bytesOf(head, [0xc1, 0x01, 0x00]), bytesOf(UPGRADE)).at(-1),
    ).toMatchObject({ kind: 'payload', clause: 'RFC 7692 §7.2.2' });
    expect(dissectOutbound(bytesOf(SWITCH, [0xc1]), bytesOf(UPGRADE)).at(-1)?.kind).toBe(
      'malformed',
    );
  });
});

describe('feeding a connection', () => {
  test('brings what is new, and the incomplete tail until more comes', () => {
    const dissector = createConnectionDissector();
    expect(dissector.feed('inbound', bytesOf('GE')).inbound).toMatchObject({
      spans: [],
      tail: { kind: 'incomplete', label: 'incomplete: method', start: 0, end: 2 },
      awaits: 'method',
    });
    const next = dissector.feed('inbound', bytesOf('T /li')).inbound;
    expect(next.spans.map(({ kind }) => kind)).toEqual(['method', 'separator']);
    expect(next.tail).toMatchObject({ label: 'incomplete: request target', start: 4, end: 7 });
    expect(dissector.feed('outbound', bytesOf()).inbound.spans).toEqual([]);
  });

  test('shows text at once, for a part of it is as good as the whole', () => {
    const dissector = createConnectionDissector();
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n';
    const { tail } = dissector.feed('outbound', bytesOf(`${head}hel`)).outbound;
    expect(tail).toMatchObject({ kind: 'text', value: 'hel' });
  });

  test('tells at the end what never came', () => {
    const get: [Direction, Uint8Array] = ['inbound', bytesOf(GET)];
    expect(awaitsAfter(get)).toBe('the response');
    expect(awaitsAfter(get, ['outbound', bytesOf(POLL)])).toBeUndefined();
    expect(awaitsAfter(get, ['outbound', bytesOf(POLL.slice(0, -1))])).toBe(
      'the rest of the 40 bytes of the body',
    );
    const upgrade: [Direction, Uint8Array] = ['inbound', bytesOf(UPGRADE)];
    expect(awaitsAfter(upgrade, ['outbound', bytesOf(SWITCH)])).toBe(
      'the next frame, or a close frame',
    );
    expect(awaitsAfter(upgrade, ['outbound', bytesOf(SWITCH, [0x88, 0x00])])).toBeUndefined();
  });

  test('says where bytes were not kept, and reads nothing after them', () => {
    const dissector = createConnectionDissector();
    dissector.feed('outbound', bytesOf('HTTP/1.1 200'));
    const { spans } = dissector.skip('outbound', 12_000).outbound;
    expect(spans.map(({ label }) => label)).toEqual([
      'cut off: status code',
      'not kept: 12000 bytes',
    ]);
    const { tail } = dissector.feed('outbound', bytesOf('x')).outbound;
    expect(tail).toMatchObject({ kind: 'opaque', start: 12_012, end: 12_013 });
  });
});

describe('the work of a call', () => {
  test('does not grow with what came before: 5,000 events, one by one', () => {
    const dissector = createConnectionDissector();
    dissector.feed('inbound', bytesOf(GET));
    dissector.feed('outbound', bytesOf(SSE.slice(0, SSE.indexOf('\r\n\r\n') + 4)));
    let spans = 0;
    const startMs = performance.now();
    for (let id = 1; id <= 5000; id++) {
      const event = `id: ${id}\ndata: {"type":"delta","index":${id},"token":" stream"}\n\n`;
      const chunk = bytesOf(`${event.length.toString(16)}\r\n${event}\r\n`);
      spans += dissector.feed('outbound', chunk).outbound.spans.length;
    }
    expect(spans).toBe(14 * 5000);
    // It takes a tenth of that here; redoing the whole each time would take minutes.
    expect(performance.now() - startMs).toBeLessThan(3000);
  });

  test('does not grow with a token that never ends: 100,000 bytes, one by one', () => {
    const dissector = createConnectionDissector();
    dissector.feed('outbound', bytesOf('HTTP/1.1 200 OK\r\nA: '));
    const byte = bytesOf('a');
    const startMs = performance.now();
    for (let count = 0; count < 100_000; count++) dissector.feed('outbound', byte);
    expect(performance.now() - startMs).toBeLessThan(3000);
    expect(dissector.feed('outbound', byte).outbound.tail?.end).toBe(20 + 100_001);
  });
});

test('every kind of span counts for one part of the overhead', () => {
  const parts = new Set(SPAN_KINDS.map((kind) => partOf({ kind })));
  expect([...parts].sort()).toEqual(['framing', 'head', 'payload', 'unknown']);
});

test('the target of a request is shown as it crossed the wire', () => {
  const bytes = bytesOf(GET);
  const { inbound } = dissectConnection([{ direction: 'inbound', bytes }]);
  expect(shown(ofKind(inbound, 'target'), bytes)).toEqual([
    'target: /live/sse?tokens=2&intervalMs=10',
  ]);
});
