import { sizeBytesOf } from '../parse-message.ts';
import type { Lane, ProcedureLab } from './procedure.ts';

/** A stream that the page has opened and can stop. */
export interface Stoppable {
  /** Resolves when so many pieces are here. Rejects where it could not be opened. */
  arrived(pieces: number): Promise<void>;
  stop(): void;
}

type Lab = Pick<ProcedureLab, 'fetch' | 'eventSource' | 'webSocket'>;

/** Close codes from 4000 on are the page's own (RFC 6455 §7.4.2). */
export const CLOSE_CODE = 4000;

/** A fetch that is ended by its signal. */
export function abortable(lab: Lab, url: string, lane: Lane): Stoppable {
  const stop = new AbortController();
  const count = counting(lane);
  readAll(lab, url, lane, count, { signal: stop.signal });
  return { arrived: count.arrived, stop: () => stop.abort() };
}

/** A fetch whose reader is told that nobody wants the rest. */
export function cancellable(lab: Lab, url: string, lane: Lane): Stoppable {
  const count = counting(lane);
  const reader = readAll(lab, url, lane, count);
  return { arrived: count.arrived, stop: () => void reader.then((it) => it?.cancel()) };
}

/**
 * A fetch whose reader is given back: `stop` ends the reading, and not the fetch.
 *
 * @param signal ends the fetch itself
 */
export function releasable(lab: Lab, url: string, lane: Lane, signal: AbortSignal): Stoppable {
  const count = counting(lane);
  const reader = readAll(lab, url, lane, count, { signal });
  // The read that waits rejects, and that is the end of the reading.
  return { arrived: count.arrived, stop: () => void reader.then((it) => it?.releaseLock()) };
}

export function eventSource(lab: Lab, url: string, lane: Lane): Stoppable {
  const count = counting(lane);
  const source = lab.eventSource(url);
  source.addEventListener('open', () => lane.answered('200'));
  source.addEventListener('message', ({ data }: MessageEvent<string>) =>
    count.take(sizeBytesOf(data)),
  );
  return { arrived: count.arrived, stop: () => source.close() };
}

export function webSocket(lab: Lab, url: string, lane: Lane): Stoppable {
  const count = counting(lane);
  const socket = lab.webSocket(url);
  socket.addEventListener('open', () => lane.answered('open'));
  socket.addEventListener('message', ({ data }: MessageEvent<string>) =>
    count.take(sizeBytesOf(data)),
  );
  return { arrived: count.arrived, stop: () => socket.close(CLOSE_CODE) };
}

interface Count {
  take(sizeBytes: number): void;
  fail(error: unknown): void;
  arrived(pieces: number): Promise<void>;
}

function counting(lane: Lane): Count {
  let pieces = 0;
  let failure: unknown;
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const look of waiting) look();
  };
  return {
    take(sizeBytes) {
      lane.data(sizeBytes);
      pieces += 1;
      wake();
    },
    fail(error) {
      failure = error;
      wake();
    },
    arrived: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (failure !== undefined) reject(failure);
          else if (pieces >= wanted) resolve();
        };
        waiting.push(look);
        look();
      }),
  };
}

/** Reads until it is stopped, one way or another; brings the reader when there is one. */
async function readAll(lab: Lab, url: string, lane: Lane, count: Count, init?: RequestInit) {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await lab.fetch(url, init);
    lane.answered(String(response.status));
    reader = response.body?.getReader();
  } catch (error) {
    count.fail(error);
  }
  const it = reader;
  async function read() {
    for (let piece = await it?.read(); piece?.value; piece = await it?.read()) {
      count.take(piece.value.length);
    }
  }
  read().catch(count.fail);
  return it;
}
