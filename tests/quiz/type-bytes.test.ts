import { describe, expect, it } from 'vitest';
import type { Reads } from '../../src/quiz/reads.ts';
import { type BytesAsked, gradeBytes, unreadable } from '../../src/quiz/type-bytes.ts';
import { parseTyped } from '../../src/quiz/typed-bytes.ts';

const asked = (reads: Reads, answer: string, changes: Partial<BytesAsked> = {}): BytesAsked => ({
  input: reads.startsWith('websocket') ? 'hex' : 'text',
  reads,
  answer,
  mistakes: [],
  ...changes,
});

describe('what is typed', () => {
  it.each([
    ['text', 'a\\r\\n\\t\\0\\\\', [97, 13, 10, 9, 0, 92]],
    ['text', 'é', [0xc3, 0xa9]],
    ['text', '5\\r\\n\nhello', [53, 13, 10, 104, 101, 108, 108, 111]],
    ['hex', '81 05\n48', [0x81, 5, 0x48]],
    ['hex', 'aBfF', [0xab, 0xff]],
  ] as const)('as %s %j is bytes', (input, text, bytes) => {
    expect(parseTyped(input, text)).toEqual({ ok: true, bytes: Uint8Array.from(bytes) });
  });

  it.each([
    ['text', 'a\\x41', '\\x stands for no byte'],
    ['text', 'end\\', '\\ stands for no byte'],
    ['hex', '81 0g', '“g” is no hexadecimal digit'],
    ['hex', '810', 'One digit is left over'],
  ] as const)('as %s %j is no bytes', (input, text, problem) => {
    expect(parseTyped(input, text)).toMatchObject({ ok: false });
    expect(JSON.stringify(parseTyped(input, text))).toContain(JSON.stringify(problem).slice(1, -1));
  });
});

const CHUNKS = '6\\r\\nhéllo\\r\\n0\\r\\n\\r\\n';
const EVENT = 'event: note\\nid: 7\\ndata: one\\ndata: two\\n\\n';
const REQUEST =
  'GET /live/sse HTTP/1.1\\r\\nHost: localhost\\r\\nAccept: text/event-stream\\r\\n\\r\\n';
const RESPONSE =
  'HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nhi\\r\\n0\\r\\n\\r\\n';

describe('bytes that mean the same', () => {
  it.each<[Reads, string, string, string]>([
    ['chunked', CHUNKS, '006\\r\\nhéllo\\r\\n0\\r\\n\\r\\n', 'leading zeros'],
    ['chunked', CHUNKS, '6;name=value\\r\\nhéllo\\r\\n0\\r\\n\\r\\n', 'an extension'],
    ['chunked', 'a\\r\\n0123456789\\r\\n', 'A\\r\\n0123456789\\r\\n', 'upper case'],
    ['event-stream', EVENT, 'id:7\\nevent:note\\ndata:one\\ndata:two\\n\\n', 'order, no spaces'],
    ['event-stream', EVENT, EVENT.replaceAll('\\n', '\\r\\n'), 'CR LF'],
    ['event-stream', EVENT, `: hello\\n${EVENT}`, 'a comment'],
    ['event-stream', 'data: a\\n\\n', 'event: message\\ndata: a\\n\\n', 'the type it has anyway'],
    ['event-stream', 'data\\n\\n', 'data:\\n\\n', 'an empty value'],
    ['event-stream', ': still here\\n\\n', ':\\n\\n', 'another comment'],
    ['ndjson', '{"a":1,"b":[true]}\\n', '{ "b": [true], "a": 1.0 }\\n', 'JSON spelling'],
    ['http1-request', REQUEST, REQUEST.replace('Host', 'hOST'), 'case of a name'],
    [
      'http1-request',
      REQUEST,
      'GET /live/sse HTTP/1.1\\r\\nAccept:Text/Event-Stream\\r\\nHost: localhost \\r\\n\\r\\n',
      'order, spaces, case',
    ],
    ['http1-response', RESPONSE, RESPONSE.replace('200 OK', '200 Fine'), 'the reason phrase'],
    ['http1-response', RESPONSE, RESPONSE.replace('chunked', 'Chunked'), 'case of a coding'],
    ['websocket-server', '81 02 68 69', '8102 6869', 'spaces'],
    ['websocket-client', '81 82 00 00 00 00 68 69', '81 82 01 02 03 04 69 6b', 'another key'],
  ])('%s: %j and %j (%s)', (reads, answer, typed) => {
    expect(gradeBytes(asked(reads, answer), typed)).toMatchObject({ right: true });
  });
});

describe('near misses', () => {
  const says = (reads: Reads, answer: string, typed: string) =>
    gradeBytes(asked(reads, answer), typed).difference?.says;

  it('counts the bytes that a chunk-size announces', () => {
    expect(
      gradeBytes(asked('chunked', CHUNKS), '5\\r\\nhéllo\\r\\n0\\r\\n\\r\\n').difference,
    ).toEqual({
      at: 0,
      says: 'At byte 1: chunk-size 5 announces 5 bytes, and `héllo` has 6.',
      clause: 'RFC 9112 §7.1',
    });
  });

  it.each<[Reads, string, string, string]>([
    ['chunked', 'c\\r\\nhello worlds\\r\\n', '12\\r\\nhello worlds\\r\\n', 'announces 18 bytes'],
    ['chunked', CHUNKS, '6\\r\\nhéllo\\r\\n', 'After byte 11: last chunk is missing'],
    ['chunked', CHUNKS, '6\\r\\nhéllo\\r\\n0\\r\\n', 'CR LF after the trailer section is missing'],
    ['chunked', '6\\r\\nhéllo\\r\\n', '6\\r\\nhéllo', 'CR LF after the chunk-data is missing'],
    ['chunked', '6\\r\\nhéllo\\r\\n', CHUNKS, 'At byte 12: last chunk `0` is too much'],
    ['chunked', CHUNKS, CHUNKS.replaceAll('\\r\\n', '\\n'), 'At byte 1: found LF, expected'],
    [
      'chunked',
      '6\\r\\nhéllo\\r\\n',
      '2\\r\\nhé\\r\\n4\\r\\nllo\\r\\n',
      'announces 2 bytes, and `hé` has 3',
    ],
    [
      'chunked',
      '4\\r\\nabcd\\r\\n',
      '2\\r\\nab\\r\\n2\\r\\ncd\\r\\n',
      'found chunk-size `2`, expected `4`',
    ],
    ['event-stream', EVENT, EVENT.replace('\\n\\n', '\\n'), 'empty line: the event is dispatched'],
    [
      'event-stream',
      EVENT,
      EVENT.replace('event: note\\n', ''),
      'event field value is missing, `event: note`',
    ],
    ['event-stream', 'data: a\\n\\n', 'data:  a\\n\\n', 'expected `data: a`'],
    ['event-stream', 'data: a\\ndata: b\\n\\n', 'data: b\\ndata: a\\n\\n', 'expected `data: a`'],
    ['event-stream', 'data: a\\n\\n', 'Data: a\\n\\n', 'is missing'],
    ['event-stream', ': still here\\n\\n', '\\n\\n', 'comment is missing'],
    ['event-stream', 'id: 7\\n\\n', 'id: 7\\n', 'nothing to dispatch is missing'],
    ['ndjson', '{"a":1}\\n', '{"a":1}', 'the bytes end too early'],
    ['ndjson', '{"a":1}\\n', '{"a":"1"}\\n', 'expected `{"a":1}`'],
    ['ndjson', '{"a":1}\\n', '{a:1}\\n', 'found a line that is not JSON'],
    ['http1-request', REQUEST, REQUEST.replace('\\r\\nAccept', '\\nAccept'), 'LF without CR'],
    ['http1-request', REQUEST, REQUEST.replace('GET', 'get'), 'expected `GET`'],
    ['http1-request', REQUEST, REQUEST.replace('Host: localhost\\r\\n', ''), 'is missing'],
    ['http1-request', REQUEST, REQUEST.replace('\\r\\n\\r\\n', '\\r\\n'), 'is missing'],
    ['http1-response', RESPONSE, RESPONSE.replace('2\\r\\nhi', '3\\r\\nhi'), 'announces 3 bytes'],
    ['http1-response', RESPONSE, RESPONSE.replace('200', '204'), 'expected `200`'],
    ['websocket-server', '81 02 68 69', '81 03 68 69', 'expected `MASK 0, 2 bytes`'],
    ['websocket-server', '81 02 68 69', '81 02 68', 'the bytes end too early'],
    ['websocket-server', '81 02 68 69', '82 02 68 69', 'expected `FIN, opcode 0x1 text`'],
    ['websocket-server', '81 02 68 69', '01 02 68 69', 'expected `FIN, opcode 0x1 text`'],
    ['websocket-server', '81 02 68 69', '81 02 68 6a', 'found payload, text `hj`, expected `hi`'],
    ['websocket-client', '81 82 00 00 00 00 68 69', '81 02 68 69', 'found MASK 0, expected 1'],
    ['websocket-client', '81 82 00 00 00 00 68 69', '81 82 01 02 03 04 68 69', 'expected `hi`'],
    ['websocket-server', '88 02 03 e8', '88 02 03 e9', 'expected `1000'],
  ])('%s: %j is not %j, which is told: %s', (reads, answer, typed, sentence) => {
    expect(says(reads, answer, typed)).toContain(sentence);
  });

  it('say what was written about this very mistake, however it is spelt', () => {
    const mistakes = [
      { answer: '7\\r\\nhéllo\\r\\n', feedback: 'Seven.' },
      { answer: '5\\r\\nhéllo\\r\\n', feedback: 'é has two bytes.' },
    ];
    const item = asked('chunked', '6\\r\\nhéllo\\r\\n', { mistakes });
    expect(gradeBytes(item, '05\\r\\nhéllo\\r\\n').mistake).toBe('é has two bytes.');
    expect(gradeBytes(item, '4\\r\\nhéllo\\r\\n').mistake).toBeUndefined();
  });

  it('are lit in the reading', () => {
    const { reading } = gradeBytes(asked('chunked', CHUNKS), '5\\r\\nhéllo\\r\\n0\\r\\n\\r\\n');
    expect(reading.filter(({ lit }) => lit).map(({ text }) => text)).toEqual(['5']);
    expect(reading.map(({ text }) => text).join('')).toContain('5\\r\\nhéll');
  });
});

describe('an answer', () => {
  it('must be readable to its end', () => {
    const labels = (reads: Reads, text: string) =>
      unreadable(asked(reads, text), text).map(({ kind }) => kind);
    expect(labels('chunked', CHUNKS)).toEqual([]);
    expect(labels('websocket-client', '81 82 00 00 00 00 68 69')).toEqual([]);
    expect(labels('websocket-client', '81 82 00 00 00 00 68')).toEqual(['incomplete']);
    expect(labels('chunked', '5\\r\\nhéllo\\r\\n')).toContain('malformed');
  });
});
