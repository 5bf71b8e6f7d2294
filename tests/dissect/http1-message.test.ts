import { describe, expect, test } from 'vitest';
import { bytesOf, dissectInbound, dissectOutbound, ofKind, shown, values } from './support.ts';

const NEXT = 'HTTP/1.1 204 No Content\r\n\r\n';

describe('a request', () => {
  test('is a method, a target, a version, fields and an empty line', () => {
    const bytes = bytesOf('GET /live/sse?tokens=2 HTTP/1.1\r\nHost: localhost:4322\r\n\r\n');
    const spans = dissectInbound(bytes);
    expect(shown(spans, bytes)).toEqual([
      'method: GET',
      'separator:  ',
      'target: /live/sse?tokens=2',
      'separator:  ',
      'version: HTTP/1.1',
      'head-line-end: \r\n',
      'field-name: Host',
      'separator: :',
      'separator:  ',
      'field-value: localhost:4322',
      'head-line-end: \r\n',
      'head-end: \r\n',
    ]);
    expect(spans.every(({ within }) => within.exchange === 1)).toBe(true);
  });

  test('of a browser that comes back says with Last-Event-ID where it was', () => {
    const spans = dissectInbound(bytesOf('GET / HTTP/1.1\r\nLast-Event-ID: 14\r\n\r\n'));
    const [value] = ofKind(spans, 'field-value');
    expect(value).toMatchObject({
      label: 'Last-Event-ID field value',
      value: '14',
      clause: 'HTML §9.2.4',
    });
    expect(value?.why).toContain('lost connection');
  });

  test('never shows the value of a field that carries a secret', () => {
    const spans = dissectInbound(
      bytesOf('GET / HTTP/1.1\r\nCookie: a=b\r\nauthorization: Bearer x\r\n\r\n'),
    );
    expect(values(spans, 'secret')).toEqual([undefined, undefined]);
    expect(JSON.stringify(spans)).not.toMatch(/a=b|Bearer/);
  });

  test('with Content-Length has a body, then comes the next request', () => {
    const bytes = bytesOf(
      'POST /live/sse HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"tokens":2}',
      'GET / HTTP/1.1\r\n\r\n',
    );
    const spans = dissectInbound(bytes);
    expect(values(spans, 'method')).toEqual(['POST', 'GET']);
    expect(values(spans, 'json-key', 'json-number')).toEqual(['tokens', '2']);
    expect(ofKind(spans, 'method').map(({ within }) => within.exchange)).toEqual([1, 2]);
  });

  test('may follow an empty line, which means nothing', () => {
    const spans = dissectInbound(bytesOf('\r\nGET / HTTP/1.1\r\n\r\n'));
    expect(spans[0]?.label).toBe('empty line before the request line');
    expect(values(spans, 'method')).toEqual(['GET']);
  });

  test('with whitespace around a value keeps it out of the value', () => {
    const bytes = bytesOf('GET / HTTP/1.1\r\nA: \t b c \t\r\nB:\r\n\r\n');
    expect(shown(dissectInbound(bytes), bytes).slice(6, -1)).toEqual([
      'field-name: A',
      'separator: :',
      'separator:  \t ',
      'field-value: b c',
      'separator:  \t',
      'head-line-end: \r\n',
      'field-name: B',
      'separator: :',
      'head-line-end: \r\n',
    ]);
  });
});

describe('the body of a response', () => {
  const cases: [what: string, request: string, response: string, body: string[]][] = [
    ['is as long as Content-Length says', 'GET', '200 OK\r\nContent-Length: 2\r\n\r\nhi', ['hi']],
    ['is empty with Content-Length 0', 'GET', '200 OK\r\nContent-Length: 0\r\n\r\n', []],
    ['counts equal lengths as one', 'GET', '200 OK\r\nContent-Length: 2, 2\r\n\r\nhi', ['hi']],
    ['is not there for HEAD', 'HEAD', '200 OK\r\nContent-Length: 2\r\n\r\n', []],
    ['is not there with 204', 'GET', '204 No Content\r\nContent-Length: 2\r\n\r\n', []],
    ['is not there with 304', 'GET', '304 Not Modified\r\nContent-Length: 2\r\n\r\n', []],
    [
      'comes after 103',
      'GET',
      '103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
      ['hi'],
    ],
    [
      'is chunked even where a length is given',
      'GET',
      '200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
      ['hi'],
    ],
  ];

  test.each(cases)('%s', (_, method, response, body) => {
    const bytes = bytesOf(`HTTP/1.1 ${response}${NEXT}`);
    const requests = bytesOf(`${method} / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n`);
    const spans = dissectOutbound(bytes, requests);
    const contents = ofKind(spans, 'content').map(({ start, end }) =>
      new TextDecoder().decode(bytes.subarray(start, end)),
    );
    expect(contents).toEqual(body);
    expect(values(spans, 'status').at(-1)).toBe('204');
    expect(ofKind(spans, 'status').at(-1)?.within).toEqual({ exchange: 2 });
  });

  test('goes on to the end of the connection where nothing says how long it is', () => {
    const bytes = bytesOf('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhi\r\nHTTP/1.1 204');
    const spans = dissectOutbound(bytes);
    expect(values(spans, 'text')).toEqual(['hi\r\n', 'HTTP/1.1 204']);
  });

  test('is not parsed where it is compressed', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n';
    const spans = dissectOutbound(bytesOf(`${head}Content-Length: 2\r\n\r\n`, [0x1f, 0x8b]));
    expect(spans.at(-1)).toMatchObject({ kind: 'content', label: 'content, compressed (gzip)' });
  });

  test('after CONNECT is a tunnel', () => {
    const spans = dissectOutbound(
      bytesOf('HTTP/1.1 200 OK\r\n\r\n?'),
      bytesOf('CONNECT a:1 HTTP/1.1\r\n\r\n'),
    );
    expect(spans.at(-1)).toMatchObject({ kind: 'opaque', label: 'bytes of the tunnel' });
  });
});

describe('a damaged head', () => {
  const requests: [bytes: string, label: string][] = [
    ['GET\r\n', 'malformed: found CR, expected a space after the method'],
    [' GET / HTTP/1.1', 'malformed: found a space, expected a method'],
    ['GET  / HTTP/1.1', 'malformed: found a space, expected a request target'],
    ['GET / HTTP/2.0\r\n', 'malformed: found "HTTP/2.0", expected HTTP/1.1 or HTTP/1.0'],
    ['GET / HTTP/1.1\n\r\rA', 'malformed: found CR, expected LF after CR'],
    [
      'GET / HTTP/1.1\r\nA : b',
      'malformed: found a space, expected a colon right after the field name',
    ],
    ['GET / HTTP/1.1\r\n folded', 'malformed: found a space, expected a field name'],
    [
      'GET / HTTP/1.1\r\nA: b\0c',
      'malformed: found byte 0x00, expected CR LF at the end of the line',
    ],
    [
      'GET / HTTP/1.1\r\nContent-Length: 2, 3\r\n\r\nhi',
      'malformed: found Content-Length: 2, 3, expected one decimal number',
    ],
    [
      'GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\nhi',
      'malformed: found Content-Length: -1, expected one decimal number',
    ],
    [
      'GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nhi',
      'malformed: found Transfer-Encoding: gzip, expected "chunked" as the last coding',
    ],
    [
      'GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\nhi',
      'malformed: found Transfer-Encoding in an HTTP/1.0 message, expected HTTP/1.1',
    ],
  ];

  test.each(requests)('%j says what was found and what was expected', (text, label) => {
    const spans = dissectInbound(bytesOf(`${text}\r\n\r\nGET / HTTP/1.1\r\n\r\n`));
    expect(ofKind(spans, 'malformed').map((span) => span.label)).toEqual([label]);
    // Nobody knows where the next message begins: the rest is one span.
    expect(spans.at(-2)?.kind).toBe('malformed');
    expect(spans.at(-1)?.kind).toBe('opaque');
  });

  test.each(['HTTP/1.1 20 OK', 'HTTP/1.1 999 OK', 'HTTP/1.1 2000', 'hello world'])(
    '%j is no status line',
    (text) => {
      const spans = dissectOutbound(bytesOf(`${text}\r\n\r\n`));
      expect(ofKind(spans, 'malformed')).toHaveLength(1);
    },
  );
});
