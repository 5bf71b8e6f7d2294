/** How long an entry may come after the request is over, in ms. */
const ENTRY_WAIT_MS = 500;

/** What the browser noted about one request. All times in ms after it was asked for. */
export interface ResourceReading {
  /** `nextHopProtocol`: `http/1.1`, `h2`; empty where the answer did not allow it to be seen. */
  protocol: string;
  /** When it was asked for, on the clock of `performance.now()`. */
  askedAtMs: number;
  /** Until the request was sent: the wait for a connection, and the connecting. */
  sentMs: number;
  /** Until the first byte of the answer. */
  firstByteMs: number;
  /** Until the first interim answer (1xx); undefined where there was none. */
  firstInterimMs: number | undefined;
  endMs: number;
  /** Who asked: `fetch`, `link`, `early-hints`, and `other` for an EventSource. */
  initiatorType: string;
}

/**
 * The entry of a request of this document (Resource Timing §4), waiting a moment
 * for one that is about to come. An EventSource gets its entry when it closes; a
 * WebSocket never gets one. Undefined where there is none, or `signal` aborts.
 *
 * @param url the whole address that was asked for
 */
export function readResource(
  url: string,
  signal: AbortSignal,
): Promise<ResourceReading | undefined> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => take(list.getEntriesByName(url)));
    const timer = setTimeout(() => finish(undefined), ENTRY_WAIT_MS);
    const leave = () => finish(undefined);
    signal.addEventListener('abort', leave);
    observer.observe({ type: 'resource', buffered: true });

    function take(entries: PerformanceEntryList) {
      const last = entries.at(-1);
      if (last) finish(toReading(last as PerformanceResourceTiming));
    }
    function finish(reading: ResourceReading | undefined) {
      observer.disconnect();
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      resolve(reading);
    }
  });
}

/**
 * Tells the protocol of a run as soon as the browser has noted one of its requests.
 * That is after the request is over; an entry that comes without a protocol belongs
 * to a request that failed.
 *
 * @param run its id, which stands in the addresses of its requests
 * @param signal ends the watching
 */
export function watchProtocol(
  run: string,
  signal: AbortSignal,
  tell: (protocol: string) => void,
): void {
  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as PerformanceResourceTiming[];
    const entry = entries.find(
      // Not the questions about the run, which have its id in their path.
      ({ name, nextHopProtocol }) => nextHopProtocol && name.includes(`run=${run}`),
    );
    if (!entry) return;
    observer.disconnect();
    tell(entry.nextHopProtocol);
  });
  observer.observe({ type: 'resource' });
  signal.addEventListener('abort', () => observer.disconnect());
}

function toReading(entry: PerformanceResourceTiming): ResourceReading {
  const { startTime: askedAtMs, nextHopProtocol: protocol, initiatorType } = entry;
  const since = (atMs: number) => Math.max(0, atMs - askedAtMs);
  const interim = (entry as { firstInterimResponseStart?: number }).firstInterimResponseStart;
  return {
    protocol,
    askedAtMs,
    sentMs: since(entry.requestStart),
    firstByteMs: since(entry.responseStart),
    firstInterimMs: interim ? since(interim) : undefined,
    endMs: since(entry.responseEnd),
    initiatorType,
  };
}
