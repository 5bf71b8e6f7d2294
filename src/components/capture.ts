import { getEntry } from 'astro:content';
import { type Capture, replayed } from '../islands/experiment/capture.ts';
import type { Recording } from '../islands/experiment/recording.ts';
import { spanText } from '../islands/inspector/span-text.ts';
import type { Row, WireStore } from '../islands/inspector/wire-store.ts';

/** A recorded run with everything that crossed the wire, dissected. */
export interface LoadedCapture {
  capture: Capture;
  recording: Recording;
}

/** Undefined where the experiment has not been recorded. */
export async function loadCapture(id: string): Promise<LoadedCapture | undefined> {
  const entry = await getEntry('captures', id);
  if (!entry) return undefined;
  const capture = entry.data as unknown as Capture;
  return { capture, recording: replayed(capture) };
}

/** One line of a transcript that does not move. */
export interface PrintedRow {
  /** Towards the server, towards the browser, or something that is not bytes. */
  kind: 'inbound' | 'outbound' | 'event';
  spans: { text: string; kind: string; lit: boolean }[];
}

const CLOSES = {
  'client-fin': 'the client closed the connection (FIN)',
  'client-rst': 'the client reset the connection (RST)',
  'lab-reset': 'connection reset by the lab',
  'server-close': 'the server closed the connection',
} as const;

/** @param lit the span to point out, by identity */
export function printRow(row: Row, lit?: object): PrintedRow {
  if (row.kind === 'close') {
    return { kind: 'event', spans: [{ text: CLOSES[row.close.how], kind: 'text', lit: false }] };
  }
  if (row.kind === 'not-kept') {
    const text = `${row.sizeBytes} B ${row.direction} not kept`;
    return { kind: 'event', spans: [{ text, kind: 'text', lit: false }] };
  }
  const { lane, first, last } = row;
  return {
    kind: lane.direction,
    spans: lane.spans.slice(first, last + 1).map((span) => ({
      text: spanText(span, lane.bytes),
      kind: span.kind,
      lit: span === lit,
    })),
  };
}

/** The nth span of a kind (1-based) with its row, in the order of the wire; undefined where there is none. */
export function findSpan(store: WireStore, kind: string, nth: number, holding = '') {
  let seen = 0;
  for (const [at, row] of store.rows.entries()) {
    if (row.kind !== 'spans') continue;
    for (let index = row.first; index <= row.last; index++) {
      const span = row.lane.spans[index];
      if (span?.kind !== kind || !spanText(span, row.lane.bytes).includes(holding)) continue;
      seen += 1;
      if (seen === nth) return { at, span, lane: row.lane };
    }
  }
  return undefined;
}
