import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { describe, expect, test } from 'vitest';
import { encodeEvent } from '../../live-server/streams/event-stream.ts';

function parse(text: string) {
  const events: EventSourceMessage[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onComment: (comment) => comments.push(comment),
    onRetry: (retry) => retries.push(retry),
  });
  parser.feed(text);
  return { events, comments, retries };
}

describe('encoding an event', () => {
  test('one line per field, and an empty line to dispatch it', () => {
    expect(encodeEvent({ id: 7, event: 'delta', data: 'x' })).toBe(
      'id: 7\nevent: delta\ndata: x\n\n',
    );
  });

  test('the reconnection time and a comment need no data', () => {
    expect(encodeEvent({ retry: 1000 })).toBe('retry: 1000\n\n');
    expect(encodeEvent({ comment: 'still here' })).toBe(': still here\n\n');
  });

  test('empty data is data: the event is dispatched', () => {
    expect(encodeEvent({ data: '' })).toBe('data: \n\n');
  });

  test.each([
    ['LF', 'a\nb'],
    ['CR', 'a\rb'],
    ['CRLF', 'a\r\nb'],
  ])('data with %s becomes one field per line, and a client joins them again', (_, data) => {
    expect(encodeEvent({ data })).toBe('data: a\ndata: b\n\n');
    expect(parse(encodeEvent({ data })).events[0]?.data).toBe('a\nb');
  });

  test('leading spaces, colons and U+2028 survive the trip', () => {
    for (const data of ['  two', ':colon', 'data: x', 'a\u2028b', '']) {
      expect(parse(encodeEvent({ data })).events[0]?.data).toBe(data);
    }
  });

  test.each(['\n', '\r', '\0', 'a\r\ndata: injected'])(
    'an id or event with %j is refused',
    (bad) => {
      expect(() => encodeEvent({ id: bad, data: 'x' })).toThrow(TypeError);
      expect(() => encodeEvent({ event: bad, data: 'x' })).toThrow(TypeError);
    },
  );

  test.each([1.5, -1, 1e21, Number.NaN, Number.POSITIVE_INFINITY])(
    'retry %d is refused',
    (retry) => {
      expect(() => encodeEvent({ retry })).toThrow(TypeError);
    },
  );

  test('a comment cannot break out of its line', () => {
    const { events, comments } = parse(encodeEvent({ comment: 'a\ndata: injected\n\n' }));
    expect(events).toEqual([]);
    expect(comments).toEqual(['a', 'data: injected', '', '']);
  });

  test('whatever data is made of, a client gets it back with LF as its line break', () => {
    const alphabet = ['\n', '\r', '\r\n', '\0', ':', ' ', 'data', 'é', '🌊', '\u2029'];
    for (let round = 0; round < 2000; round++) {
      const data = Array.from(
        { length: 6 },
        (_, i) => alphabet[(round * 7 + i * i * 3 + (round >> i)) % alphabet.length],
      ).join('');
      const got = parse(encodeEvent({ id: round, data })).events;
      expect(got).toHaveLength(1);
      expect(got[0]?.data).toBe(data.replaceAll(/\r\n|\r/g, '\n'));
    }
  });
});
