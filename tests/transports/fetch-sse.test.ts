import { expect, test } from 'vitest';
import { transports } from '../../src/transports/index.ts';
import { bytes, everyCut, indexesOf, only, run, runOnParts, serve, textOf } from './support.ts';

const { 'fetch-sse': fetchSse } = transports;
const FIRST = 'id: 1\ndata: {"type":"delta","index":1,"token":"é"}\n\n';
const SECOND = 'id: 2\ndata: {"type":"delta","index":2,"token":" 😀"}\n\n';
const END = 'event: end\ndata: {"type":"end","tokens":2}\n\n';
const STREAM = `retry: 1000\n\n: heartbeat\n\n${FIRST}${SECOND}${END}`;

test('the events are whole wherever a read ends', async () => {
  for (const parts of everyCut(bytes(STREAM))) {
    const { events, error } = await runOnParts(fetchSse, parts);
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe('é 😀');
    expect(indexesOf(events)).toEqual([1, 2]);
  }
});

test('CR and CRLF end a line as LF does', async () => {
  for (const newline of ['\r', '\r\n']) {
    const stream = bytes(STREAM.replaceAll('\n', newline));
    for (const parts of everyCut(stream)) {
      expect(textOf((await runOnParts(fetchSse, parts)).events)).toBe('é 😀');
    }
  }
});

test('comments and retry are no messages', async () => {
  const { events } = await runOnParts(fetchSse, [bytes(STREAM)]);
  expect(only(events, 'message')).toHaveLength(3);
  expect(events.at(-1)).toEqual({ type: 'end', stopped: false });
});

test('a last event without its blank line is dropped, and the stream is truncated', async () => {
  const { events, error } = await runOnParts(fetchSse, [bytes(FIRST + END.trimEnd())]);
  expect(indexesOf(events)).toEqual([1]);
  expect(error).toMatchObject({ kind: 'truncated' });
});

test('a lost connection is truncated', async () => {
  const { error } = await runOnParts(fetchSse, [bytes(FIRST)], 'cut');
  expect(error).toMatchObject({ kind: 'truncated' });
});

test('an event that is no message is quoted', async () => {
  const { error } = await runOnParts(fetchSse, [bytes('data: [DONE]\n\n')]);
  expect(error).toMatchObject({ kind: 'protocol' });
  expect(error?.message).toContain('[DONE]');
});

test('the request is a POST with a JSON body, and only the run id is in the query', async () => {
  let body = '';
  let url: string | undefined;
  let mediaType: string | undefined;
  const { origin } = await serve(async (request, response) => {
    url = request.url;
    mediaType = request.headers['content-type'];
    for await (const part of request) body += part;
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(END);
  });
  const { events } = await run(fetchSse, { origin, prompt: 'Why?' });
  expect(only(events, 'request')[0]?.method).toBe('POST');
  expect(mediaType).toBe('application/json');
  expect(url).toBe('/live/sse?run=a-run-id-of-this-test-0');
  expect(JSON.parse(body)).toEqual({ prompt: 'Why?', tokens: 3, intervalMs: 0, seed: 1 });
});
