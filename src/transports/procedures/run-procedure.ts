import type { Origins } from '#contract/origins.ts';
import type { Fact } from '../../procedures/definition.ts';
import type { OptionValues } from '../../procedures/options.ts';
import { newRunId } from '../control.ts';
import { readResource } from '../resource-timing.ts';
import { sleep } from '../retry.ts';
import { TransportError } from '../transport.ts';
import { opening } from './opening.ts';
import type {
  Lane,
  LaneEvent,
  LaneSetup,
  PlaceName,
  ProcedureEvent,
  ProcedureLab,
  ProcedureSlice,
} from './procedure.ts';
import { followRuns } from './run-feeds.ts';

/** How a procedure came to its end, as far as it is no error. */
export type ProcedureEnding = 'end' | 'stopped' | 'timed-out';

export interface ProcedureSurroundings {
  origins: Origins;
  options: OptionValues;
  /** The site's origin, for the wire feeds; empty for the page's own. */
  site?: string;
}

export interface ProcedureRun {
  /** Rejects with what the script threw. */
  ended: Promise<ProcedureEnding>;
  /** Resolves when the bytes of every run are here; after `ended`. */
  wireDone: Promise<void>;
  /** Lets go of the wire feeds, too. */
  dispose(): void;
}

/**
 * Runs a procedure: hands it the lab, reports what it tells, and when it ends,
 * in whatever way, closes everything it opened. Emits synchronously, so that the
 * caller's clock is exact.
 *
 * @param signal Stop
 */
export function runProcedure(
  { definition, run }: ProcedureSlice,
  { origins, options, site = '' }: ProcedureSurroundings,
  signal: AbortSignal,
  emit: (event: ProcedureEvent) => void,
): ProcedureRun {
  const over = new AbortController();
  const limit = AbortSignal.timeout(definition.timeLimitMs);
  const either = AbortSignal.any([signal, limit, over.signal]);
  const feeds = followRuns((id, event) => emit({ type: 'wire', run: id, event }), site);
  const lanes: { lane: Lane; isOpen: () => boolean }[] = [];

  /** What comes in after the end is the noise of closing. */
  function tell(event: ProcedureEvent) {
    if (!either.aborted) emit(event);
  }

  const lab: ProcedureLab = {
    ...opening(either),
    options,
    signal: either,
    origin: (name) => originOf(origins, name),
    newRun(label) {
      const id = newRunId();
      tell({ type: 'run', run: id, label });
      feeds.follow(id);
      return id;
    },
    tapped: feeds.tapped,
    records: feeds.records,
    lane(label, setup) {
      const made = makeLane(lanes.length, label, setup, tell);
      lanes.push(made);
      return made.lane;
    },
    fact: (name, value) => tell({ type: 'fact', name, value: round(value) }),
    resource: (url) => readResource(url, either),
    sleep: (ms) => sleep(ms, either),
  };

  // Whatever the script waits for at the moment, an abort ends the wait.
  const aborted = new Promise<never>((_, reject) => {
    either.addEventListener('abort', () => reject(either.reason), { once: true });
  });
  aborted.catch(() => {});

  async function runToEnd(): Promise<ProcedureEnding> {
    try {
      await Promise.race([run(lab), aborted]);
      if (!either.aborted) {
        for (const { lane, isOpen } of lanes) if (isOpen()) lane.closed('closed');
        return 'end';
      }
    } catch (error) {
      if (!signal.aborted && !limit.aborted) throw error;
    } finally {
      over.abort();
    }
    return signal.aborted ? 'stopped' : 'timed-out';
  }

  const ended = runToEnd();
  const settle = () => feeds.settle();
  return { ended, wireDone: ended.then(settle, settle), dispose: feeds.stop };
}

function originOf({ h1, h2 }: Origins, name: PlaceName): string {
  if (name === 'h1') return h1.origin;
  if (!h2?.up) {
    const sentence = 'The HTTP/2 origin is not there: the server runs without TLS.';
    throw new TransportError('unreachable', sentence);
  }
  if (name === 'h2') return h2.origin;
  if (h2.connectOff) return h2.connectOff;
  const sentence =
    'A second name of the TLS origin is there only where the site is opened as localhost.';
  throw new TransportError('unreachable', sentence);
}

/** A tenth of a millisecond is what a browser's clock is good for. */
function round(value: Fact): Fact {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}

function makeLane(
  number: number,
  label: string,
  setup: LaneSetup,
  tell: (event: ProcedureEvent) => void,
) {
  let isOpen = false;
  tell({ type: 'lane', lane: number, label, ...setup });
  function laneAgo(agoMs: number): Lane {
    function say(event: LaneEvent) {
      if (event.type === 'asked') isOpen = true;
      if (event.type === 'ended' || event.type === 'failed' || event.type === 'closed')
        isOpen = false;
      tell({ type: 'lane-event', lane: number, event, ...(agoMs > 0 && { agoMs }) });
    }
    return {
      asked: (what) => say({ type: 'asked', what }),
      answered: (what) => say({ type: 'answered', what }),
      data: (sizeBytes, what) =>
        say({
          type: 'data',
          ...(sizeBytes !== undefined && { sizeBytes }),
          ...(what !== undefined && { what }),
        }),
      note: (what) => say({ type: 'note', what }),
      ended: (what = 'end') => say({ type: 'ended', what }),
      failed: (what) => say({ type: 'failed', what }),
      closed: (what) => say({ type: 'closed', what }),
      ago: laneAgo,
    };
  }
  return { lane: laneAgo(0), isOpen: () => isOpen };
}
