import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { LiveContext } from '../lab.ts';
import { readRunId } from '../parameters.ts';
import { badParameter } from '../problems.ts';
import type { RunLog } from '../tap/run-log.ts';
import { WireFeed } from './wire-feed.ts';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};

/**
 * GET /control/runs/:run/wire: what the tap sees of a run, while it sees it.
 *
 * An event stream on the origin that is not tapped, so that it does not show
 * itself. Each event has the seq of its record as id; a reader that comes back
 * goes on after the last one it got. A run that nobody knows is waited for: the
 * page opens the feed first and begins the run then.
 */
export async function wire(c: LiveContext): Promise<Response> {
  const { logs } = c.env.lab;
  const run = readRunId(c);
  const log = logs.find(run);
  const after = readLastEventId(c, log);
  if (after !== undefined && hasNothingLeft(c, log, after)) return c.body(null, 204);
  if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS);
  const feed = new WireFeed(c.env.lab, c.env.outgoing, after ?? 0);
  c.env.outgoing.writeHead(200, HEADERS);
  feed.tell(run);
  return RESPONSE_ALREADY_SENT;
}

/** 0 is the id of an end that nothing came before. */
function readLastEventId(c: LiveContext, log: RunLog | undefined): number | undefined {
  const id = c.req.header('Last-Event-ID');
  if (id === undefined || id === '') return undefined;
  const last = log?.length ?? Number.MAX_SAFE_INTEGER;
  if (/^(0|[1-9]\d{0,9})$/.test(id) && Number(id) <= last) return Number(id);
  throw badParameter('Last-Event-ID', id, 'an id of this feed');
}

/** 204 is what stops an EventSource for good. What was forgotten cannot be gone on with. */
function hasNothingLeft(c: LiveContext, log: RunLog | undefined, after: number): boolean {
  return log === undefined || (after === log.length && c.env.lab.logs.isOver(log));
}
