import { chunked } from './chunked.ts';
import { fetchSse } from './fetch-sse.ts';
import { longPolling } from './long-polling.ts';
import { ndjson } from './ndjson.ts';
import { shortPolling } from './short-polling.ts';
import { sse } from './sse.ts';
import type { Transport, Transports } from './transport.ts';
import { websocket } from './websocket.ts';

/** Every transport of the contract, by its id. */
export const transports = {
  chunked: tidy(chunked),
  ndjson: tidy(ndjson),
  sse: tidy(sse),
  'fetch-sse': tidy(fetchSse),
  websocket: tidy(websocket),
  'short-polling': tidy(shortPolling),
  'long-polling': tidy(longPolling),
} satisfies Transports;

/**
 * What every run needs and no protocol should have to repeat: an abort is a wish and
 * not an error, nothing is told after it, and however a run ends, its signal fires
 * last, so that no request, socket or timer outlives it.
 */
function tidy(transport: Transport): Transport {
  return async (request, signal, emit) => {
    if (signal.aborted) return;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    try {
      await transport(request, either, (event) => {
        if (!either.aborted) emit(event);
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      over.abort();
    }
  };
}
