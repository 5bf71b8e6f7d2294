import { describe, expect, test } from 'vitest';
import { piecesOf, type WirePiece } from '../../src/dissect/pieces.ts';
import { frame, headers } from './http2-support.ts';
import { bytesOf } from './support.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** HTTP/1.1 records: what the client sent, and what the server wrote, one write each. */
function overHttp1(...writes: string[]): WirePiece[] {
  const http1 = { streamId: null };
  return [
    { ...http1, direction: 'inbound', bytes: bytesOf('GET / HTTP/1.1\r\nHost: a\r\n\r\n') },
    ...writes.map((write) => ({
      ...http1,
      direction: 'outbound' as const,
      bytes: bytesOf(write),
    })),
  ];
}

function overHttp2(streamId: number, ...frames: Uint8Array[]): WirePiece[] {
  const ask = headers('inbound', streamId, { ':method': 'GET', ':path': '/' }, 0x05);
  const answer = headers('outbound', streamId, { ':status': '200', 'content-type': 'text/plain' });
  return [
    { streamId: 0, direction: 'outbound', bytes: frame(0x4, 0, 0) },
    ...[ask, answer].map(({ decoded, ...step }) => ({ ...step, streamId, fields: decoded })),
    ...frames.map((bytes) => ({ streamId, direction: 'outbound' as const, bytes })),
  ];
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;

describe('the pieces of an HTTP/1.1 answer', () => {
  test('are its chunks, each with a size line and two line ends', () => {
    const pieces = piecesOf(overHttp1(CHUNKED, '3\r\nStr\r\n', '5\r\neamin\r\n', '0\r\n\r\n'));
    expect({ ...pieces, content: text(pieces.content) }).toEqual({
      as: 'chunks',
      count: 2,
      framingBytes: 10,
      endBytes: 5,
      isEnded: true,
      content: 'Streamin',
      transferCoding: 'chunked',
    });
  });

  test('are not all there before the last chunk', () => {
    expect(piecesOf(overHttp1(CHUNKED, '3\r\nStr\r\n')).isEnded).toBe(false);
    expect(piecesOf(overHttp2(5, frame(0x0, 0, 5, 'Str'))).isEnded).toBe(false);
  });

  test('cost a digit more from sixteen octets on', () => {
    const { framingBytes } = piecesOf(overHttp1(CHUNKED, '10\r\n0123456789abcdef\r\n0\r\n\r\n'));
    expect(framingBytes).toBe(6);
  });

  test('are cut by sizes and not by writes, and octets are no characters', () => {
    const pieces = piecesOf(overHttp1(CHUNKED, '2\r\n\u{e9}', '\r\n1\r\na\r\n0', '\r\n\r\n'));
    expect(pieces).toMatchObject({ count: 2, framingBytes: 10, endBytes: 5 });
    expect(text(pieces.content)).toBe('\u{e9}a');
  });

  test('are none where the body has a length', () => {
    const pieces = piecesOf(overHttp1(`${HEAD}Content-Length: 3\r\n\r\nStr`));
    expect(pieces).toMatchObject({ count: 0, framingBytes: 0, transferCoding: undefined });
  });
});

describe('the pieces of an HTTP/2 answer', () => {
  test('are its DATA frames, each with a header of nine octets', () => {
    const data = (content: string, flags = 0) => frame(0x0, flags, 5, content);
    const pieces = piecesOf(overHttp2(5, data('Str'), data('eaming'), data('', 1)));
    expect({ ...pieces, content: text(pieces.content) }).toEqual({
      as: 'DATA frames',
      count: 2,
      framingBytes: 18,
      endBytes: 9,
      isEnded: true,
      content: 'Streaming',
      transferCoding: undefined,
    });
  });

  test('END_STREAM on the last one costs nothing more', () => {
    const pieces = piecesOf(overHttp2(5, frame(0x0, 1, 5, 'Str')));
    expect(pieces).toMatchObject({ count: 1, framingBytes: 9, endBytes: 0, isEnded: true });
  });

  test('padding counts as framing', () => {
    const pieces = piecesOf(overHttp2(5, frame(0x0, 0x08, 5, [2], 'Str', [0, 0])));
    expect(pieces).toMatchObject({ count: 1, framingBytes: 12 });
    expect(text(pieces.content)).toBe('Str');
  });
});

test('nothing crossed yet', () => {
  expect(piecesOf([])).toMatchObject({ count: 0, endBytes: 0 });
});
