import { describe, expect, test } from 'vitest';
import { FIELD_LIST_BYTES_MAX, FieldBlocks } from '../../../live-server/tap/field-blocks.ts';
import { type Frame, FrameReader } from '../../../live-server/tap/frame-reader.ts';
import { type DecodedField, HpackDecoder, HpackError } from '../../../live-server/tap/hpack.ts';
import { captureHttp2, fieldBlocks } from '../../support/http2-exchange.ts';

/** One block of RFC 7541 Appendix C: its bytes, its field list, and the table's size after it. */
type Example = [block: string, fields: string[], tableBytes: number];

const REQUESTS: string[][] = [
  [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'],
  [
    ':method: GET',
    ':scheme: http',
    ':path: /',
    ':authority: www.example.com',
    'cache-control: no-cache',
  ],
  [
    ':method: GET',
    ':scheme: https',
    ':path: /index.html',
    ':authority: www.example.com',
    'custom-key: custom-value',
  ],
];

const RESPONSES: string[][] = [
  [
    ':status: 302',
    'cache-control: private',
    'date: Mon, 21 Oct 2013 20:13:21 GMT',
    'location: https://www.example.com',
  ],
  [
    ':status: 307',
    'cache-control: private',
    'date: Mon, 21 Oct 2013 20:13:21 GMT',
    'location: https://www.example.com',
  ],
  [
    ':status: 200',
    'cache-control: private',
    'date: Mon, 21 Oct 2013 20:13:22 GMT',
    'location: https://www.example.com',
    'content-encoding: gzip',
    'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
  ],
];

/** Blocks of one connection, one after the other. */
const CONNECTIONS: [name: string, tableBytesMax: number, examples: Example[]][] = [
  [
    'C.2.1 literal, added to the table',
    4096,
    [['400a637573746f6d2d6b65790d637573746f6d2d686561646572', ['custom-key: custom-header'], 55]],
  ],
  [
    'C.2.2 literal, not added',
    4096,
    [['040c2f73616d706c652f70617468', [':path: /sample/path'], 0]],
  ],
  [
    'C.2.3 literal, never added',
    4096,
    [['100870617373776f726406736563726574', ['password: secret'], 0]],
  ],
  ['C.2.4 indexed', 4096, [['82', [':method: GET'], 0]]],
  [
    'C.3 requests',
    4096,
    inTurn(
      REQUESTS,
      [57, 110, 164],
      '828684410f7777772e6578616d706c652e636f6d',
      '828684be58086e6f2d6361636865',
      '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
    ),
  ],
  [
    'C.4 requests, Huffman-coded',
    4096,
    inTurn(
      REQUESTS,
      [57, 110, 164],
      '828684418cf1e3c2e5f23a6ba0ab90f4ff',
      '828684be5886a8eb10649cbf',
      '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    ),
  ],
  [
    'C.5 responses, with a table that is too small for them',
    256,
    inTurn(
      RESPONSES,
      [222, 222, 215],
      '4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54' +
        '6e1768747470733a2f2f7777772e6578616d706c652e636f6d',
      '4803333037c1c0bf',
      '88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f' +
        '3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b20' +
        '76657273696f6e3d31',
    ),
  ],
  [
    'C.6 responses, Huffman-coded, with a table that is too small for them',
    256,
    inTurn(
      RESPONSES,
      [222, 222, 215],
      '488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f' +
        '0b97c8e9ae82ae43d3',
      '4883640effc1c0bf',
      '88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335df' +
        'dfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007',
    ),
  ],
];

describe('the examples of RFC 7541 Appendix C', () => {
  test.each(CONNECTIONS)('%s', (_, tableBytesMax, examples) => {
    const decoder = new HpackDecoder(tableBytesMax);
    for (const [block, fields, tableBytes] of examples) {
      const bytes = hex(block);
      const decoded = fieldsOf(decoder, bytes);
      expect(decoded.map(({ name, value }) => `${name}: ${value}`)).toEqual(fields);
      expect(decoder.tableBytes).toBe(tableBytes);
      expectCovered(decoded, bytes.length);
    }
  });

  test('C.4.3 says where each representation lies, and which table and code it uses', () => {
    const decoder = new HpackDecoder();
    fieldsOf(decoder, hex('828684418cf1e3c2e5f23a6ba0ab90f4ff'));
    fieldsOf(decoder, hex('828684be5886a8eb10649cbf'));
    const block = hex('828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf');
    expect(fieldsOf(decoder, block).slice(2)).toEqual([
      { name: ':path', value: '/index.html', start: 2, end: 3, as: 'indexed', index: 5 },
      { name: ':authority', value: 'www.example.com', start: 3, end: 4, as: 'indexed', index: 63 },
      {
        name: 'custom-key',
        value: 'custom-value',
        start: 4,
        end: 24,
        as: 'incremental',
        huffman: 'both',
        valueStart: 15,
        valueEnd: 24,
      },
    ]);
  });
});

describe('literals', () => {
  test.each([
    ['a name from the table and a coded value', '0486a8eb10649cbf', ':path', 'value', 4],
    ['a coded name and a plain value', '008825a849e95ba97d7f0161', 'custom-key', 'name', undefined],
    ['nothing coded', '00016101 62', 'a', undefined, undefined],
    ['an empty value', '000161 00', 'a', undefined, undefined],
  ])('%s', (_, block, name, huffman, index) => {
    const [field] = fieldsOf(new HpackDecoder(), hex(block));
    expect(field).toMatchObject({ name, as: 'without-indexing' });
    expect(field?.huffman).toBe(huffman);
    expect(field?.index).toBe(index);
    expect(field?.valueEnd).toBe(field?.end);
  });

  test('octets beyond ASCII keep their numbers', () => {
    const [field] = fieldsOf(new HpackDecoder(), hex('00016102c3a9'));
    expect(field?.value).toBe('Ã©');
  });
});

describe('the size of the table', () => {
  test('a size update is a representation of its own', () => {
    const [update, field] = fieldsOf(new HpackDecoder(), hex('3fe11f 82'));
    expect(update).toEqual({ name: '', value: '4096', start: 0, end: 3, as: 'size-update' });
    expect(field).toMatchObject({ name: ':method', start: 3 });
  });

  test('a smaller table forgets its oldest entries', () => {
    const decoder = new HpackDecoder();
    // a: b and b: c, of 34 bytes each.
    fieldsOf(decoder, hex('4001610162 4001620163'));
    expect(fieldsOf(decoder, hex('3f03 be'))[1]).toMatchObject({
      name: 'b',
      value: 'c',
      index: 62,
    });
    expect(() => fieldsOf(decoder, hex('bf'))).toThrow(HpackError);
  });

  test('an entry larger than the table empties it', () => {
    const decoder = new HpackDecoder(40);
    fieldsOf(decoder, hex('4001610162'));
    expect(decoder.tableBytes).toBe(34);
    const [field] = fieldsOf(decoder, hex('400161 0a 62626262626262626262'));
    expect(field?.value).toBe('bbbbbbbbbb');
    expect(decoder.tableBytes).toBe(0);
  });

  test('a lower limit has to be followed by a size update', () => {
    const decoder = new HpackDecoder();
    decoder.setTableBytesMax(100);
    expect(() => fieldsOf(decoder, hex('82'))).toThrow(/a size update to at most 100/);
    const other = new HpackDecoder();
    other.setTableBytesMax(100);
    expect(fieldsOf(other, hex('3f45 82'))[1]?.name).toBe(':method');
    expect(fieldsOf(other, hex('82'))).toHaveLength(1);
  });

  test('a higher limit may be used', () => {
    const decoder = new HpackDecoder();
    decoder.setTableBytesMax(65_536);
    expect(fieldsOf(decoder, hex('3fe1ff03 82'))[0]?.value).toBe('65536');
  });
});

describe('what RFC 7541 calls a decoding error', () => {
  test.each([
    ['index 0', '80', '§2.3.3'],
    ['an index behind both tables', 'be', '§2.3.3'],
    ['a name from behind both tables', '7e 0161', '§2.3.3'],
    ['an integer too large', 'ff8080808010', '§5.1'],
    ['an integer too long', 'ff808080808000', '§5.1'],
    ['an integer that breaks off', 'ff80', '§3.2'],
    ['a representation that breaks off', '40', '§3.2'],
    ['a name that breaks off', '400361', '§5.2'],
    ['a value that breaks off', '4001610362', '§5.2'],
    ['padding that is not all ones', '0001618100', '§5.2'],
    ['padding of a whole byte', '00016182f8ff', '§5.2'],
    ['the end-of-string symbol', '00016184ffffffff', '§5.2'],
    ['a size update behind a field', '8220', '§4.2'],
    ['a size update over the limit', '3fe21f', '§6.3'],
  ])('%s', (_, block, clause) => {
    let error: unknown;
    try {
      fieldsOf(new HpackDecoder(), hex(block));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HpackError);
    expect((error as HpackError).clause).toBe(`RFC 7541 ${clause}`);
  });

  test('a small block that decodes to a large list is cut, and the next one is none the worse', () => {
    const blocks = new FieldBlocks();
    const add = (block: Buffer) => blocks.add(headersFrame(block));
    const value = 'x'.repeat(3800);
    // 127 and then 3800 − 127 in groups of seven bits.
    const inserts = Buffer.concat([hex('400161 7fd91c'), Buffer.from(value)]);
    expect(add(inserts)).toMatchObject({ isCut: false });
    expect(add(Buffer.alloc(10, 0xbe))?.fields).toHaveLength(10);
    const bomb = add(Buffer.concat([Buffer.alloc(8000, 0xbe), hex('4001620163')]));
    expect(bomb?.isCut).toBe(true);
    expect(bomb?.fields.length).toBeLessThanOrEqual(FIELD_LIST_BYTES_MAX / value.length);
    // What the bomb put into the table last is there.
    expect(add(hex('be'))?.fields).toMatchObject([{ name: 'b', value: 'c', index: 62 }]);
  });
});

describe('it agrees with the encoder of Node', () => {
  test('a connection with several requests, in both directions', async () => {
    const asked: string[][] = [];
    const answered: string[][] = [];
    const headers = {
      'content-type': 'text/event-stream',
      'x-long': 'the quick brown fox, '.repeat(30).trim(),
      'set-cookie': ['a=1; Secure', 'b=2'],
      'x-plain': '\u00fc\u00ff~|^',
    };
    const frames = await captureHttp2(
      (stream, request, rawHeaders) => {
        asked.push(pairs(rawHeaders));
        stream.respond({ ':status': request[':path'] === '/3' ? 404 : 200, ...headers });
        stream.end('ok');
      },
      async (session) => {
        for (const path of ['/', '/', '/3', `/${'x'.repeat(20_000)}`]) {
          const request = session.request({
            ':path': path,
            authorization: 'Bearer s3cr3t',
            cookie: 'session=1',
            'x-number': `${answered.length}`,
          });
          request.on('response', (_headers, _flags, rawHeaders) => {
            answered.push(pairs(rawHeaders as unknown as string[]));
          });
          request.resume();
          await new Promise((resolve) => request.on('close', resolve));
        }
      },
    );
    expect(asked).toHaveLength(4);
    expect(answered).toHaveLength(4);
    expect(decodeAll(fieldBlocks(frames, 'inbound'))).toEqual(asked);
    expect(decodeAll(fieldBlocks(frames, 'outbound'))).toEqual(answered);
    expect(
      frames.some(({ bytes }) => bytes[3] === 0x9),
      'a CONTINUATION frame',
    ).toBe(true);
  });

  test('every octet that a field value can have, in its Huffman code', async () => {
    // Octets below 0x20 and 0x7f are no part of a value, but HTAB is (RFC 9110 §5.5).
    const octets = [0x09];
    for (let octet = 0x20; octet <= 0xff; octet++) if (octet !== 0x7f) octets.push(octet);
    // The code is used where it is shorter: some of the shortest codes make sure of that.
    const values = octets.map((octet) => `0${'0'.repeat(20)}${String.fromCharCode(octet)}0`);
    const frames = await captureHttp2(
      (stream) => {
        stream.respond({ 'x-value': values });
        stream.end();
      },
      async (session) => {
        const request = session.request({});
        request.resume();
        await new Promise((resolve) => request.on('close', resolve));
      },
      { maxHeaderListPairs: 1000 },
    );
    const [block = Buffer.alloc(0)] = fieldBlocks(frames, 'outbound');
    const decoded = fieldsOf(new HpackDecoder(), block).filter(({ name }) => name === 'x-value');
    expect(decoded.map(({ value }) => value)).toEqual(values);
    expect(decoded.every(({ huffman }) => huffman === 'value' || huffman === 'both')).toBe(true);
  });

  test('a peer that wants another table gets size updates', async () => {
    const frames = await captureHttp2(
      (stream) => stream.respond({ ':status': 204 }, { endStream: true }),
      async (session) => {
        const request = session.request({});
        request.resume();
        await new Promise((resolve) => request.on('close', resolve));
      },
      { settings: { headerTableSize: 65_536 } },
    );
    const decoder = new HpackDecoder();
    decoder.setTableBytesMax(65_536);
    const [block = Buffer.alloc(0)] = fieldBlocks(frames, 'outbound');
    const decoded = fieldsOf(decoder, block);
    expect(decoded[0]).toMatchObject({ as: 'size-update' });
    expect(decoded[1]).toMatchObject({ name: ':status', value: '204' });
  });
});

test('damaged blocks throw HpackError or decode to fields that cover them', () => {
  const blocks = CONNECTIONS.flatMap(([, , examples]) => examples.map(([block]) => hex(block)));
  let random = 1;
  const next = (bound: number) => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return (random >>> 8) % bound;
  };
  let errors = 0;
  for (let round = 0; round < 5000; round++) {
    const block = Buffer.from(blocks[next(blocks.length)] as Buffer);
    for (let change = 0; change <= next(3); change++) block[next(block.length)] = next(256);
    const damaged = block.subarray(0, next(4) === 0 ? next(block.length) : block.length);
    try {
      expectCovered(fieldsOf(new HpackDecoder(256), damaged), damaged.length);
    } catch (error) {
      if (!(error instanceof HpackError)) throw error;
      errors++;
    }
  }
  expect(errors).toBeGreaterThan(100);
});

function decodeAll(blocks: Buffer[]): string[][] {
  const decoder = new HpackDecoder();
  return blocks.map((block) => {
    const fields = fieldsOf(decoder, block);
    expectCovered(fields, block.length);
    return fields
      .filter(({ as }) => as !== 'size-update')
      .map(({ name, value }) => `${name}: ${value}`);
  });
}

/** All that a block decodes to. */
function fieldsOf(decoder: HpackDecoder, block: Uint8Array): DecodedField[] {
  return [...decoder.decode(block)];
}

/** A HEADERS frame with END_HEADERS around a whole block. */
function headersFrame(block: Buffer): Frame {
  const head = Buffer.from([0, 0, 0, 1, 4, 0, 0, 0, 1]);
  head.writeUIntBE(block.length, 0, 3);
  const [frame] = new FrameReader({ expectsPreface: false }).read(Buffer.concat([head, block]));
  return frame as Frame;
}

/** Names and values in turn, as Node tells of them, one line each. */
function pairs(rawHeaders: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  }
  return lines;
}

function inTurn(lists: string[][], tableBytes: number[], ...blocks: string[]): Example[] {
  return blocks.map((block, index) => [block, lists[index] ?? [], tableBytes[index] ?? 0]);
}

/** Each representation begins where the one before ends. */
function expectCovered(fields: DecodedField[], blockBytes: number): void {
  const ends = fields.map(({ end }) => end);
  const isCovered =
    fields.every(({ start, end }, index) => start === (ends[index - 1] ?? 0) && end > start) &&
    (ends.at(-1) ?? 0) === blockBytes;
  if (!isCovered) expect(fields.map(({ start, end }) => [start, end])).toBe(`0 to ${blockBytes}`);
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
