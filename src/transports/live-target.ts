import { TRANSPORTS, type TransportId } from '#contract/transports.ts';
import type { TransportRequest } from './transport.ts';

/** Path and query of a run, for example `/live/sse?run=…&tokens=40&intervalMs=33&seed=1`. */
export function liveTarget(
  transport: TransportId,
  request: TransportRequest,
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams({
    run: request.run,
    tokens: String(request.tokens),
    intervalMs: String(request.intervalMs),
    seed: String(request.seed),
    ...(request.faults && { faults: request.faults }),
    ...more,
  });
  return `${TRANSPORTS[transport].path}?${query}`;
}
