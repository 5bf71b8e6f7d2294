import { define } from './definition.ts';

/** Streams per origin. */
const STREAMS = 3;

/**
 * Three event streams on one HTTP/2 connection and three on HTTP/1.1 connections
 * of their own, at the same time. The server stalls one connection of each kind:
 * the lab waits, no packet is lost.
 */
export const stalledConnection = define({
  family: 'sse',
  facts: {
    h2Silent: { label: 'streams silent over HTTP/2', type: 'number' },
    h1Silent: { label: 'streams silent over HTTP/1.1', type: 'number' },
    h2Connections: { label: 'HTTP/2 connections, by the tap', type: 'number' },
    h1Connections: { label: 'HTTP/1.1 connections, by the tap', type: 'number' },
    h2FirstGapMs: { label: 'longest silence, h2 stream 1', type: 'number' },
    h2SecondGapMs: { label: 'longest silence, h2 stream 2', type: 'number' },
    h2ThirdGapMs: { label: 'longest silence, h2 stream 3', type: 'number' },
    h1FirstGapMs: { label: 'longest silence, h1 stream 1', type: 'number' },
    h1SecondGapMs: { label: 'longest silence, h1 stream 2', type: 'number' },
    h1ThirdGapMs: { label: 'longest silence, h1 stream 3', type: 'number' },
    missing: { label: 'events missing in the end', type: 'number' },
    protocol: { label: 'the h2 streams, by Resource Timing', type: 'text' },
  },
  options: {
    stallAfter: {
      type: 'number',
      min: 4,
      max: 30,
      fallback: 12,
      meaning: 'after which event the connection is stalled',
    },
  },
  needs: 'h2',
  trustFacts:
    'The three streams over HTTP/2 need a connection that your browser lets pass: a certificate warning that you clicked away is enough.',
  timeLimitMs: 15_000,
  outcomes: ['connection', 'stream', 'all', 'none', 'other'],
  read({ h2Silent, h1Silent }) {
    if (h2Silent === undefined || h1Silent === undefined) return undefined;
    if (h2Silent === STREAMS && h1Silent === 1) return 'connection';
    if (h2Silent === 1 && h1Silent === 1) return 'stream';
    if (h2Silent === STREAMS && h1Silent === STREAMS) return 'all';
    return h2Silent === 0 && h1Silent === 0 ? 'none' : 'other';
  },
  inconclusive: 'The streams did not come to their end. Run again and let it finish.',
  alsoShow: ['live-server/faults/stall.ts'],
});
