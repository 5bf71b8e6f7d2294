import { define } from './definition.ts';

/**
 * One stream over both origins at the same time, the same text from the same
 * endpoint, and then a count on the wire: what carried its pieces.
 */
export const whereChunked = define({
  family: 'chunked',
  facts: {
    tokens: { label: 'tokens, each written on its own', type: 'number' },
    chunks: { label: 'chunks with a size line, HTTP/1.1', type: 'number' },
    dataFrames: { label: 'DATA frames, HTTP/2', type: 'number' },
    chunksInFrames: { label: 'size lines inside those frames', type: 'yes-no' },
    codingH1: { label: 'Transfer-Encoding, HTTP/1.1', type: 'text' },
    codingH2: { label: 'Transfer-Encoding, HTTP/2', type: 'text' },
    perChunkBytes: { label: 'framing per chunk', type: 'number' },
    perFrameBytes: { label: 'framing per DATA frame', type: 'number' },
    lastChunkBytes: { label: 'the end: the last chunk', type: 'number' },
    endStreamBytes: { label: 'the end: END_STREAM', type: 'number' },
    contentBytes: { label: 'content, HTTP/1.1', type: 'number' },
    isSame: { label: 'the same content, byte for byte', type: 'yes-no' },
    protocol: { label: 'protocol of the second, by Resource Timing', type: 'text' },
  },
  compare: {
    columns: ['HTTP/1.1', 'HTTP/2'],
    rows: [
      { label: 'pieces: chunks, DATA frames', facts: ['chunks', 'dataFrames'] },
      { label: 'framing per piece', facts: ['perChunkBytes', 'perFrameBytes'] },
      { label: 'Transfer-Encoding', facts: ['codingH1', 'codingH2'] },
      { label: 'the end: last chunk, END_STREAM', facts: ['lastChunkBytes', 'endStreamBytes'] },
    ],
  },
  options: {
    tokens: {
      type: 'number',
      min: 4,
      max: 200,
      fallback: 24,
      meaning: 'how many tokens the stream has',
    },
  },
  needs: 'h2',
  trustFacts:
    'The half over HTTP/2 needs a connection that your browser lets pass: a certificate warning that you clicked away is enough.',
  timeLimitMs: 40_000,
  outcomes: ['data-frames', 'chunks-in-frames', 'one-frame', 'still-chunks'],
  read({ chunks, dataFrames, chunksInFrames, protocol }) {
    if (chunks === undefined || dataFrames === undefined) return undefined;
    if (protocol === 'http/1.1') return 'still-chunks';
    if (dataFrames === 0 || chunksInFrames === undefined) return undefined;
    if (chunksInFrames) return 'chunks-in-frames';
    return dataFrames === 1 && chunks > 1 ? 'one-frame' : 'data-frames';
  },
  inconclusive: 'The streams were not read to their end. Run again and let them.',
  alsoShow: ['src/dissect/pieces.ts', 'live-server/endpoints/chunked.ts'],
});
