import type { WireDirection, WireRecord } from '#contract/wire-record.ts';

/** Questions that a script asks of the bytes of a run. */

/** Frame types of RFC 9113 §6. */
export const RST_STREAM = 0x3;
export const SETTINGS = 0x4;
export const PUSH_PROMISE = 0x5;

/** Length, type, flags and stream of a frame (RFC 9113 §4.1). */
const FRAME_HEADER_BYTES = 9;
const ENABLE_PUSH = 0x2;
/** A setting is an identifier of two octets and a value of four (RFC 9113 §6.5.1). */
const SETTING_BYTES = 6;

/** The frames of one type that went in one direction; a record over HTTP/2 is one frame. */
export function framesOf(
  records: readonly WireRecord[],
  direction: WireDirection,
  type: number,
): WireRecord[] {
  return records.filter(
    (record) =>
      record.streamId !== null &&
      record.direction === direction &&
      !isPreface(record) &&
      bytesOf(record)[3] === type,
  );
}

/** SETTINGS_ENABLE_PUSH of the client: its initial value is 1, where it is left out (RFC 9113 §6.5.2). */
export function enablePushIn(records: readonly WireRecord[]): number {
  for (const record of framesOf(records, 'inbound', SETTINGS)) {
    const bytes = bytesOf(record);
    const view = new DataView(bytes.buffer);
    for (let at = FRAME_HEADER_BYTES; at + SETTING_BYTES <= bytes.length; at += SETTING_BYTES) {
      if (view.getUint16(at) === ENABLE_PUSH) return view.getUint32(at + 2);
    }
  }
  return 1;
}

/** The first request whose target begins so, over either version. */
export function requestFor(records: readonly WireRecord[], target: string): WireRecord | undefined {
  return requestsFor(records, target)[0];
}

/** Every request whose target begins so, in the order of the wire. */
export function requestsFor(records: readonly WireRecord[], target: string): WireRecord[] {
  return records.filter((record) => {
    if (record.direction !== 'inbound') return false;
    if (record.streamId === null) return textOf(record).startsWith(`GET ${target}`);
    return fieldOf(record, ':path')?.startsWith(target) ?? false;
  });
}

/** The heads of the answers to a request: interim ones, and the final one (RFC 9110 §15.2). */
export function answersTo(
  { connectionId, streamId, seq }: WireRecord,
  records: readonly WireRecord[],
): WireRecord[] {
  const heads = records.filter(
    (record) =>
      record.direction === 'outbound' &&
      record.connectionId === connectionId &&
      record.streamId === streamId &&
      record.seq > seq &&
      statusOf(record) !== undefined,
  );
  // Over HTTP/1.1 the answer to the next request may follow on the same connection.
  const final = heads.findIndex(isFinal);
  return final < 0 ? heads : heads.slice(0, final + 1);
}

export function finalAnswerTo(
  request: WireRecord,
  records: readonly WireRecord[],
): WireRecord | undefined {
  return answersTo(request, records).find(isFinal);
}

export function isFinal(head: WireRecord): boolean {
  return !statusOf(head)?.startsWith('1');
}

/** Whether a request for this target is there, and the head of its final answer. */
export function isAnswered(records: readonly WireRecord[], target: string): boolean {
  const request = requestFor(records, target);
  return request !== undefined && finalAnswerTo(request, records) !== undefined;
}

function statusOf(record: WireRecord): string | undefined {
  if (record.streamId !== null) return fieldOf(record, ':status');
  return /^HTTP\/1\.1 (\d{3}) /.exec(textOf(record))?.[1];
}

function fieldOf({ fields }: WireRecord, name: string): string | undefined {
  return fields?.find((field) => field.name === name)?.value;
}

function isPreface(record: WireRecord): boolean {
  return record.direction === 'inbound' && textOf(record).startsWith('PRI * HTTP/2.0');
}

function bytesOf(record: WireRecord): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(textOf(record), (character) => character.charCodeAt(0));
}

/** One character for each byte. */
function textOf({ bytes }: WireRecord): string {
  return atob(bytes);
}
