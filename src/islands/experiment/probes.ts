import type { RunState } from '#contract/run-state.ts';

/**
 * A probe reads one answer off a finished run. The verdict is computed from
 * what happened, never from what was meant to happen.
 */

/** The part of a recorded run that probes look at; times in ms on the browser's clock. */
export interface ProbeInput {
  tokens: number;
  intervalMs: number;
  /** 1-based token indices in the order of their arrival; empty where the wire has none. */
  indices: readonly number[];
  /** Arrival time of every piece of text. */
  arrivalsMs: readonly number[];
  reads: number;
  requests: number;
  cuts: number;
  /** How the client saw the run end. */
  ending: 'end' | 'stopped' | 'aborted' | 'error' | 'running';
  /** What the server says, where it was asked. */
  server?: RunState;
}

interface Probe {
  readonly outcomes: readonly string[];
  /** Undefined: the run does not answer the question (see `inconclusive`). */
  readonly read: (run: ProbeInput) => string | undefined;
  /** What to do to get an answer. */
  readonly inconclusive: string;
}

export const PROBES = {
  /** What became of the tokens around a cut. */
  resume: {
    outcomes: ['resumed-once', 'lost', 'sent-twice', 'restarted', 'ended-for-good'],
    read: (run) => {
      if (run.cuts === 0 && run.ending !== 'error') return undefined;
      if (run.ending === 'aborted') return undefined;
      const seen = new Set(run.indices);
      const doubled = run.indices.length - seen.size;
      if (doubled > 0) return run.indices.lastIndexOf(1) > 0 ? 'restarted' : 'sent-twice';
      if (seen.size >= run.tokens) return 'resumed-once';
      return run.ending === 'error' ? 'ended-for-good' : 'lost';
    },
    inconclusive: 'The connection was never cut. Run again and let the cut happen.',
  },
  /** How many reads the tokens took. */
  'reads-per-token': {
    outcomes: ['fewer-reads', 'one-to-one', 'more-reads'],
    read: (run) => {
      if (run.ending !== 'end') return undefined;
      const ratio = run.reads / run.tokens;
      if (ratio < 0.9) return 'fewer-reads';
      return ratio <= 1.1 ? 'one-to-one' : 'more-reads';
    },
    inconclusive: 'The stream did not reach its end. Run again and let it finish.',
  },
  /** Whether the client noticed that the message was cut short. */
  truncation: {
    outcomes: ['noticed', 'unnoticed'],
    read: (run) => {
      if (run.ending === 'error') return 'noticed';
      if (run.ending !== 'end') return undefined;
      return run.indices.length > 0 && run.indices.length < run.tokens ? 'unnoticed' : undefined;
    },
    inconclusive: 'Nothing was cut this time. Run again and let the cut happen.',
  },
  /** How many requests the run took. */
  requests: {
    outcomes: ['one', 'fewer-than-tokens', 'one-per-token', 'more-than-tokens'],
    read: (run) => {
      if (run.ending !== 'end') return undefined;
      if (run.requests === 1) return 'one';
      const ratio = run.requests / run.tokens;
      if (ratio < 0.8) return 'fewer-than-tokens';
      return ratio <= 1.2 ? 'one-per-token' : 'more-than-tokens';
    },
    inconclusive: 'The run did not reach its end. Run again and let it finish.',
  },
  /** How the tokens were spread over time. */
  arrival: {
    outcomes: ['steady', 'bursts', 'all-at-once'],
    read: (run) => {
      if (run.ending !== 'end' || run.arrivalsMs.length < 4) return undefined;
      const gaps = run.arrivalsMs.slice(1).map((at, i) => at - (run.arrivalsMs[i] ?? at));
      const span = (run.arrivalsMs.at(-1) ?? 0) - (run.arrivalsMs[0] ?? 0);
      if (span < (run.tokens * run.intervalMs) / 10) return 'all-at-once';
      const together = gaps.filter((gap) => gap < run.intervalMs / 4).length;
      return together > gaps.length / 3 ? 'bursts' : 'steady';
    },
    inconclusive: 'The run did not reach its end. Run again and let it finish.',
  },
  /** Whether the server went on producing after the learner pressed Stop. */
  'server-after-stop': {
    outcomes: ['stopped-within-one-token', 'ran-on'],
    read: (run) => {
      if (!run.server || (run.ending !== 'aborted' && run.ending !== 'stopped')) return undefined;
      const extra = run.server.tokensProduced - run.arrivalsMs.length;
      return run.server.state !== 'running' && extra <= 1 ? 'stopped-within-one-token' : 'ran-on';
    },
    inconclusive: 'The run ended before you pressed Stop. Run again and stop it half way.',
  },
  /** How the learner's Stop arrived at the server. */
  'stop-arrival': {
    outcomes: ['fin', 'rst', 'rst-stream', 'close-frame', 'stop-request', 'nothing'],
    read: (run) => {
      if (!run.server || (run.ending !== 'aborted' && run.ending !== 'stopped')) return undefined;
      if (run.server.state === 'stopped') return 'stop-request';
      switch (run.server.clientStop?.kind) {
        case 'FIN':
          return 'fin';
        case 'RST':
          return 'rst';
        case 'RST_STREAM':
          return 'rst-stream';
        case 'close-frame':
          return 'close-frame';
        default:
          return 'nothing';
      }
    },
    inconclusive: 'The run ended before you pressed Stop. Run again and stop it half way.',
  },
  /** What EventSource does when the server ends the stream and nobody calls close(). */
  'after-end': {
    outcomes: ['asks-again', 'stays-closed'],
    read: (run) => {
      if (run.ending !== 'end') return undefined;
      return run.cuts > 0 ? 'asks-again' : 'stays-closed';
    },
    inconclusive: 'The stream did not reach its end. Run again and let it finish.',
  },
} as const satisfies Record<string, Probe>;

export type ProbeName = keyof typeof PROBES;
