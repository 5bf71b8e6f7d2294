import { expect, it } from 'vitest';
import { uploadProgress } from '../../src/procedures/upload-progress.ts';

const done = { sizeBytes: 1000, streamBytes: 1000, streamH1: 'TypeError' };

it.each([
  ['both say it too early', { xhrUnreadBytes: 51, streamUnreadBytes: 900 }, 'both-early'],
  ['only the stream', { xhrUnreadBytes: 50, streamUnreadBytes: 51 }, 'stream-early'],
  ['only the XHR', { xhrUnreadBytes: 51, streamUnreadBytes: 0 }, 'xhr-early'],
  ['neither, within five per cent', { xhrUnreadBytes: 50, streamUnreadBytes: 50 }, 'both-true'],
  ['a stream that became a text', { xhrUnreadBytes: 900, streamBytes: 23 }, 'no-stream'],
  ['a stream that was refused', { xhrUnreadBytes: 900, streamBytes: undefined }, 'no-stream'],
  ['no XHR', { streamUnreadBytes: 900 }, undefined],
  [
    'not at its end',
    { xhrUnreadBytes: 900, streamUnreadBytes: 900, streamH1: undefined },
    undefined,
  ],
])('%s', (_, facts, outcome) => {
  const { streamBytes, streamH1, ...rest } = { ...done, ...facts };
  const known = {
    ...rest,
    ...(streamBytes !== undefined && { streamBytes }),
    ...(streamH1 !== undefined && { streamH1 }),
  };
  expect(uploadProgress.read(known)).toBe(outcome);
});
