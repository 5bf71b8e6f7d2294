import { describe, expect, test } from 'vitest';
import { json } from '../../src/dissect/json.ts';
import { ndjson } from '../../src/dissect/ndjson.ts';
import { plainText } from '../../src/dissect/plain-text.ts';
import type { Span } from '../../src/dissect/span.ts';
import { bytesOf, dissect, dissectOutbound, ofKind, run, shown, values } from './support.ts';

describe('NDJSON', () => {
  test('is lines, each with its line feed', () => {
    const bytes = bytesOf('{"type":"start","tokens":1}\n{"token":"\\n"}\n');
    const spans = dissect(ndjson, bytes);
    expect(shown(spans, bytes)).toEqual([
      'line: {"type":"start","tokens":1}',
      'line-end: \n',
      'line: {"token":"\\n"}',
      'line-end: \n',
    ]);
    expect(spans.map(({ within }) => within.line)).toEqual([1, 1, 2, 2]);
  });

  test('says of a line that is not JSON that it is malformed, and reads on', () => {
    const spans = dissect(ndjson, bytesOf('{"a":\n\n{"a":1}\n'));
    expect(spans[0]?.label).toBe(
      'malformed: found a line that is not JSON, expected one JSON value',
    );
    expect(values(spans, 'line')).toEqual(['{"a":1}']);
  });

  test('without the last line feed was cut off', () => {
    const spans = dissect(ndjson, bytesOf('{"a":1}\n{"a"'));
    expect(spans.at(-1)?.label).toBe('cut off: line');
  });
});

describe('a JSON body', () => {
  test('tells keys from strings', () => {
    const spans = dissect(json, bytesOf('{"tokens":["A"," é\\u00e9"],"done":false, "n":-1.5e3}'));
    expect(values(spans, 'json-key')).toEqual(['tokens', 'done', 'n']);
    expect(values(spans, 'json-string')).toEqual(['A', ' éé']);
    expect(values(spans, 'json-literal', 'json-number')).toEqual(['false', '-1.5e3']);
  });

  test('that ends inside a string was cut off', () => {
    expect(dissect(json, bytesOf('{"a":"b\\"')).at(-1)?.label).toBe('cut off: string');
  });

  test('that is damaged is opaque from there on, and the next message is not', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n';
    const bytes = bytesOf(`${head}{"a";1HTTP/1.1 204 No Content\r\n\r\n`);
    const spans = dissectOutbound(bytes, bytesOf('GET / HTTP/1.1\r\n\r\n'.repeat(2)));
    expect(shown(ofKind(spans, 'malformed', 'opaque', 'status'), bytes)).toEqual([
      'status: 200',
      'malformed: ;',
      'opaque: 1',
      'status: 204',
    ]);
  });
});

describe('plain text', () => {
  test('shows each character beyond ASCII with its bytes', () => {
    const bytes = bytesOf('héllo 界\n😀');
    const spans = dissect(plainText, bytes);
    expect(shown(spans, bytes)).toEqual([
      'text: h',
      'character: é',
      'text: llo ',
      'character: 界',
      'text: \n',
      'character: 😀',
    ]);
    expect(spans[1]).toMatchObject({ label: 'character of 2 bytes', value: 'é U+00E9' });
  });

  test('with bytes that are no UTF-8 says so and reads on, as a browser does', () => {
    const spans = dissect(
      plainText,
      bytesOf('a', [0xe2, 0x82], 'b', [0x80], [0xff], [0xc0, 0xaf], 'c'),
    );
    expect(ofKind(spans, 'malformed')).toHaveLength(5);
    expect(values(spans, 'text')).toEqual(['a', 'b', 'c']);
  });

  test('that ends inside a character was cut off', () => {
    expect(dissect(plainText, bytesOf([0xf0, 0x9f])).at(-1)?.label).toBe(
      'cut off: character of 4 bytes',
    );
  });

  test('without an end in sight is shown in pieces of 4096 bytes', () => {
    const bytes = bytesOf('x'.repeat(10_000));
    const sizes = (spans: Span[]) => spans.map(({ start, end }) => end - start);
    expect(sizes(run(plainText, [bytes]))).toEqual([4096, 4096, 1808]);
    const pieces = [bytes.subarray(0, 4000), bytes.subarray(4000, 8192), bytes.subarray(8192)];
    expect(run(plainText, pieces)).toEqual(run(plainText, [bytes]));
  });
});
