import { describe, expect, test } from 'vitest';
import { createStreamDissector, dissectStreams } from '../../src/dissect/http2-stream.ts';
import { partOf, type Span, tally } from '../../src/dissect/span.ts';
import { captureHttp2, toRecords } from '../support/http2-exchange.ts';
import {
  dissectFrame,
  dissectSteps,
  fieldBlock,
  frame,
  headers,
  into,
  out,
  type Step,
  said,
} from './http2-support.ts';
import { bytesOf, expectCoverage, ofKind, randomNumbers, values } from './support.ts';

const GET = headers('inbound', 1, { ':method': 'GET', ':path': '/live/ndjson' }, 0x05);
const OK = headers('outbound', 1, { ':status': '200', 'content-type': 'application/x-ndjson' });

/** What stands behind the nine bytes of the header. */
const payloadOf = (spans: readonly Span[]) => said(spans.slice(4));

describe('the connection', () => {
  test('begins with a preface of 24 bytes, then frames', () => {
    const preface = bytesOf('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [...frame(4, 0, 0)]);
    const spans = dissectFrame(into(preface), 0);
    expect(said(spans)).toEqual([
      'preface client connection preface',
      'http2-length 0 bytes',
      'http2-type SETTINGS',
      'http2-flags no flags',
      'http2-stream stream 0',
    ]);
    expect(spans[0]).toMatchObject({ start: 0, end: 24, clause: 'RFC 9113 §3.4' });
  });

  test('may as well be seen from its first frame on', () => {
    expect(said(dissectFrame(into(frame(4, 1, 0)), 0))).toEqual([
      'http2-length 0 bytes',
      'http2-type SETTINGS',
      'http2-flags ACK',
      'http2-stream stream 0',
    ]);
  });
});

describe('the header of a frame', () => {
  test('is length, type, flags and stream, each with its bytes', () => {
    const spans = dissectFrame(out(frame(0, 0x01, 3, 'ab')), 3);
    expect(spans.slice(0, 4).map(({ start, end }) => [start, end])).toEqual([
      [0, 3],
      [3, 4],
      [4, 5],
      [5, 9],
    ]);
    expect(said(spans.slice(0, 4))).toEqual([
      'http2-length 2 bytes',
      'http2-type DATA',
      'http2-flags END_STREAM',
      'http2-stream stream 3',
    ]);
  });

  test('shows the bits of the flags that its type defines, and only those', () => {
    const flagsOf = (type: number, flags: number) =>
      ofKind(dissectFrame(out(frame(type, flags, 1, [0, 0, 0, 8])), 1), 'http2-flags')[0];
    expect(
      flagsOf(0, 0x01)?.details?.map(({ label, value, bits }) => [label, value, bits]),
    ).toEqual([
      ['END_STREAM', '1', '···· ···1'],
      ['PADDED', '0', '···· 0···'],
    ]);
    expect(flagsOf(3, 0)?.details).toBeUndefined();
    expect(flagsOf(3, 0x40)?.value).toBe('0x40 unused');
  });

  test('keeps the reserved bit out of the stream identifier', () => {
    const [, , , stream] = dissectFrame(out(frame(0, 0, 0x8000_0003)), 3);
    expect(stream?.value).toBe('stream 3');
    expect(stream?.details?.[0]).toMatchObject({ label: 'reserved bit', bits: '1··· ····' });
  });

  test('numbers the frames of its direction', () => {
    const spans = dissectSteps(1, [out(frame(0, 0, 1, 'a')), out(frame(0, 0, 1, 'b'))]).outbound;
    expect(spans.map(({ within }) => within.http2Frame)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });
});

describe('SETTINGS', () => {
  const settings = (direction: 'inbound' | 'outbound', ...payload: number[][]) =>
    dissectFrame({ direction, bytes: frame(4, 0, 0, ...payload) }, 0).slice(4);

  test('have names, values and what they mean to the other side', () => {
    const spans = settings('inbound', [0, 2, 0, 0, 0, 0], [0, 4, 0, 0x60, 0, 0]);
    expect(said(spans)).toEqual([
      'http2-setting ENABLE_PUSH = 0',
      'http2-setting INITIAL_WINDOW_SIZE = 6291456',
    ]);
    expect(spans[0]?.why).toContain('refuses pushes');
    expect(spans[1]?.why).toContain('6291456 bytes');
  });

  test('know the extensions and pass over what nobody knows', () => {
    const spans = settings(
      'outbound',
      [0, 8, 0, 0, 0, 1],
      [0, 9, 0, 0, 0, 1],
      [0x5a, 0x5a, 0, 0, 0, 7],
    );
    expect(said(spans)).toEqual([
      'http2-setting ENABLE_CONNECT_PROTOCOL = 1',
      'http2-setting NO_RFC7540_PRIORITIES = 1',
      'http2-setting setting 0x5a5a = 7',
    ]);
    expect(spans.map(({ clause }) => clause)).toEqual([
      'RFC 8441 §3',
      'RFC 9218 §2.1',
      'RFC 9113 §6.5.2',
    ]);
  });

  test.each([
    ['inbound', [0, 2, 0, 0, 0, 2], '0 or 1'],
    ['outbound', [0, 2, 0, 0, 0, 1], 'expected 0'],
    ['inbound', [0, 4, 0x80, 0, 0, 0], 'at most 2147483647'],
    ['inbound', [0, 5, 0, 0, 0x3f, 0xff], '16384 to 16777215'],
    ['inbound', [0, 8, 0, 0, 0, 2], '0 or 1'],
  ] as const)('%s with a value that is not allowed: %j', (direction, setting, expected) => {
    const [span] = settings(direction, [...setting]);
    expect(span).toMatchObject({ kind: 'malformed', label: expect.stringContaining(expected) });
  });
});

describe('other frames without fields and content', () => {
  test.each<[string, Step, number, string[]]>([
    ['WINDOW_UPDATE', out(frame(8, 0, 0, [0, 0xef, 0, 1])), 0, ['http2-value +15663105 bytes']],
    ['RST_STREAM', into(frame(3, 0, 5, [0, 0, 0, 8])), 5, ['http2-error CANCEL (0x8)']],
    ['RST_STREAM', into(frame(3, 0, 5, [0, 0, 1, 0])), 5, ['http2-error unknown code (0x100)']],
    [
      'PING',
      out(frame(6, 1, 0, [1, 2, 3, 4, 5, 6, 7, 8])),
      0,
      ['http2-value 01 02 03 04 05 06 07 08'],
    ],
    [
      'GOAWAY',
      out(frame(7, 0, 0, [0x80, 0, 0, 7, 0, 0, 0, 11], 'calm')),
      0,
      ['http2-value last stream 7', 'http2-error ENHANCE_YOUR_CALM (0xb)', 'http2-value calm'],
    ],
    [
      'PRIORITY',
      into(frame(2, 0, 3, [0x80, 0, 0, 1, 219])),
      3,
      ['http2-value exclusive, depends on stream 1, weight 220'],
    ],
    [
      'PRIORITY_UPDATE',
      into(frame(0x10, 0, 0, [0, 0, 0, 3], 'u=0, i')),
      0,
      ['http2-value stream 3', 'http2-value u=0, i'],
    ],
    [
      'ALTSVC',
      out(frame(0xa, 0, 0, [0, 1], 'a', 'h3=":443"')),
      0,
      ['http2-value 1 byte', 'http2-value a', 'http2-value h3=":443"'],
    ],
    [
      'ORIGIN',
      out(frame(0xc, 0, 0, [0, 2], 'ab', [0, 0])),
      0,
      ['http2-value 2 bytes', 'http2-value ab', 'http2-value 0 bytes'],
    ],
    ['type 0xbe', out(frame(0xbe, 0x81, 0, [1, 2])), 0, ['http2-value 01 02']],
  ])('%s', (name, step, streamId, expected) => {
    const spans = dissectFrame(step, streamId);
    expect(values(spans, 'http2-type')).toEqual([name]);
    expect(payloadOf(spans)).toEqual(expected);
    expect(spans.every(({ clause }) => /^RFC \d+ §/.test(clause))).toBe(true);
  });
});

describe('HEADERS', () => {
  test('have a span for each representation, with its table and its code', () => {
    const decoded = [
      { name: '', value: '4096', start: 0, end: 3, as: 'size-update' },
      { name: ':status', value: '200', start: 3, end: 4, as: 'indexed', index: 8 },
      { name: 'a', value: 'bc', start: 4, end: 9, as: 'incremental', huffman: 'value', index: 62 },
      { name: 'set-cookie', value: '***', start: 9, end: 14, as: 'never-indexed', index: 55 },
    ] as const;
    const bytes = frame(1, 0x04, 1, Array(14).fill(0x2a));
    const spans = dissectFrame({ direction: 'outbound', bytes, decoded: [...decoded] }, 1).slice(4);
    expect(said(spans)).toEqual([
      'table-size table size 4096 bytes',
      'header-field :status: 200',
      'header-field a: bc',
      'secret-field set-cookie: •••',
    ]);
    expect(spans.map(({ clause }) => clause)).toEqual([
      'RFC 7541 §6.3',
      'RFC 7541 §6.1',
      'RFC 7541 §6.2.1',
      'RFC 7541 §6.2.3',
    ]);
    const details = spans[2]?.details?.map(({ label, value }) => `${label}: ${value}`);
    expect(details).toContain('index: 62, the newest entry of the dynamic table');
    expect(details).toContain('Huffman code: the value');
    expect(spans[1]?.details).toContainEqual(
      expect.objectContaining({ bits: '1··· ····', clause: 'RFC 7541 §6.1' }),
    );
    expect(spans.every((span) => partOf(span) === 'head')).toBe(true);
  });

  test('with padding and priority fields', () => {
    const { block, decoded } = fieldBlock({ a: 'b' });
    const bytes = frame(1, 0x2c, 1, [3, 0x80, 0, 0, 5, 15], block, [0, 0, 0]);
    const spans = dissectFrame({ direction: 'inbound', bytes, decoded }, 1);
    expect(payloadOf(spans)).toEqual([
      'http2-padding 3 bytes',
      'http2-value exclusive, depends on stream 5, weight 16',
      'header-field a: b',
      'http2-padding 3 bytes',
    ]);
  });

  test('go on in CONTINUATION, where a field may be cut in two', () => {
    const { block, decoded } = fieldBlock({ ':status': '200', name: 'value' });
    const first = frame(1, 0, 1, block.slice(0, 16));
    const bytes = bytesOf([...first, ...frame(9, 4, 1, block.slice(16))]);
    const spans = dissectFrame({ direction: 'outbound', bytes, decoded }, 1);
    expect(payloadOf(spans)).toEqual([
      'header-field :status: 200',
      'header-field name: value',
      'http2-length 9 bytes',
      'http2-type CONTINUATION',
      'http2-flags END_HEADERS',
      'http2-stream stream 1',
      'header-field … name',
    ]);
    expect(spans[5]?.label).toBe('name field, bytes 1–3 of 12, cut by the end of a frame');
    expect(spans.map(({ within }) => within.http2Frame)).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });

  test('that another frame interrupts stay undecoded, and that frame is read', () => {
    const bytes = bytesOf([...frame(1, 0, 1, [1, 2, 3]), ...frame(3, 0, 1, [0, 0, 0, 1])]);
    expect(payloadOf(dissectFrame(out(bytes), 1))).toEqual([
      expect.stringContaining('opaque field block, not decoded'),
      'http2-length 4 bytes',
      'http2-type RST_STREAM',
      'http2-flags no flags',
      'http2-stream stream 1',
      'http2-error PROTOCOL_ERROR (0x1)',
    ]);
  });

  test('PUSH_PROMISE names the stream that it promises', () => {
    const { block, decoded } = fieldBlock({ ':path': '/style.css' });
    const bytes = frame(5, 4, 1, [0, 0, 0, 2], block);
    expect(payloadOf(dissectFrame({ direction: 'outbound', bytes, decoded }, 1))).toEqual([
      'http2-value promises stream 2',
      'header-field :path: /style.css',
    ]);
  });
});

describe('DATA', () => {
  test('is read as the content type says, over the ends of frames', () => {
    const spans = dissectSteps(1, [
      GET,
      OK,
      out(frame(0, 0, 1, '{"a":1}\n{"b')),
      out(frame(0, 1, 1, '":2}\n')),
    ]).outbound;
    expect(values(spans, 'http2-type')).toEqual(['HEADERS', 'DATA', 'DATA']);
    const lines = spans.filter(({ within }) => within.line !== undefined);
    expect(lines.map(({ within }) => within.line)).toContain(2);
    expect(new Set(lines.map(({ within }) => within.http2Frame))).toEqual(new Set([2, 3]));
    expect(spans.every((span) => partOf(span) !== 'unknown')).toBe(true);
  });

  test('has padding', () => {
    const spans = dissectFrame(out(frame(0, 0x08, 1, [2], 'hello', [0, 0])), 1, [
      GET,
      headers('outbound', 1, { ':status': '200', 'content-type': 'text/plain' }),
    ]);
    expect(payloadOf(spans)).toEqual([
      'http2-padding 2 bytes',
      'text hello',
      'http2-padding 2 bytes',
    ]);
  });

  test('is read by the final response, not by an interim one, and trailers change nothing', () => {
    const spans = dissectSteps(1, [
      GET,
      headers('outbound', 1, { ':status': '103', link: '</a.css>; rel=preload' }),
      headers('outbound', 1, { ':status': '200', 'content-type': 'text/event-stream' }),
      out(frame(0, 0, 1, 'data: a\n\n')),
      headers('outbound', 1, { 'x-end': 'yes' }, 0x05),
    ]).outbound;
    expect(values(spans, 'event-data')).toEqual(['a']);
    expect(spans.at(-1)).toMatchObject({ kind: 'header-field', value: 'x-end: yes' });
  });

  test('of an extended CONNECT is WebSocket frames, those of the client masked', () => {
    const connect = headers('inbound', 1, { ':method': 'CONNECT', ':protocol': 'websocket' });
    const accept = headers('outbound', 1, { ':status': '200' });
    const hello = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
    const { inbound, outbound } = dissectSteps(1, [
      connect,
      accept,
      // One WebSocket frame in two HTTP/2 frames: neither knows of the other.
      into(frame(0, 0, 1, hello.slice(0, 8))),
      into(frame(0, 0, 1, hello.slice(8))),
      out(frame(0, 0, 1, [0x81, 0x02], 'hi')),
    ]);
    expect(values(inbound, 'masking-key')).toEqual(['37 fa 21 3d']);
    expect(ofKind(inbound, 'payload').at(-1)?.value).toBe('Hello');
    expect(values(outbound, 'payload')).toEqual(['hi']);
    expect(outbound.at(-1)?.within).toMatchObject({ frame: 1, message: 1, http2Frame: 2 });
  });
});

describe('what a receiver has to refuse', () => {
  test.each<[string, Step, number, RegExp, string]>([
    ['DATA on stream 0', into(frame(0, 0, 0, 'a')), 0, /expected a stream$/, 'RFC 9113 §6.1'],
    ['SETTINGS on a stream', into(frame(4, 0, 1)), 1, /expected stream 0$/, 'RFC 9113 §6.5'],
    [
      'SETTINGS of 5 bytes',
      into(frame(4, 0, 0, [0, 0, 0, 0, 0])),
      0,
      /multiple of 6/,
      'RFC 9113 §6.5',
    ],
    [
      'an ACK with settings',
      into(frame(4, 1, 0, [0, 1, 0, 0, 0, 0])),
      0,
      /expected 0 bytes$/,
      'RFC 9113 §6.5',
    ],
    [
      'PING of 7 bytes',
      into(frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7])),
      0,
      /expected 8 bytes$/,
      'RFC 9113 §6.7',
    ],
    [
      'RST_STREAM of 3 bytes',
      into(frame(3, 0, 1, [0, 0, 8])),
      1,
      /expected 4 bytes$/,
      'RFC 9113 §6.4',
    ],
    [
      'GOAWAY of 4 bytes',
      into(frame(7, 0, 0, [0, 0, 0, 0])),
      0,
      /at least 8 bytes$/,
      'RFC 9113 §6.8',
    ],
    ['an increment of 0', into(frame(8, 0, 1, [0, 0, 0, 0])), 1, /increment of 0/, 'RFC 9113 §6.9'],
    [
      'padding longer than the payload',
      into(frame(0, 8, 1, [2], 'a')),
      1,
      /2 bytes of padding/,
      'RFC 9113 §6.1',
    ],
    [
      'padding longer than the fields',
      into(frame(1, 0x2c, 1, [9, 0, 0, 0, 0, 0, 1])),
      1,
      /at most 1$/,
      'RFC 9113 §6.1',
    ],
    [
      'PADDED without a length',
      into(frame(0, 8, 1)),
      1,
      /at least 1, as its flags say$/,
      'RFC 9113 §6.1',
    ],
    [
      'PRIORITY fields that are cut',
      into(frame(1, 0x24, 1, [0, 0])),
      1,
      /at least 5/,
      'RFC 9113 §6.2',
    ],
    [
      'a stray CONTINUATION',
      into(frame(9, 4, 1, [0x82])),
      1,
      /nothing to go on with/,
      'RFC 9113 §6.10',
    ],
    [
      'an origin beyond its frame',
      out(frame(0xc, 0, 0, [0, 9], 'a')),
      0,
      /9 bytes/,
      'RFC 8336 §2.1',
    ],
    ['ALTSVC with a long origin', out(frame(0xa, 0, 0, [0, 9], 'a')), 0, /9 bytes/, 'RFC 7838 §4'],
  ])('%s', (_, step, streamId, label, clause) => {
    const spans = ofKind(dissectFrame(step, streamId), 'malformed');
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ label: expect.stringMatching(label), clause });
  });

  test('the next frame is read all the same', () => {
    const spans = dissectSteps(1, [out(frame(3, 0, 1, [8])), out(frame(3, 0, 1, [0, 0, 0, 8]))]);
    expect(values(spans.outbound, 'http2-error')).toEqual(['CANCEL (0x8)']);
  });
});

describe('what has to come', () => {
  const awaits = (...steps: Step[]) => {
    const dissector = createStreamDissector(1);
    for (const { direction, bytes, decoded } of steps) dissector.feed(direction, bytes, decoded);
    const { inbound, outbound } = dissector.end();
    return [inbound.awaits, outbound.awaits];
  };

  test('is a response, then a frame with END_STREAM', () => {
    expect(awaits(GET)).toEqual([undefined, 'the response']);
    expect(awaits(GET, OK)).toEqual([undefined, 'the next frame, up to one with END_STREAM']);
    expect(awaits(GET, OK, out(frame(0, 1, 1)))).toEqual([undefined, undefined]);
    expect(awaits(GET, OK, out(frame(3, 0, 1, [0, 0, 0, 8])))).toEqual([undefined, undefined]);
  });

  test('is the rest of a frame', () => {
    expect(awaits(GET, out(frame(1, 4, 1, [1, 2]).subarray(0, 5)))).toContain('frame header');
  });
});

test('a real exchange is read to the last byte', async () => {
  const frames = await captureHttp2(
    (stream, request) => {
      stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload; as=style' });
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream', 'set-cookie': 'a=b' });
      stream.write('id: 1\ndata: {"token":"a"}\n\n');
      // The second request is left open, so that the client has something to cancel.
      if (request[':path'] !== '/cancelled') stream.end('id: 2\ndata: {"token":"b"}\n\n');
    },
    async (session) => {
      const read = async (path: string) => {
        const request = session.request({ ':path': path, cookie: 'session=s3cr3t' });
        if (path === '/cancelled') request.once('data', () => request.close(8));
        else request.resume();
        await new Promise((resolve) => request.on('close', resolve));
      };
      await read('/live/sse');
      await read('/cancelled');
    },
  );
  const records = toRecords(frames).map(({ streamId, bytes, ...record }) => ({
    ...record,
    streamId: streamId ?? 0,
    bytes: Uint8Array.from(Buffer.from(bytes, 'base64')),
  }));
  const streams = dissectStreams(records);
  expect([...streams.keys()].sort()).toEqual([0, 1, 3]);
  for (const [streamId, { inbound, outbound }] of streams) {
    for (const [direction, spans] of Object.entries({ inbound, outbound })) {
      const own = records.filter((each) => each.streamId === streamId);
      const sizeBytes = own
        .filter((each) => each.direction === direction)
        .reduce((sum, { bytes }) => sum + bytes.length, 0);
      expectCoverage(spans, sizeBytes);
      expect(tally(spans).unknown).toBe(0);
    }
  }
  const { inbound = [], outbound = [] } = streams.get(1) ?? {};
  expect(values(inbound, 'header-field')).toContain(':path: /live/sse');
  expect(values(inbound, 'secret-field')).toEqual([`cookie: ${'•'.repeat(14)}`]);
  expect(values(outbound, 'header-field')).toContain(':status: 103');
  expect(values(outbound, 'event-data')).toEqual(['{"token":"a"}', '{"token":"b"}']);
  expect(values(streams.get(0)?.inbound ?? [], 'preface')).toHaveLength(1);
  expect(values(streams.get(3)?.inbound ?? [], 'http2-error')).toEqual(['CANCEL (0x8)']);
});

describe('damaged input never throws and is covered byte for byte', () => {
  const conversation: Step[] = [
    GET,
    OK,
    out(frame(0, 8, 1, [2], '{"a":1}\n{"b', [0, 0])),
    out(frame(8, 0, 1, [0, 0, 1, 0])),
    out(frame(0, 1, 1, '":2}\n')),
    into(frame(3, 0, 1, [0, 0, 0, 8])),
  ];

  test('bytes changed, left out and put in; and bytes at random', () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 600; round++) {
      const streamId = random(2);
      const steps = conversation.map((step) => {
        const bytes = [...step.bytes];
        if (random(3) === 0) {
          bytes.splice(random(bytes.length), random(3), ...Array(random(3)).fill(random(256)));
        }
        return { ...step, bytes: bytesOf(round % 5 === 0 ? noise(random) : bytes) };
      });
      const { inbound, outbound } = dissectSteps(streamId, steps);
      for (const [direction, spans] of Object.entries({ inbound, outbound })) {
        const sizeBytes = steps
          .filter((step) => step.direction === direction)
          .reduce((sum, { bytes }) => sum + bytes.length, 0);
        expectCoverage(spans, sizeBytes);
      }
    }
  });

  test('what the fields say need not fit their block', () => {
    const random = randomNumbers(8);
    for (let round = 0; round < 200; round++) {
      const decoded = Array.from({ length: random(4) }, () => {
        const start = random(20);
        return { name: 'a', value: 'b', start, end: start + random(9), as: 'indexed' as const };
      });
      const bytes = frame(1, 4, 1, Array(random(20)).fill(0x82));
      expectCoverage(
        dissectSteps(1, [{ direction: 'outbound', bytes, decoded }]).outbound,
        bytes.length,
      );
    }
  });
});

function noise(random: (bound: number) => number): number[] {
  return Array.from({ length: random(40) }, () => (random(2) === 0 ? random(12) : random(256)));
}
