import { describe, expect, it } from 'vitest';
import type { Span } from '../../../src/dissect/span.ts';
import { spanIndexAt } from '../../../src/islands/inspector/hex.tsx';
import { escapeControls, hexOf, spanText } from '../../../src/islands/inspector/span-text.ts';
import { Feed, laneOf, REQUEST } from './support.ts';

function span(kind: Span['kind'], end: number, value?: string): Span {
  const rest = { label: kind, clause: '', within: {} };
  return { start: 0, end, kind, ...rest, ...(value !== undefined && { value }) };
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the text of a span', () => {
  it('spells control characters out', () => {
    expect(spanText(span('crlf', 2), bytes('\r\n'))).toBe('\\r\\n');
    expect(escapeControls('a\tb\0')).toBe('a\\tb\\0');
  });

  it('is what the bytes say, in UTF-8', () => {
    expect(spanText(span('event-data', 6), bytes('héllo'))).toBe('héllo');
  });

  it('shows a secret as dots, one a byte', () => {
    expect(spanText(span('secret', 7), bytes('a=hush!'))).toBe('•••••••');
  });

  it('shows what is no text in hex', () => {
    expect(spanText(span('masking-key', 4), Uint8Array.of(0, 0x0a, 0xff, 0x37))).toBe(
      '00 0a ff 37',
    );
    expect(hexOf(Uint8Array.of(1, 2, 3), 2)).toBe('01 02');
  });

  it('shows a masked payload as it was meant', () => {
    expect(spanText(span('payload', 2, 'Hi\n'), Uint8Array.of(0x7f, 0x9f))).toBe('Hi\\n');
  });

  it('is cut when it is long, bytes in hex at a whole byte', () => {
    expect(spanText(span('text', 5000), bytes('x'.repeat(5000)))).toBe(`${'x'.repeat(240)}…`);
    expect(spanText(span('secret', 5000), bytes('x'.repeat(5000)))).toBe(`${'•'.repeat(240)}…`);
    expect(spanText(span('opaque', 5000), new Uint8Array(5000))).toBe(`${'00 '.repeat(80)}…`);
  });
});

describe('the span at a byte', () => {
  const lane = laneOf(new Feed().inbound(REQUEST).inbound('GE').toStore(), 'inbound');

  it('is the one that holds it', () => {
    for (let offset = 0; offset < REQUEST.length; offset++) {
      const { start, end } = lane.spans[spanIndexAt(lane, offset)] as Span;
      expect(start <= offset && offset < end).toBe(true);
    }
  });

  it('is none where the bytes make no span yet', () => {
    expect(spanIndexAt(lane, REQUEST.length)).toBe(-1);
    expect(spanIndexAt({ spans: [] }, 0)).toBe(-1);
  });
});
