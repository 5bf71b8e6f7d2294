import { define } from './definition.ts';

/** A bar that is at 100 % while at most this share is unread counts as true: nobody sees the difference. */
const TOLERATED_SHARE = 0.05;

/**
 * One file uploaded to a server that reads slowly: by XMLHttpRequest and as a fetch
 * request stream, over HTTP/2 and over HTTP/1.1. What the page was told is held
 * against what the server had read by then.
 */
export const uploadProgress = define({
  family: 'fetch',
  view: 'curves',
  facts: {
    sizeBytes: { label: 'size of the file', type: 'number' },
    xhrFullMs: { label: 'XHR, h2: 100 % after', type: 'number' },
    xhrUnreadBytes: { label: 'XHR, h2: not read by the server then', type: 'number' },
    xhrEarlyMs: { label: 'XHR, h2: too early by', type: 'number' },
    streamFullMs: { label: 'stream, h2: all pulled after', type: 'number' },
    streamUnreadBytes: { label: 'stream, h2: not read by the server then', type: 'number' },
    streamEarlyMs: { label: 'stream, h2: too early by', type: 'number' },
    streamBytes: { label: 'stream, h2: bytes at the server', type: 'number' },
    xhrH1FullMs: { label: 'XHR, h1: 100 % after', type: 'number' },
    xhrH1UnreadBytes: { label: 'XHR, h1: not read by the server then', type: 'number' },
    xhrH1EarlyMs: { label: 'XHR, h1: too early by', type: 'number' },
    answeredMs: { label: 'XHR, h2: answered after', type: 'number' },
    streamH1: { label: 'stream, h1', type: 'text' },
  },
  options: {
    sizeKiB: { type: 'number', min: 64, max: 2048, fallback: 256, meaning: 'size of the file' },
    bytesPerSecond: {
      type: 'number',
      min: 150_000,
      max: 10_000_000,
      fallback: 200_000,
      meaning: 'how fast the server reads',
    },
  },
  needs: 'h2',
  trustFacts:
    'The two uploads over HTTP/2 need a connection that your browser lets pass: a certificate warning that you clicked away is enough.',
  timeLimitMs: 60_000,
  outcomes: ['both-early', 'stream-early', 'xhr-early', 'both-true', 'no-stream'],
  read({ sizeBytes, xhrUnreadBytes, streamUnreadBytes, streamBytes, streamH1 }) {
    // Stated last: before it, half of the uploads are missing.
    if (sizeBytes === undefined || streamH1 === undefined) return undefined;
    if (streamBytes !== sizeBytes) return 'no-stream';
    if (xhrUnreadBytes === undefined || streamUnreadBytes === undefined) return undefined;
    const toleratedBytes = sizeBytes * TOLERATED_SHARE;
    const xhrEarly = xhrUnreadBytes > toleratedBytes;
    const streamEarly = streamUnreadBytes > toleratedBytes;
    if (xhrEarly && streamEarly) return 'both-early';
    if (xhrEarly) return 'xhr-early';
    return streamEarly ? 'stream-early' : 'both-true';
  },
  inconclusive: 'Not every upload was answered. Run again and let it come to its end.',
  alsoShow: ['live-server/endpoints/upload.ts'],
});
