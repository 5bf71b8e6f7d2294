import type { WireRecord } from '#contract/wire-record.ts';
import { followWire, type WireFeedEvent } from '../wire-feed.ts';

/**
 * Feeds that are open at once. They go to the site origin, which has a pool of six
 * connections of its own, and the page needs the rest of them. The log of a run is
 * kept by the server, so a feed that is opened later has missed nothing.
 */
const FEEDS_MAX = 3;
/** A feed that has brought nothing for this long after its requests were over has brought everything, in ms. */
const QUIET_MS = 600;
/** How long a feed may be silent that has not brought yet what its run must have, in ms. */
const MISSING_MAX_MS = 5_000;

/** What the tap has seen of a run so far. */
export interface Tapped {
  connections: number;
  /** The most of them that were open at the same time. */
  connectionsAtOnce: number;
  /** HTTP/2 streams over all of its connections; 0 over HTTP/1.1. */
  streams: number;
}

export interface RunFeeds {
  follow(run: string): void;
  tapped(run: string): Tapped;
  /**
   * Everything that crossed the wire for a run, in its order, once nothing more comes;
   * its feed ends and makes room for another. To be called when its requests are over.
   *
   * @param isWhole whether everything is there that must be: a busy machine may bring it late
   */
  records(run: string, isWhole?: IsWhole): Promise<readonly WireRecord[]>;
  /** Resolves when every run's bytes are here. To be called when nothing is opened any more. */
  settle(): Promise<void>;
  stop(): void;
}

export type IsWhole = (records: readonly WireRecord[]) => boolean;

interface Feed {
  run: string;
  controller: AbortController;
  lastAtMs: number;
  lastSeq: number;
  connections: Set<number>;
  open: Set<number>;
  openMost: number;
  streams: Set<string>;
  records: WireRecord[];
  /** When its requests were over; undefined as long as they last. */
  overAtMs: number | undefined;
  isWhole: IsWhole;
  done: Promise<void>;
  leave(): void;
}

/**
 * @param emit told of every event of every run
 * @param site The site's origin; empty for the page's own.
 */
export function followRuns(emit: (run: string, event: WireFeedEvent) => void, site = ''): RunFeeds {
  const feeds = new Map<string, Feed>();
  const waiting: Feed[] = [];
  const open = new Set<Feed>();
  let quietTimer: ReturnType<typeof setInterval> | undefined;
  let isStopped = false;

  function openNext() {
    while (open.size < FEEDS_MAX) {
      const feed = waiting.shift();
      if (!feed) break;
      if (isStopped) {
        feed.leave();
        continue;
      }
      open.add(feed);
      feed.lastAtMs = performance.now();
      const { signal } = feed.controller;
      void followWire(feed.run, signal, (event) => take(feed, event), site).then(() => {
        open.delete(feed);
        feed.leave();
        openNext();
      });
    }
  }

  /** A run whose client may still come back keeps its feed open for minutes: silence ends it. */
  function endWhenQuiet(feed: Feed): Promise<void> {
    feed.overAtMs ??= performance.now();
    quietTimer ??= setInterval(() => {
      const now = performance.now();
      for (const { lastAtMs, overAtMs, controller, isWhole, records } of open) {
        if (overAtMs === undefined) continue;
        const silenceMaxMs = isWhole(records) ? QUIET_MS : MISSING_MAX_MS;
        if (now - Math.max(lastAtMs, overAtMs) > silenceMaxMs) controller.abort();
      }
    }, QUIET_MS / 4);
    return feed.done;
  }

  /** What it brought before is told once only. */
  function openAgain(feed: Feed): Feed {
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    Object.assign(feed, { controller: new AbortController(), done, leave });
    waiting.push(feed);
    openNext();
    return feed;
  }

  function take(feed: Feed, event: WireFeedEvent) {
    feed.lastAtMs = performance.now();
    if (event.seq <= feed.lastSeq) return;
    feed.lastSeq = event.seq;
    if (event.type === 'record') {
      feed.records.push(event);
      feed.connections.add(event.connectionId);
      feed.open.add(event.connectionId);
      feed.openMost = Math.max(feed.openMost, feed.open.size);
      if (event.streamId) feed.streams.add(`${event.connectionId}/${event.streamId}`);
    } else if (event.type === 'close') {
      feed.open.delete(event.connectionId);
    }
    emit(feed.run, event);
  }

  function stop() {
    isStopped = true;
    clearInterval(quietTimer);
    for (const feed of waiting.splice(0)) feed.leave();
    for (const feed of open) feed.controller.abort();
  }

  return {
    follow(run) {
      const { promise: done, resolve: leave } = Promise.withResolvers<void>();
      const feed: Feed = {
        run,
        controller: new AbortController(),
        lastAtMs: 0,
        lastSeq: 0,
        connections: new Set(),
        open: new Set(),
        openMost: 0,
        streams: new Set(),
        records: [],
        overAtMs: undefined,
        isWhole: () => true,
        done,
        leave,
      };
      feeds.set(run, feed);
      waiting.push(feed);
      openNext();
    },
    tapped(run) {
      const feed = feeds.get(run);
      return {
        connections: feed?.connections.size ?? 0,
        connectionsAtOnce: feed?.openMost ?? 0,
        streams: feed?.streams.size ?? 0,
      };
    },
    async records(run, isWhole = () => true) {
      const feed = feeds.get(run);
      if (!feed) return [];
      feed.isWhole = isWhole;
      await endWhenQuiet(feed);
      // The server ends the feed of a run that rests; a late request has gone on with it since.
      if (!isWhole(feed.records)) await endWhenQuiet(openAgain(feed));
      return feed.records;
    },
    async settle() {
      await Promise.all([...feeds.values()].map(endWhenQuiet));
      clearInterval(quietTimer);
    },
    stop,
  };
}
