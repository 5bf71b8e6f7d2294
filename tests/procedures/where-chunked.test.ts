import { expect, it } from 'vitest';
import { whereChunked } from '../../src/procedures/where-chunked.ts';

const h2 = { chunks: 24, protocol: 'h2' };

it.each([
  ['a frame per token', { ...h2, dataFrames: 24, chunksInFrames: false }, 'data-frames'],
  ['tokens that share frames', { ...h2, dataFrames: 3, chunksInFrames: false }, 'data-frames'],
  ['sizes inside the frames', { ...h2, dataFrames: 24, chunksInFrames: true }, 'chunks-in-frames'],
  ['everything at once', { ...h2, dataFrames: 1, chunksInFrames: false }, 'one-frame'],
  ['HTTP/1.1 by ALPN', { chunks: 24, dataFrames: 0, protocol: 'http/1.1' }, 'still-chunks'],
  ['nothing on the second wire', { ...h2, dataFrames: 0, chunksInFrames: false }, undefined],
  ['nothing counted yet', { protocol: 'h2' }, undefined],
])('%s', (_, facts, outcome) => {
  expect(whereChunked.read(facts)).toBe(outcome);
});
