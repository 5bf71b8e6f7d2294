import { describe, expect, test } from 'vitest';
import { type Direction, dissectConnection } from '../../src/dissect/connection.ts';
import { partOf, type Span } from '../../src/dissect/span.ts';
import { bytesOf, expectCoverage, randomNumbers } from './support.ts';

/** Conversations to damage: each has a protocol of its own after the head. */
const CONVERSATIONS: [name: string, inbound: Uint8Array, outbound: Uint8Array][] = [
  [
    'chunked text',
    get(),
    body(
      'text/plain',
      '4\r\nhi',
      [0xf0, 0x9f],
      '\r\n3;x=y\r\n',
      [0x98, 0x80],
      '!\r\n0\r\nA: b\r\n\r\n',
    ),
  ],
  [
    'an event stream',
    get(),
    body(
      'text/event-stream',
      'd\r\nretry: 1000\n\n\r\n8\r\ndata: {"\r\n8\r\na":1}\r\n\r\r\n4\r\n: x\n\r\n0\r\n\r\n',
    ),
  ],
  [
    'NDJSON',
    get(),
    body('application/x-ndjson', '8\r\n{"a":1}\n\r\n5\r\n{"b":\r\n3\r\n2}\n\r\n0\r\n\r\n'),
  ],
  [
    'JSON',
    get(),
    bytesOf(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{"a":["é",1.5]}',
    ),
  ],
  [
    'a WebSocket',
    bytesOf(
      'GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n',
      [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58],
    ),
    bytesOf(
      'HTTP/1.1 101 OK\r\nUpgrade: websocket\r\n\r\n',
      [0x01, 0x01, 0xc3, 0x89, 0x00, 0x80, 0x01, 0xa9, 0x82, 0x7e, 0x00, 0x80],
      Array(128).fill(1),
      [0x88, 0x02, 0x03, 0xe8],
    ),
  ],
];

test.each(CONVERSATIONS)('%s is well formed before it is damaged', (_, inbound, outbound) => {
  const spans = dissectConnection([
    { direction: 'inbound', bytes: inbound },
    { direction: 'outbound', bytes: outbound },
  ]);
  const unread = [...spans.inbound, ...spans.outbound].filter((span) => partOf(span) === 'unknown');
  expect(unread).toEqual([]);
});

describe('damaged input never throws and is covered byte for byte', () => {
  test.each(CONVERSATIONS)('%s with bytes changed, left out and put in', (_, inbound, outbound) => {
    const random = randomNumbers(1);
    for (let round = 0; round < 200; round++) {
      const changes = 1 + random(3);
      check(damage(inbound, changes - 1, random), damage(outbound, changes, random), random);
    }
  });

  test.each(CONVERSATIONS)('%s that ends after any byte', (_, inbound, outbound) => {
    const random = randomNumbers(2);
    for (let end = 0; end < outbound.length; end++)
      check(inbound, outbound.subarray(0, end), random);
  });

  test('bytes at random', () => {
    const random = randomNumbers(3);
    for (let round = 0; round < 300; round++) {
      check(noise(random(200), random), noise(random(200), random), random);
    }
  });

  test.each(CONVERSATIONS)('%s and then bytes at random', (_, inbound, outbound) => {
    const random = randomNumbers(4);
    for (let round = 0; round < 100; round++) {
      const cut = random(outbound.length);
      check(inbound, bytesOf([...outbound.subarray(0, cut)], [...noise(50, random)]), random);
    }
  });
});

/** In one piece and in pieces of any size it is the same, and every byte is in one span. */
function check(inbound: Uint8Array, outbound: Uint8Array, random: (bound: number) => number): void {
  const whole = dissectConnection([
    { direction: 'inbound', bytes: inbound },
    { direction: 'outbound', bytes: outbound },
  ]);
  expectCovered(whole.inbound, inbound.length);
  expectCovered(whole.outbound, outbound.length);
  const pieces = [...cut('inbound', inbound, random), ...cut('outbound', outbound, random)];
  const again = dissectConnection(pieces);
  if (JSON.stringify(again) !== JSON.stringify(whole)) expect(again).toEqual(whole);
}

/** The same as expectCoverage, without an assertion for each span. */
function expectCovered(spans: Span[], sizeBytes: number): void {
  const isContiguous = spans.every(
    ({ start, end }, index) => start === (spans[index - 1]?.end ?? 0) && end > start,
  );
  if (!isContiguous || (spans.at(-1)?.end ?? 0) !== sizeBytes) {
    expectCoverage(spans, sizeBytes);
  }
}

function cut(direction: Direction, bytes: Uint8Array, random: (bound: number) => number) {
  const records: { direction: Direction; bytes: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random(9);
    records.push({ direction, bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  return records;
}

function damage(bytes: Uint8Array, changes: number, random: (bound: number) => number): Uint8Array {
  const damaged = [...bytes];
  for (let change = 0; change < changes; change++) {
    const at = random(damaged.length);
    damaged.splice(at, random(2), ...noise(random(3), random));
  }
  return Uint8Array.from(damaged);
}

function noise(sizeBytes: number, random: (bound: number) => number): Uint8Array {
  // The bytes that mean something to one of the protocols are worth more tries than others.
  const loaded = bytesOf('\r\n\r\n: ;,"\\{}0aF', [0x00, 0x80, 0xef, 0x81, 0x7e, 0x7f, 0xff]);
  return Uint8Array.from({ length: sizeBytes }, () =>
    random(2) === 0 ? random(256) : (loaded[random(loaded.length)] as number),
  );
}

function get(): Uint8Array {
  return bytesOf('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
}

function body(type: string, ...parts: (string | number[])[]): Uint8Array {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`;
  return bytesOf(head, ...parts);
}
