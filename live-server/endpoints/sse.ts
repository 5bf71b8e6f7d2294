import type { LiveContext } from '../lab.ts';
import { type Ask, readEventsAsk, readPromptAsk } from '../parameters.ts';
import { badParameter } from '../problems.ts';
import { enterRun } from '../runs/enter-run.ts';
import type { Run } from '../runs/run.ts';
import { encodeEvent } from '../streams/event-stream.ts';
import { openStream } from '../streams/response-stream.ts';

/** How long the browser waits before it reconnects, in ms. */
const RETRY_MS = 1000;

/**
 * GET /live/sse: an event stream for EventSource (HTML §9.2).
 *
 * Every event carries an id. When the connection is lost the browser comes back
 * by itself and sends the last id it saw, and the stream goes on after it. No
 * event is kept for that: the tokens follow from the seed, on any instance.
 *
 * The `end` event has no id, so that a browser which missed it asks once more
 * with the id of the last token. 204 is what stops an EventSource for good.
 *
 * A new EventSource has no last event ID and cannot be given one: it says where
 * to go on with the parameter `lastEventId`. Its own reconnects send the header,
 * which knows better than the address by then.
 */
export async function sse(c: LiveContext): Promise<Response> {
  const { ask, lastEventId } = readEventsAsk(c);
  const after = readLastEventId(c, ask) || toIndex('lastEventId', lastEventId, ask);
  return streamEvents(c, enterRun(c, 'sse', ask), after);
}

/** POST /live/sse: the same stream, asked for as LLM APIs are: by fetch, with a JSON body. */
export async function fetchSse(c: LiveContext): Promise<Response> {
  const ask = await readPromptAsk(c);
  const after = readLastEventId(c, ask);
  return streamEvents(c, enterRun(c, 'fetch-sse', ask), after);
}

async function streamEvents(c: LiveContext, run: Run, after: number): Promise<Response> {
  if (hasNothingLeft(run, after)) return c.body(null, 204);
  const stream = openStream(c, run, {
    headers: { 'Content-Type': 'text/event-stream' },
    after,
    heartbeat: encodeEvent({ comment: 'still here' }),
    lastWords: (reason) => encodeEvent({ comment: reason }),
  });

  await stream.write(encodeEvent({ retry: RETRY_MS }));
  for await (const delta of stream.tokens()) {
    await stream.write(encodeEvent({ id: delta.index, data: JSON.stringify(delta) }));
  }

  return stream.end(encodeEvent({ event: 'end', data: JSON.stringify(stream.endMessage()) }));
}

/** The browser sends this header itself, as UTF-8, when it reconnects (HTML §9.2.4). */
function readLastEventId(c: LiveContext, { tokens }: Ask): number {
  return toIndex('Last-Event-ID', c.req.header('Last-Event-ID'), { tokens });
}

/** Index of the token that an id names; 0 where there is none. */
function toIndex(name: string, id: string | undefined, { tokens }: Pick<Ask, 'tokens'>): number {
  if (id === undefined) return 0;
  if (/^[1-9]\d{0,3}$/.test(id) && Number(id) <= tokens) return Number(id);
  throw badParameter(name, id, `an id of this stream, from 1 to ${tokens}`);
}

/** After the last token only the end is left to say, and an instance that never said it knows. */
function hasNothingLeft(run: Run, after: number): boolean {
  if (run.phase === 'stopped') return true;
  if (after < run.ask.tokens) return false;
  if (run.isNew) run.conclude('done', 'every token had arrived before');
  return run.phase === 'done';
}
