import type { Recording } from './recording.ts';

/** What can be said about a run in numbers; undefined where there is nothing to measure yet. */
export interface Measurements {
  /** From the first request to the first text, in ms. */
  firstMs: number | undefined;
  /** How many gaps between two arrivals the quantiles rest on. */
  gaps: number;
  gapMedianMs: number | undefined;
  gapP99Ms: number | undefined;
  requests: number;
  reads: number;
  messages: number;
  /** Pieces of text that arrived. */
  received: number;
  /** Indices missing, and indices seen twice; undefined where the wire carries no index. */
  lost: number | undefined;
  doubled: number | undefined;
  cuts: number;
  /** From each cut to the next text, summed, in ms. */
  blindMs: number | undefined;
}

export function measure(recording: Recording): Measurements {
  const { deltas, gaps, indices, log, cuts, requests, reads, messages } = recording;
  const firstRequest = log.find(({ event }) => event.type === 'request');
  const first = deltas[0];
  const whole = recording.ending === 'end' ? recording.setup.tokens : recording.highestIndex;
  return {
    firstMs: first && firstRequest ? first.atMs - firstRequest.atMs : undefined,
    gaps: gaps.length,
    gapMedianMs: quantile(gaps, 0.5),
    gapP99Ms: quantile(gaps, 0.99),
    requests,
    reads,
    messages,
    received: deltas.length,
    lost: indices.size > 0 ? whole - indices.size : undefined,
    doubled: indices.size > 0 ? recording.doubled : undefined,
    cuts: cuts.length,
    blindMs: blindTime(recording),
  };
}

/**
 * The exact quantile by nearest rank: the smallest value that at least the
 * share `q` (0 to 1) of all values does not exceed. Undefined for no values.
 */
export function quantile(sorted: readonly number[], q: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

function blindTime({ cuts, deltas }: Recording): number | undefined {
  let sum: number | undefined;
  for (const cut of cuts) {
    const next = deltas.find(({ atMs }) => atMs >= cut.atMs);
    if (next) sum = (sum ?? 0) + next.atMs - cut.atMs;
  }
  return sum;
}
