import type { WireClose, WireNotKept, WireRecord } from '#contract/wire-record.ts';

/** One event of the feed. */
export type WireFeedEvent =
  | ({ type: 'record' } & WireRecord)
  | ({ type: 'close' } & WireClose)
  | ({ type: 'not-kept' } & WireNotKept);

/** How often a feed that was lost is asked for again in vain; the browser waits a second each time. */
const ATTEMPTS_MAX = 5;

/**
 * What the tap sees of a run, as it happens, from the untapped side.
 *
 * It may be opened before the run begins. Resolves when the run's connections
 * are done, when `signal` aborts, or when there is no feed to be had: a run can
 * be looked at without its bytes.
 *
 * @param site The site's origin; empty for the page's own.
 */
export function followWire(
  run: string,
  signal: AbortSignal,
  emit: (event: WireFeedEvent) => void,
  site = '',
): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(`${site}/control/runs/${run}/wire`);
    // A server that was never there is not waited for; one that was may be on its way back.
    let attemptsLeft = 0;
    const tell = (type: WireFeedEvent['type']) => (event: MessageEvent<string>) => {
      emit({ type, ...JSON.parse(event.data) });
    };
    source.addEventListener('message', tell('record'));
    source.addEventListener('close', tell('close'));
    source.addEventListener('not-kept', tell('not-kept'));
    source.addEventListener('end', leave);
    source.addEventListener('open', () => {
      attemptsLeft = ATTEMPTS_MAX;
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED || attemptsLeft-- === 0) leave();
    });
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();

    function leave() {
      source.close();
      signal.removeEventListener('abort', leave);
      resolve();
    }
  });
}
