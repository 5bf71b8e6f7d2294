import { hexOf, plural, short, strictTextOf, textOf } from './bytes.ts';
import type { FrameHeader } from './http2-frame.ts';
import {
  ALTSVC,
  errorCode,
  frameType,
  GOAWAY,
  ORIGIN,
  PING,
  PRIORITY_FRAME,
  PRIORITY_UPDATE,
  RST_STREAM,
  SETTINGS,
  WINDOW_UPDATE,
} from './http2-names.ts';
import { settingNote } from './http2-settings.ts';
import type { Layer, Steps, Token } from './layer.ts';

/** Payloads without fields and content; their size has been checked. */
export function* controlPayload(
  layer: Layer,
  { type, sizeBytes }: FrameHeader,
  from: 'client' | 'server',
): Steps {
  switch (type) {
    case SETTINGS:
      return yield* settings(layer, sizeBytes, from);
    case WINDOW_UPDATE:
      return yield* windowUpdate(layer);
    case RST_STREAM:
      return yield* code(layer);
    case PING:
      return yield* value(layer, 8, PING_DATA, (bytes) => hexOf(bytes));
    case GOAWAY:
      return yield* goAway(layer, sizeBytes);
    case PRIORITY_FRAME:
      return yield* priorityFields(layer);
    case PRIORITY_UPDATE:
      yield* value(layer, 4, PRIORITIZED, (bytes) => `stream ${streamIn(bytes)}`);
      return yield* value(layer, sizeBytes - 4, PRIORITY_VALUE, asText);
    case ALTSVC:
      return yield* alternativeService(layer, sizeBytes);
    case ORIGIN:
      return yield* origins(layer, sizeBytes);
    default:
      return yield* value(layer, sizeBytes, unknownPayload(type), (bytes) => hexOf(bytes));
  }
}

/** Pairs of an identifier of two bytes and a value of four (RFC 9113 §6.5.1). */
function* settings(layer: Layer, sizeBytes: number, from: 'client' | 'server'): Steps {
  for (let at = 0; at < sizeBytes; at += 6) {
    const bytes = yield* layer.take(6, SETTING);
    const id = numberIn(bytes.subarray(0, 2));
    const number = numberIn(bytes.subarray(2));
    const { name, clause, means, expected } = settingNote(id);
    const allowed = expected?.(number, from);
    const text = `${name} = ${number}`;
    if (allowed !== undefined) {
      const label = `malformed: found ${text}, expected ${allowed}`;
      layer.emit({ kind: 'malformed', label, value: text, clause });
      continue;
    }
    layer.emit({
      label: name.startsWith('setting') ? name : `SETTINGS_${name}`,
      value: text,
      clause,
      why: means(number, from),
      details: [
        {
          label: 'identifier',
          value: `0x${hexOf(bytes.subarray(0, 2)).replaceAll(' ', '')}`,
          clause,
        },
        { label: 'value', value: `${number}, in 32 bits`, clause: 'RFC 9113 §6.5.1' },
      ],
    });
  }
}

function* windowUpdate(layer: Layer): Steps {
  const bytes = yield* layer.take(4, INCREMENT);
  const increment = streamIn(bytes);
  if (increment === 0) return malformed(layer, 'an increment of 0', '1 or more', 'RFC 9113 §6.9');
  layer.emit({ value: `+${plural(increment, 'byte')}` });
}

function* code(layer: Layer): Steps {
  const bytes = yield* layer.take(4, ERROR_CODE);
  const { name, why } = errorCode(numberIn(bytes));
  layer.emit({ value: name, why });
}

function* goAway(layer: Layer, sizeBytes: number): Steps {
  yield* value(layer, 4, LAST_STREAM, (bytes) => `last stream ${streamIn(bytes)}`);
  yield* code(layer);
  yield* value(layer, sizeBytes - 8, DEBUG_DATA, asText);
}

/** Five bytes of the old scheme: in PRIORITY, and in HEADERS with the flag (RFC 9113 §6.3). */
export function* priorityFields(layer: Layer): Steps {
  yield* value(layer, 5, PRIORITY_FIELDS, (bytes) => {
    const exclusive = (bytes[0] as number) >= 0x80 ? 'exclusive, ' : '';
    const weight = (bytes[4] as number) + 1;
    return `${exclusive}depends on stream ${streamIn(bytes.subarray(0, 4))}, weight ${weight}`;
  });
}

/** Two bytes of length, the origin, then the value of the field Alt-Svc (RFC 7838 §4). */
function* alternativeService(layer: Layer, sizeBytes: number): Steps {
  const length = yield* layer.take(2, ORIGIN_LENGTH);
  const originBytes = numberIn(length);
  if (originBytes > sizeBytes - 2) {
    malformed(layer, `an origin of ${originBytes} bytes`, 'one that fits', 'RFC 7838 §4');
    return yield* value(layer, sizeBytes - 2, REST_OF_PAYLOAD, (bytes) => hexOf(bytes));
  }
  layer.emit({ value: plural(originBytes, 'byte') });
  yield* value(layer, originBytes, ORIGIN_TEXT, asText);
  yield* value(layer, sizeBytes - 2 - originBytes, ALTSVC_VALUE, asText);
}

/** Entries, each with two bytes of length before it (RFC 8336 §2.1). */
function* origins(layer: Layer, sizeBytes: number): Steps {
  for (let left = sizeBytes; left > 0; ) {
    if (left < 2) return yield* value(layer, left, REST_OF_PAYLOAD, (bytes) => hexOf(bytes));
    const length = numberIn(yield* layer.take(2, ORIGIN_LENGTH));
    left -= 2;
    if (length > left) {
      malformed(layer, `an origin of ${length} bytes`, 'one that fits', 'RFC 8336 §2.1');
      return yield* value(layer, left, REST_OF_PAYLOAD, (bytes) => hexOf(bytes));
    }
    layer.emit({ value: plural(length, 'byte') });
    yield* value(layer, length, ORIGIN_TEXT, asText);
    left -= length;
  }
}

function* value(
  layer: Layer,
  sizeBytes: number,
  token: Token,
  read: (bytes: Uint8Array) => string,
): Steps {
  const bytes = yield* layer.take(sizeBytes, token);
  if (sizeBytes > 0) layer.emit({ value: read(bytes) });
}

function malformed(layer: Layer, found: string, expected: string, clause: string): void {
  const label = `malformed: found ${found}, expected ${expected}`;
  layer.emit({ kind: 'malformed', label, clause });
}

function numberIn(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Thirty-one bits; the first of the four bytes has one that is reserved. */
function streamIn(bytes: Uint8Array): number {
  return numberIn(bytes) % 2 ** 31;
}

function asText(bytes: Uint8Array): string {
  return strictTextOf(bytes) === undefined ? hexOf(bytes) : short(textOf(bytes));
}

function unknownPayload(type: number): Token {
  const { name, clause } = frameType(type);
  return { kind: 'http2-value', label: `payload of ${name}`, clause };
}

const SETTING: Token = { kind: 'http2-setting', label: 'setting', clause: 'RFC 9113 §6.5.1' };

const INCREMENT: Token = {
  kind: 'http2-value',
  label: 'window size increment',
  clause: 'RFC 9113 §6.9',
  why: 'So many bytes of DATA more may come. On stream 0 it counts for all streams together.',
};

const ERROR_CODE: Token = { kind: 'http2-error', label: 'error code', clause: 'RFC 9113 §7' };

const PING_DATA: Token = {
  kind: 'http2-value',
  label: 'opaque data',
  clause: 'RFC 9113 §6.7',
  why: 'Whatever its sender likes; the acknowledgement brings it back.',
};

const LAST_STREAM: Token = {
  kind: 'http2-value',
  label: 'last stream identifier',
  clause: 'RFC 9113 §6.8',
  why: 'Requests on later streams were not looked at and can be sent again elsewhere.',
};

const DEBUG_DATA: Token = {
  kind: 'http2-value',
  label: 'additional debug data',
  clause: 'RFC 9113 §6.8',
  why: 'It is for people who read logs and means nothing to the protocol.',
};

const PRIORITY_FIELDS: Token = {
  kind: 'http2-value',
  label: 'dependency and weight',
  clause: 'RFC 9113 §5.3.2',
  why: 'They place the stream in a tree of priorities, which RFC 9113 deprecates.',
};

const PRIORITIZED: Token = {
  kind: 'http2-value',
  label: 'prioritized stream identifier',
  clause: 'RFC 9218 §7.1',
};

const PRIORITY_VALUE: Token = {
  kind: 'http2-value',
  label: 'priority field value',
  clause: 'RFC 9218 §4',
  why: 'u is the urgency, 0 for most and 7 for least; i says that a part of the response is of use.',
};

const ORIGIN_LENGTH: Token = {
  kind: 'http2-value',
  label: 'length of the origin',
  clause: 'RFC 8336 §2.1',
};

const ORIGIN_TEXT: Token = { kind: 'http2-value', label: 'origin', clause: 'RFC 6454 §6.2' };

const ALTSVC_VALUE: Token = {
  kind: 'http2-value',
  label: 'Alt-Svc field value',
  clause: 'RFC 7838 §3',
};

const REST_OF_PAYLOAD: Token = {
  kind: 'opaque',
  label: 'the rest of a payload that is malformed',
  clause: 'RFC 9113 §5.4',
};
