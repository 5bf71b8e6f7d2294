import { COLON, CR, isLineEnd, LF, SPACE, short, textOf } from './bytes.ts';
import type { Layer, Steps, Token } from './layer.ts';
import type { Detail } from './span.ts';

/** What the lines since the last empty line have said (HTML §9.2.6). */
interface Block {
  data: string[];
  type: string;
}

/**
 * An event stream (HTML §9.2.5): lines of `name: value`, and an empty line that
 * makes an event of them. Nothing is malformed here: a parser passes over what
 * it does not know, and so a stray line costs one field and not the stream.
 */
export function* eventStream(layer: Layer): Steps {
  let lastEventId = '';
  yield* byteOrderMark(layer);
  for (let number = 1; ; number++) {
    yield* layer.peek();
    layer.units.event = number;
    const block: Block = { data: [], type: '' };
    while (!isLineEnd(yield* layer.peek(LINE))) {
      const [name, value] = yield* line(layer);
      if (name === 'data') block.data.push(value);
      if (name === 'event') block.type = value;
      if (name === 'id' && !value.includes('\0')) lastEventId = value;
    }
    yield* emptyLine(layer, block, lastEventId);
    layer.units.event = undefined;
  }
}

/** One is allowed, at the very beginning, and means nothing. */
function* byteOrderMark(layer: Layer): Steps {
  if ((yield* layer.peek()) !== BOM[0]) return;
  if (!(yield* layer.startsWith(BOM, BYTE_ORDER_MARK))) return;
  yield* layer.take(BOM.length, BYTE_ORDER_MARK);
  layer.emit();
}

function* line(layer: Layer): Steps<[name: string, value: string]> {
  if ((yield* layer.peek(LINE)) === COLON) {
    const comment = textOf(yield* layer.takeWhile(isNotLineEnd, COMMENT));
    yield* layer.peek(COMMENT);
    layer.emit({ value: short(comment.replace(/^: ?/, '')) });
    yield* lineEnd(layer, LINE_END);
    return ['', ''];
  }

  const name = textOf(yield* layer.takeWhile(isNotColon, FIELD_NAME));
  const after = yield* layer.peek(FIELD_NAME);
  const note = Object.hasOwn(FIELDS, name) ? FIELDS[name] : UNKNOWN_FIELD;
  layer.emit({ value: short(name), ...note });

  let value = '';
  if (after === COLON) {
    yield* layer.take(1, COLON_AFTER_NAME);
    layer.emit();
    if ((yield* layer.peek(LINE_END)) === SPACE) {
      yield* layer.take(1, SPACE_AFTER_COLON);
      layer.emit();
    }
    const token = name === 'data' ? DATA_VALUE : { ...FIELD_VALUE, label: `${name} field value` };
    value = textOf(yield* layer.takeWhile(isNotLineEnd, token));
    yield* layer.peek(token);
    layer.emit({ value: short(value), ...problemOf(name, value) });
  }
  yield* lineEnd(layer, LINE_END);
  return [name, value];
}

/** The two fields with values that a browser does not take. */
function problemOf(name: string, value: string): { why?: string } {
  if (name === 'id' && value.includes('\0')) return { why: 'It has a NUL and is ignored.' };
  if (name === 'retry' && !/^\d+$/.test(value))
    return { why: 'It is not a number and is ignored.' };
  return {};
}

function* emptyLine(layer: Layer, { data, type }: Block, lastEventId: string): Steps {
  // Without data there is no event, but an id or a retry before it counts all the same.
  if (data.length === 0) return yield* lineEnd(layer, NOTHING_TO_DISPATCH);
  const details: Detail[] = [
    { label: 'event type', value: short(type || 'message'), clause: 'HTML §9.2.6' },
    { label: 'data', value: short(data.join('\n')), clause: 'HTML §9.2.6' },
    { label: 'last event ID', value: short(lastEventId), clause: 'HTML §9.2.4' },
  ];
  const event = { value: `event "${short(type || 'message')}"`, details };
  yield* lineEnd(layer, { ...DISPATCH, read: () => event });
}

/** CR LF, LF or CR. A CR waits for the byte after it, which may be its LF. */
function* lineEnd(layer: Layer, token: Token): Steps {
  const first = yield* layer.peek(token);
  yield* layer.take(1, token);
  if (first === CR && (yield* layer.peek(token)) === LF) {
    yield* layer.take(1, layer.takenBytes > 0 ? token : LATE_LINE_FEED);
  }
  layer.emit();
}

function isNotLineEnd(byte: number): boolean {
  return !isLineEnd(byte);
}

function isNotColon(byte: number): boolean {
  return byte !== COLON && !isLineEnd(byte);
}

const BOM = [0xef, 0xbb, 0xbf] as const;

const CLAUSE = 'HTML §9.2.5';

const FIELDS: Readonly<Record<string, { label: string; clause: string; why: string }>> = {
  data: {
    label: 'data field name',
    clause: 'HTML §9.2.6',
    why: 'Its value is what the page gets; several data lines are joined with LF.',
  },
  id: {
    label: 'id field name',
    clause: 'HTML §9.2.6',
    why: 'The browser remembers it and sends it as Last-Event-ID when it reconnects.',
  },
  event: {
    label: 'event field name',
    clause: 'HTML §9.2.6',
    why: 'It names the event type; without it the type is "message".',
  },
  retry: {
    label: 'retry field name',
    clause: 'HTML §9.2.6',
    why: 'It sets the reconnection time in milliseconds.',
  },
};

const UNKNOWN_FIELD = {
  label: 'field name that no browser knows',
  why: 'The line is ignored; field names are case-sensitive.',
};

const LINE: Token = { kind: 'event-field', label: 'line of an event', clause: CLAUSE };

const BYTE_ORDER_MARK: Token = {
  kind: 'byte-order-mark',
  label: 'byte order mark',
  clause: CLAUSE,
  why: 'Some editors write it; one is taken away before parsing.',
};

const COMMENT: Token = {
  kind: 'comment',
  label: 'comment',
  clause: CLAUSE,
  why: 'A line that begins with a colon is ignored; it keeps a silent connection alive.',
};

const FIELD_NAME: Token = { kind: 'event-field', label: 'field name', clause: CLAUSE };

const FIELD_VALUE: Token = { kind: 'event-value', label: 'field value', clause: 'HTML §9.2.6' };

const DATA_VALUE: Token = { kind: 'event-data', label: 'data field value', clause: 'HTML §9.2.6' };

const COLON_AFTER_NAME: Token = {
  kind: 'event-separator',
  label: 'colon',
  clause: CLAUSE,
  why: 'It ends the field name.',
};

const SPACE_AFTER_COLON: Token = {
  kind: 'event-separator',
  label: 'space',
  clause: 'HTML §9.2.6',
  why: 'One space after the colon is taken away; a second one would belong to the value.',
};

const LINE_END: Token = {
  kind: 'line-end',
  label: 'line end',
  clause: CLAUSE,
  why: 'It ends the field; CR LF, LF and CR all do.',
  isRun: true,
};

const LATE_LINE_FEED: Token = {
  kind: 'line-end',
  label: 'LF of a CR LF that two chunks share',
  clause: CLAUSE,
};

const DISPATCH: Token = {
  kind: 'dispatch',
  label: 'empty line: the event is dispatched',
  clause: 'HTML §9.2.6',
  why: 'Only now does the page learn of the event; without this line it is lost.',
  isRun: true,
};

const NOTHING_TO_DISPATCH: Token = {
  kind: 'line-end',
  label: 'empty line, nothing to dispatch',
  clause: 'HTML §9.2.6',
  why: 'No data came, so there is no event; a retry or an id before it holds all the same.',
  isRun: true,
};
