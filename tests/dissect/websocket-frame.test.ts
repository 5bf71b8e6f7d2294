import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/dissect/span.ts';
import { webSocketFrames } from '../../src/dissect/websocket-frame.ts';
import { bytesOf, dissect, ofKind, run, values } from './support.ts';

const HELLO_MASKED = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];

function fromServer(bytes: Uint8Array | number[], permessageDeflate = false): Span[] {
  const parse = webSocketFrames;
  return dissect(
    (layer) => parse(layer, { from: 'server', permessageDeflate }),
    Uint8Array.from(bytes),
  );
}

function fromClient(bytes: number[]): Span[] {
  const rules = { from: 'client', permessageDeflate: false } as const;
  return dissect((layer) => webSocketFrames(layer, rules), Uint8Array.from(bytes));
}

function detail(span: Span | undefined, label: string) {
  return span?.details?.find((row) => row.label === label);
}

describe('the examples of RFC 6455 §5.7', () => {
  test('a text message in one unmasked frame', () => {
    const spans = fromServer(bytesOf([0x81, 0x05], 'Hello'));
    expect(spans.map(({ kind, value }) => [kind, value])).toEqual([
      ['frame-header', 'FIN, opcode 0x1 text'],
      ['frame-length', 'MASK 0, 5 bytes'],
      ['payload', 'Hello'],
    ]);
    expect(spans[0]?.details?.map(({ label, bits }) => [label, bits])).toEqual([
      ['FIN', '1··· ····'],
      ['RSV1', '·0·· ····'],
      ['RSV2', '··0· ····'],
      ['RSV3', '···0 ····'],
      ['opcode', '···· 0001'],
    ]);
    expect(detail(spans[1], 'MASK')?.bits).toBe('0··· ····');
    expect(detail(spans[1], 'payload length')?.bits).toBe('·000 0101');
  });

  test('the same, masked, with the unmasking step by step', () => {
    const spans = fromClient(HELLO_MASKED);
    expect(values(spans, 'frame-length', 'masking-key', 'payload')).toEqual([
      'MASK 1, 5 bytes',
      '37 fa 21 3d',
      'Hello',
    ]);
    expect(detail(spans.at(-1), 'byte 0')?.value).toBe('7f XOR 37 = 48, "H"');
    expect(detail(spans.at(-1), 'byte 4')?.value).toBe('58 XOR 37 = 6f, "o"');
  });

  test('a text message in two frames', () => {
    const spans = fromServer(bytesOf([0x01, 0x03], 'Hel', [0x80, 0x02], 'lo'));
    expect(values(spans, 'frame-header')).toEqual([
      'no FIN, opcode 0x1 text',
      'FIN, opcode 0x0 continuation',
    ]);
    expect(values(spans, 'payload')).toEqual(['Hel', 'lo']);
    expect(detail(spans.at(-1), 'message')?.value).toBe('Hello');
    expect(spans.map(({ within }) => within)).toEqual([
      ...Array(3).fill({ frame: 1, message: 1 }),
      ...Array(3).fill({ frame: 2, message: 1 }),
    ]);
  });

  test('an unmasked ping and its masked pong', () => {
    expect(
      values(fromServer(bytesOf([0x89, 0x05], 'Hello')), 'frame-header', 'control-payload'),
    ).toEqual(['FIN, opcode 0x9 ping', 'Hello']);
    const pong = [0x8a, ...HELLO_MASKED.slice(1)];
    expect(values(fromClient(pong), 'frame-header', 'control-payload')).toEqual([
      'FIN, opcode 0xa pong',
      'Hello',
    ]);
  });

  test('256 bytes of binary, whose length takes 16 bits', () => {
    const spans = fromServer([0x82, 0x7e, 0x01, 0x00, ...Array(256).fill(7)]);
    expect(values(spans, 'frame-length')).toEqual([
      'MASK 0, 126: the length is in the next 2 bytes',
      '256 bytes',
    ]);
    expect(values(spans, 'payload')[0]).toMatch(/^(07 ){32}…$/);
  });

  test('64 KiB of binary, whose length takes 64 bits', () => {
    const header = [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0];
    const bytes = Uint8Array.from([...header, ...new Uint8Array(65536)]);
    const spans: Span[] = runOnce(bytes);
    expect(values(spans, 'frame-length')[1]).toBe('65536 bytes');
    // A long payload is shown in pieces.
    expect(ofKind(spans, 'payload')).toHaveLength(16);
    expect(spans.at(-1)?.end).toBe(bytes.length);
  });
});

describe('control frames', () => {
  test('close with a code and a reason, by name', () => {
    const reason = bytesOf('bye');
    const spans = fromServer([0x88, 0x05, 0x03, 0xf0, ...reason]);
    expect(values(spans, 'close-code', 'close-reason')).toEqual(['1008 policy violation', 'bye']);
  });

  test('close with nothing', () => {
    expect(fromServer([0x88, 0x00])).toHaveLength(2);
  });

  test('end the reading with close', () => {
    const spans = fromServer([0x88, 0x02, 0x03, 0xe8, 0x81, 0x00]);
    expect(values(spans, 'close-code')).toEqual(['1000 normal closure']);
    expect(spans.at(-1)).toMatchObject({ kind: 'opaque', label: 'bytes after the close frame' });
  });

  test('may come between two frames of a message', () => {
    const spans = fromServer(
      bytesOf([0x01, 0x01], 'a', [0x89, 0x00], [0x80, 0x01], 'b', [0x81, 0x00]),
    );
    expect(ofKind(spans, 'frame-header').map(({ within }) => within)).toEqual([
      { frame: 1, message: 1 },
      { frame: 2 },
      { frame: 3, message: 1 },
      { frame: 4, message: 2 },
    ]);
  });
});

describe('text', () => {
  test('may have a character cut by a frame', () => {
    const spans = fromServer([0x01, 0x03, 0x68, 0xc3, 0xa9, 0x00, 0x01, 0xc3, 0x80, 0x01, 0xa9]);
    expect(values(spans, 'payload')).toEqual(['hé', '', 'é']);
    expect(detail(spans.at(-1), 'message')?.value).toBe('héé');
  });

  test('of a compressed message is not shown, and the reason is', () => {
    const spans = fromServer([0xc1, 0x07, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00], true);
    expect(detail(spans[0], 'RSV1')).toMatchObject({ clause: 'RFC 7692 §6', bits: '·1·· ····' });
    expect(spans.at(-1)).toMatchObject({
      label: 'payload, compressed by permessage-deflate',
      value: 'f2 48 cd c9 c9 07 00',
    });
  });
});

describe('a frame that a receiver has to refuse', () => {
  test.each<[bytes: number[], label: string]>([
    [[0x83, 0x00], 'byte 0x83, opcode 3, expected an opcode with a meaning'],
    [[0xa1, 0x00], 'byte 0xa1, RSV2 or RSV3 set, expected 0: no extension uses them'],
    [
      [0xc1, 0x00],
      'byte 0xc1, RSV1 set, expected 0: only permessage-deflate sets it, on the first frame',
    ],
    [[0x09, 0x00], 'byte 0x09, ping without FIN, expected a control frame in one piece'],
    [[0x80, 0x00], 'a continuation frame, expected a frame that begins a message'],
    [[0x01, 0x00, 0x81, 0x00], 'a text frame, expected a continuation of the open message'],
    [[0x81, 0x80], 'MASK 1, expected 0: a server does not mask'],
    [[0x89, 0x7e, 0x00], 'a ping frame of more than 125 bytes, expected 125 at most'],
    [[0x82, 0x7e, 0x00, 0x05], 'length 5 in 2 bytes, expected the shortest form'],
    [
      [0x82, 0x7f, 0xff, 0, 0, 0, 0, 0, 0, 0],
      'length 0xff00000000000000, expected one that can be counted',
    ],
    [[0x88, 0x01, 0x03], 'one byte, expected a close code of two'],
    [[0x88, 0x02, 0x03, 0xed], 'close code 1005, expected one that may be sent'],
    [[0x81, 0x01, 0xff], 'bytes that are no character, expected UTF-8'],
    [[0x81, 0x01, 0xc3], 'bytes that are no character, expected UTF-8'],
  ])('%j', (bytes, found) => {
    const spans = fromServer([...bytes, 1, 2, 3]);
    expect(spans.at(-2)).toMatchObject({ kind: 'malformed', label: `malformed: found ${found}` });
    expect(spans.at(-1)).toMatchObject({ kind: 'opaque', end: bytes.length + 3 });
  });

  test('a frame of a client without a mask', () => {
    const label = 'malformed: found MASK 0, expected 1: a client masks';
    expect(fromClient([0x81, 0x01, 0x41])[1]?.label).toBe(label);
  });

  test('a frame that is cut off says how much of it is there', () => {
    expect(fromServer([0x81, 0x05, 0x48]).at(-1)?.label).toBe(
      'cut off: payload, text, 1 of 5 bytes',
    );
  });
});

/** Cutting 64 KiB everywhere would take minutes. */
function runOnce(bytes: Uint8Array): Span[] {
  const rules = { from: 'server', permessageDeflate: false } as const;
  return run((layer) => webSocketFrames(layer, rules), [bytes.subarray(0, 5), bytes.subarray(5)]);
}
