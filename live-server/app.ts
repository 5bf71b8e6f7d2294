import { Hono } from 'hono';
import { bulk, bulkReport } from './endpoints/bulk.ts';
import { chunked } from './endpoints/chunked.ts';
import { earlyHints, hintedStyle } from './endpoints/early-hints.ts';
import { longPoll } from './endpoints/long-poll.ts';
import { ndjson } from './endpoints/ndjson.ts';
import { push } from './endpoints/push.ts';
import { runState, stopRun } from './endpoints/runs.ts';
import { shortPoll } from './endpoints/short-poll.ts';
import { fetchSse, sse } from './endpoints/sse.ts';
import { trust } from './endpoints/trust.ts';
import { upload } from './endpoints/upload.ts';
import { websocket } from './endpoints/websocket.ts';
import type { LiveBindings } from './lab.ts';
import { addRoutes } from './routes.ts';

/** The app of every lab origin: one row per path, in alphabetical order. */
export function labApp(): Hono<{ Bindings: LiveBindings }> {
  const app = new Hono<{ Bindings: LiveBindings }>();
  addRoutes(app, {
    '/live/bulk': { GET: bulk },
    '/live/bulk/:report': { GET: bulkReport },
    '/live/chunked': { GET: chunked },
    '/live/early-hints': { GET: earlyHints },
    '/live/early-hints/style.css': { GET: hintedStyle },
    '/live/long-poll': { GET: longPoll },
    '/live/ndjson': { GET: ndjson },
    '/live/push': { GET: push },
    '/live/runs/:run': { GET: runState, DELETE: stopRun },
    '/live/short-poll': { GET: shortPoll },
    '/live/sse': { GET: sse, POST: fetchSse },
    '/live/trust': { GET: trust },
    '/live/upload': { POST: upload },
    '/live/websocket': { GET: websocket },
  });
  return app;
}
