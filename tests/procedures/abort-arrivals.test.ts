import { describe, expect, it, test } from 'vitest';
import {
  abortArrivals,
  arrivalInWords,
  NEW_CONNECTION,
  NOTHING,
  SAME_CONNECTION,
} from '../../src/procedures/abort-arrivals.ts';

const reset = { abortH1: 'FIN, after token 5', abortH2: 'RST_STREAM, CANCEL 8, after token 5' };

it.each([
  ['one stream of a connection', { ...reset, nextH2: SAME_CONNECTION }, 'only-the-stream'],
  [
    'an RST in place of a FIN',
    { ...reset, abortH1: 'RST', nextH2: SAME_CONNECTION },
    'only-the-stream',
  ],
  [
    'a reset, and the connection goes all the same',
    { ...reset, nextH2: NEW_CONNECTION },
    'the-connection',
  ],
  [
    'HTTP/1.1 twice',
    { abortH1: 'FIN', abortH2: 'FIN, over HTTP/1.1', nextH2: NEW_CONNECTION },
    'the-connection',
  ],
  [
    'a server that heard nothing',
    { ...reset, abortH2: NOTHING, nextH2: SAME_CONNECTION },
    'nothing',
  ],
  ['half of it', { abortH1: 'FIN' }, undefined],
])('%s', (_, facts, outcome) => {
  expect(abortArrivals.read(facts)).toBe(outcome);
});

describe('how a stop arrived, in words', () => {
  const at = { atMs: 400, afterToken: 5 };
  test.each([
    [{ kind: 'FIN', ...at }, 'FIN'],
    [{ kind: 'RST_STREAM', code: 8, ...at }, 'RST_STREAM, CANCEL 8'],
    [{ kind: 'RST_STREAM', code: 2, ...at }, 'RST_STREAM, 2'],
    [{ kind: 'close-frame', code: 4000, ...at }, 'close frame, 4000'],
    [null, 'nothing'],
  ] as const)('%o', (stop, words) => {
    expect(arrivalInWords(stop)).toBe(words);
  });
});
