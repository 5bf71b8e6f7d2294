import { describe, expect, test } from 'vitest';
import { eventStream } from '../../src/dissect/event-stream.ts';
import { extents } from '../../src/dissect/span.ts';
import { bytesOf, dissect, dissectOutbound, ofKind, shown, values } from './support.ts';

const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Event type, data and last event ID of each event that is dispatched. */
function events(text: string | Uint8Array) {
  const spans = dissect(eventStream, typeof text === 'string' ? bytesOf(text) : text);
  return ofKind(spans, 'dispatch').map(({ details }) => details?.map(({ value }) => value));
}

describe('an event stream', () => {
  test('is field names, colons, spaces, values, line ends, and a line that dispatches', () => {
    const bytes = bytesOf('retry: 1000\n\nid: 1\ndata: {"token":"A"}\n\n');
    const spans = dissect(eventStream, bytes);
    expect(shown(spans, bytes)).toEqual([
      'event-field: retry',
      'event-separator: :',
      'event-separator:  ',
      'event-value: 1000',
      'line-end: \n',
      'line-end: \n',
      'event-field: id',
      'event-separator: :',
      'event-separator:  ',
      'event-value: 1',
      'line-end: \n',
      'event-field: data',
      'event-separator: :',
      'event-separator:  ',
      'event-data: {"token":"A"}',
      'line-end: \n',
      'dispatch: \n',
    ]);
    expect(extents(spans, 'event')).toEqual([
      { number: 1, start: 0, end: 13 },
      { number: 2, start: 13, end: bytes.length },
    ]);
  });

  test('dispatches what the lines said: type, data, last event ID', () => {
    expect(events('id: 7\nevent: end\ndata: a\ndata\ndata:  b\n\ndata: c\n\n')).toEqual([
      ['end', 'a\n\n b', '7'],
      ['message', 'c', '7'],
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('takes %j as a line end', (end) => {
    const text = `id: 1${end}data: a${end}${end}data: b${end}${end}`;
    expect(events(text)).toEqual([
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ]);
  });

  test('dispatches nothing without data', () => {
    const spans = dissect(eventStream, bytesOf('event: x\n\n\n'));
    expect(spans.map(({ label }) => label).slice(-2)).toEqual([
      'empty line, nothing to dispatch',
      'empty line, nothing to dispatch',
    ]);
  });

  test('has comments, which keep a silent connection alive', () => {
    expect(values(dissect(eventStream, bytesOf(': still here\n:\n\n')), 'comment')).toEqual([
      'still here',
      '',
    ]);
  });

  test('may begin with a byte order mark, and only begin', () => {
    const bom = [0xef, 0xbb, 0xbf];
    const spans = dissect(eventStream, bytesOf(bom, 'data: a\n\n', bom, 'data: b\n\n'));
    expect(ofKind(spans, 'byte-order-mark').map(({ start }) => start)).toEqual([0]);
    expect(ofKind(spans, 'dispatch')).toHaveLength(1);
    expect(events(bytesOf([0xef, 0xbb], '\ndata: a\n\n'))).toEqual([['message', 'a', '']]);
  });

  test('passes over what no browser knows', () => {
    const spans = dissect(eventStream, bytesOf('Data: a\nx\nretry: 1s\nid: a\0b\ndata: c\n\n'));
    expect(ofKind(spans, 'event-field').map(({ label }) => label)).toEqual([
      'field name that no browser knows',
      'field name that no browser knows',
      'retry field name',
      'id field name',
      'data field name',
    ]);
    expect(ofKind(spans, 'event-value').map(({ why }) => why)).toEqual([
      undefined,
      'It is not a number and is ignored.',
      'It has a NUL and is ignored.',
    ]);
    expect(ofKind(spans, 'dispatch')[0]?.details?.at(-1)?.value).toBe('');
  });

  test('that ends inside an event says where it was cut off', () => {
    const spans = dissect(eventStream, bytesOf('data: a\n\ndata: {"tok'));
    expect(spans.at(-1)).toMatchObject({ kind: 'incomplete', label: 'cut off: data field value' });
  });
});

describe('an event in several chunks', () => {
  test('keeps its number and its value; the offsets are those of the wire', () => {
    const bytes = bytesOf(`${HEAD}8\r\ndata: {"\r\n7\r\na":1}\n\n\r\n0\r\n\r\n`);
    const spans = dissectOutbound(bytes);
    expect(ofKind(spans, 'event-data')).toMatchObject([
      {
        label: 'data field value, bytes 1–2, up to the end of the chunk',
        within: { chunk: 1, event: 1 },
      },
      {
        label: 'data field value, bytes 3–7 of 7',
        value: '{"a":1}',
        within: { chunk: 2, event: 1 },
      },
    ]);
    const [event] = extents(spans, 'event');
    const chunks = extents(spans, 'chunk');
    expect(chunks).toHaveLength(3);
    expect(event?.start).toBeLessThan(chunks[0]?.end as number);
    expect(event?.end).toBeGreaterThan(chunks[1]?.start as number);
  });

  test('is dispatched once, wherever the server cuts it', () => {
    const text = ': hi\r\nid: 1\r\nevent: end\r\ndata: é\r\n\r\n';
    const body = bytesOf(text);
    for (let cut = 1; cut < body.length; cut++) {
      const parts = [body.subarray(0, cut), body.subarray(cut)];
      const chunks = parts.flatMap((part) => [
        `${part.length.toString(16)}\r\n`,
        [...part],
        '\r\n',
      ]);
      const spans = dissectOutbound(bytesOf(HEAD, ...chunks, '0\r\n\r\n'));
      expect(extents(spans, 'event'), `cut at ${cut}`).toHaveLength(1);
      const details = ofKind(spans, 'dispatch').flatMap((span) => span.details ?? []);
      expect(details.map(({ value }) => value)).toEqual(['end', 'é', '1']);
    }
  });
});
