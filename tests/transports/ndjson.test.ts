import { expect, test } from 'vitest';
import { transports } from '../../src/transports/index.ts';
import { bytes, everyCut, indexesOf, oneByOne, only, runOnParts, textOf } from './support.ts';

const { ndjson } = transports;
const START = '{"type":"start","run":null,"tokens":2}';
const FIRST = '{"type":"delta","index":1,"token":"é"}';
const SECOND = '{"type":"delta","index":2,"token":" 😀\\n"}';
const END = '{"type":"end","tokens":2}';
const STREAM = `${[START, FIRST, SECOND, END].join('\n')}\n`;

test('the messages are whole wherever a read ends', async () => {
  for (const parts of everyCut(bytes(STREAM))) {
    const { events, error } = await runOnParts(ndjson, parts);
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe('é 😀\n');
    expect(indexesOf(events)).toEqual([1, 2]);
    expect(events.at(-1)).toEqual({ type: 'end', stopped: false });
  }
});

test('one read that holds everything gives one message per line', async () => {
  const { events } = await runOnParts(ndjson, [bytes(STREAM)]);
  expect(only(events, 'read')).toHaveLength(1);
  expect(only(events, 'message').map(({ sizeBytes }) => sizeBytes)).toEqual(
    [START, FIRST, SECOND, END].map((line) => bytes(line).byteLength),
  );
});

test('lines may end with CRLF, wherever a read ends', async () => {
  for (const parts of everyCut(bytes(STREAM.replaceAll('\n', '\r\n')))) {
    const { events, error } = await runOnParts(ndjson, parts);
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe('é 😀\n');
  }
});

test('the last line may lack its newline', async () => {
  const { events, error } = await runOnParts(ndjson, oneByOne(bytes(STREAM.trimEnd())));
  expect(error).toBeUndefined();
  expect(events.at(-1)).toEqual({ type: 'end', stopped: false });
});

test('empty lines are skipped', async () => {
  const { events, error } = await runOnParts(ndjson, [bytes(`\n\r\n${STREAM}\n`)]);
  expect(error).toBeUndefined();
  expect(only(events, 'message')).toHaveLength(4);
});

test('a stream without its end message is truncated, wherever it stops', async () => {
  const beforeEnd = bytes(`${START}\n${FIRST}\n${END}`);
  for (let length = 0; length < beforeEnd.byteLength; length += 1) {
    const { events, error } = await runOnParts(ndjson, [beforeEnd.subarray(0, length)]);
    expect(error).toMatchObject({ kind: 'truncated' });
    expect(only(events, 'end')).toEqual([]);
  }
});

test('a lost connection is truncated, after the messages that did arrive', async () => {
  const { events, error } = await runOnParts(ndjson, [bytes(`${START}\n${FIRST}\n`)], 'cut');
  expect(error).toMatchObject({ kind: 'truncated' });
  expect(indexesOf(events)).toEqual([1]);
});

test('a line that is no message is quoted', async () => {
  const { error } = await runOnParts(ndjson, [bytes('<!doctype html>\n')]);
  expect(error).toMatchObject({ kind: 'protocol' });
  expect(error?.message).toContain('<!doctype html>');
});

test('an error message ends the run with its sentence', async () => {
  const line = '{"type":"error","code":"slow-reader","message":"You read too slowly."}\n';
  const { error } = await runOnParts(ndjson, [bytes(line)]);
  expect(error).toMatchObject({ kind: 'refused', message: 'You read too slowly.' });
});

test('a stopped stream says so', async () => {
  const line = '{"type":"end","tokens":1,"stopped":true}\n';
  const { events } = await runOnParts(ndjson, [bytes(line)]);
  expect(events.at(-1)).toEqual({ type: 'end', stopped: true });
});
