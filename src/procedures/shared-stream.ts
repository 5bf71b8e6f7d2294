import { define } from './definition.ts';

/**
 * Several documents of one origin that share one EventSource. The one that holds
 * it is closed half way, and another takes over.
 */
export const sharedStream = define({
  family: 'sse',
  facts: {
    tabs: { label: 'tabs', type: 'number' },
    connections: { label: 'connections at a time, by the tap', type: 'number' },
    requests: { label: 'requests, counted by the server', type: 'number' },
    events: { label: 'events in the stream', type: 'number' },
    lost: { label: 'events missing in a tab that stayed', type: 'number' },
    doubled: { label: 'events that a tab got twice', type: 'number' },
    resumedAfter: { label: 'the new leader asked after event', type: 'number' },
    handOverMs: { label: 'silence around the hand-over', type: 'number' },
    leaders: { label: 'leaders', type: 'number' },
  },
  options: {
    tabs: {
      type: 'number',
      min: 2,
      max: 8,
      fallback: 4,
      meaning: 'how many tabs share the stream',
    },
  },
  timeLimitMs: 25_000,
  outcomes: ['handed-over', 'lost', 'twice', 'silent'],
  read({ leaders, lost, doubled }) {
    if (leaders === undefined || lost === undefined || doubled === undefined) return undefined;
    if (leaders < 2) return 'silent';
    if (lost > 0) return 'lost';
    return doubled > 0 ? 'twice' : 'handed-over';
  },
  inconclusive: 'The leader was not closed. Run again and let it come to its end.',
  alsoShow: ['src/transports/shared-stream.ts', 'live-server/endpoints/sse.ts'],
});
