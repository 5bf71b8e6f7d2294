import { describe, expect, test } from 'vitest';
import { extents, tally } from '../../src/dissect/span.ts';
import { awaitsAfter, bytesOf, dissectOutbound, ofKind, shown, values } from './support.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';

function dissectBody(body: Uint8Array) {
  const bytes = bytesOf(HEAD, [...body]);
  const spans = dissectOutbound(bytes).filter(({ start }) => start >= HEAD.length);
  return { spans, shown: shown(spans, bytes) };
}

describe('the chunked coding', () => {
  test('is size, CR LF, data, CR LF for each chunk, and a last chunk of size 0', () => {
    const { spans, shown } = dissectBody(bytesOf('7\r\n stream\r\n0\r\n\r\n'));
    expect(shown).toEqual([
      'chunk-size: 7',
      'crlf: \r\n',
      'text:  stream',
      'crlf: \r\n',
      'chunk-size: 0',
      'crlf: \r\n',
      'crlf: \r\n',
    ]);
    expect(values(spans, 'chunk-size')).toEqual(['0x7 = 7 bytes', '0: the body is complete']);
    expect(spans.map(({ within }) => within.chunk)).toEqual([1, 1, 1, 1, 2, 2, 2]);
    expect(tally(spans)).toEqual({ head: 0, framing: 10, payload: 7, unknown: 0 });
  });

  test('writes the size in hexadecimal, in bytes and not in characters', () => {
    const { spans } = dissectBody(
      bytesOf('006\r\nhéllo\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n'),
    );
    expect(values(spans, 'chunk-size').slice(0, 2)).toEqual(['0x006 = 6 bytes', '0x1A = 26 bytes']);
  });

  test('may have extensions after the size (§7.1.1)', () => {
    const { spans } = dissectBody(bytesOf('2;a=b;c="d e"\r\nhi\r\n0;last\r\n\r\n'));
    expect(values(spans, 'chunk-extension')).toEqual([';a=b;c="d e"', ';last']);
  });

  test('may have a trailer section after the last chunk (§7.1.2)', () => {
    const { shown, spans } = dissectBody(bytesOf('2\r\nhi\r\n0\r\nExpires: never\r\nA: b\r\n\r\n'));
    expect(values(spans, 'field-name')).toEqual(['Expires', 'A']);
    expect(shown.at(-1)).toBe('crlf: \r\n');
    expect(spans.at(-1)?.label).toBe('CR LF after the trailer section');
  });

  test('carries data with any bytes, CR LF and digits too', () => {
    const { spans } = dissectBody(bytesOf('7\r\n0\r\n\r\n5\r\r\n0\r\n\r\n'));
    expect(ofKind(spans, 'malformed')).toEqual([]);
    expect(values(spans, 'chunk-size')).toHaveLength(2);
  });

  test('is followed by the next response on the same connection', () => {
    const requests = bytesOf('GET / HTTP/1.1\r\n\r\n'.repeat(2));
    const spans = dissectOutbound(bytesOf(`${HEAD}2\r\nhi\r\n0\r\n\r\n`.repeat(2)), requests);
    expect(extents(spans, 'exchange').map(({ number }) => number)).toEqual([1, 2]);
    expect(extents(spans, 'chunk').map(({ number }) => number)).toEqual([1, 2, 1, 2]);
  });
});

describe('a character that two chunks share', () => {
  test('is shown as the bytes of it in each, with its value at the end', () => {
    // 😀 is f0 9f 98 80.
    const { spans } = dissectBody(
      bytesOf('4\r\nhi', [0xf0, 0x9f], '\r\n3\r\n', [0x98, 0x80], '!\r\n0\r\n\r\n'),
    );
    expect(ofKind(spans, 'text', 'character').map(({ label, value }) => [label, value])).toEqual([
      ['text', 'hi'],
      ['character of 4 bytes, bytes 1–2, up to the end of the chunk', undefined],
      ['character of 4 bytes, bytes 3–4 of 4', '😀 U+1F600'],
      ['text', '!'],
    ]);
  });

  test('may be cut twice', () => {
    const { spans } = dissectBody(
      bytesOf('1\r\n', [0xe2], '\r\n1\r\n', [0x82], '\r\n1\r\n', [0xac], '\r\n0\r\n\r\n'),
    );
    expect(values(spans, 'character')).toEqual([undefined, undefined, '€ U+20AC']);
  });
});

describe('a body that ends before its last chunk', () => {
  const request: ['inbound', Uint8Array] = ['inbound', bytesOf('GET / HTTP/1.1\r\n\r\n')];

  test.each([
    ['', 'the next chunk, or the last one'],
    ['2\r\nhi\r\n', 'the next chunk, or the last one'],
    ['2\r\nh', 'the rest of the chunk-data'],
    ['2\r\nhi', 'CR LF after the chunk-data'],
    ['0\r\n', 'a field, or the empty line'],
    ['0\r\n\r\n', undefined],
  ])('after %j awaits %s', (body, awaited) => {
    expect(awaitsAfter(request, ['outbound', bytesOf(HEAD + body)])).toBe(awaited);
  });

  test('labels the piece of a token at its end as cut off', () => {
    const { spans } = dissectBody(bytesOf('1'));
    expect(spans.map(({ kind, label }) => [kind, label])).toEqual([
      ['incomplete', 'cut off: chunk-size'],
    ]);
  });
});

describe('a damaged chunk', () => {
  test.each([
    ['x\r\n', 'malformed: found "x", expected a chunk-size in hexadecimal digits'],
    ['\r\n', 'malformed: found CR, expected a chunk-size in hexadecimal digits'],
    [
      '2g\r\nhi',
      'malformed: found "g", expected another hexadecimal digit, or CR LF after the chunk-size',
    ],
    [
      '2\nhi',
      'malformed: found LF, expected another hexadecimal digit, or CR LF after the chunk-size',
    ],
    ['2\r\nhello\r\n', 'malformed: found "l", expected CR LF after the chunk-data'],
    ['2\r\nhi\n', 'malformed: found LF, expected CR LF after the chunk-data'],
    [
      'fffffffffffffffff\r\n',
      'malformed: found chunk-size fffffffffffffffff, expected a size that can be counted',
    ],
  ])('%j says what was found and what was expected', (body, label) => {
    const { spans } = dissectBody(bytesOf(`${body}0\r\n\r\n`));
    expect(ofKind(spans, 'malformed').map((span) => span.label)).toEqual([label]);
    expect(spans.at(-1)?.kind).toBe('opaque');
  });
});
