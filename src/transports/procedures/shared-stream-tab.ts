import { sizeBytesOf } from '../parse-message.ts';
import { shareStream } from '../shared-stream.ts';

/**
 * One of the tabs: what /procedures/shared-stream-tab/ runs, and what it says to
 * the page that opened it. The page only listens; who leads, the tabs settle
 * among themselves.
 */

export type TabMessage =
  /** The tab is there, and takes part. */
  | { type: 'join' }
  /** The tab holds the stream, and asks for what comes after this event. */
  | { type: 'lead'; after: number }
  | { type: 'event'; id: number; sizeBytes: number };

interface TabSetup {
  origin: string;
  run: string;
  tokens: number;
  intervalMs: number;
}

const PAGE = '/procedures/shared-stream-tab/';

/** Address of a tab that shares the stream of this run. */
export function tabAddress({ origin, run, tokens, intervalMs }: TabSetup): string {
  const query = { run, tokens: String(tokens), intervalMs: String(intervalMs), seed: '4' };
  return `${PAGE}?${new URLSearchParams({ stream: `${origin}/live/sse?${new URLSearchParams(query)}` })}`;
}

/** Narrows what came from a frame; undefined for anything else. */
export function readTabMessage(data: unknown): TabMessage | undefined {
  const message = data as Partial<Record<string, unknown>> | null;
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, after, id, sizeBytes } = message;
  const isKnown =
    type === 'join' ||
    (type === 'lead' && Number.isInteger(after)) ||
    (type === 'event' && Number.isInteger(id) && Number.isInteger(sizeBytes));
  return isKnown ? (message as TabMessage) : undefined;
}

/** Shares the stream that the address names, as long as this document lives. */
export function runTab(search: string, tell: (message: TabMessage) => void): Promise<void> {
  const url = new URLSearchParams(search).get('stream') ?? '';
  const lives = new AbortController();
  tell({ type: 'join' });
  return shareStream(
    {
      name: `shared-stream ${new URL(url).searchParams.get('run')}`,
      urlAfter: (id) => (id > 0 ? `${url}&lastEventId=${id}` : url),
      onEvent: ({ id, data }) => tell({ type: 'event', id, sizeBytes: sizeBytesOf(data) }),
      onLead: (after) => tell({ type: 'lead', after }),
    },
    lives.signal,
  );
}
