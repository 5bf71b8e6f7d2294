import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Env, Handler, Hono } from 'hono';
import { ProblemError, problemResponse, quote } from './problems.ts';

export type Routes<E extends Env> = Record<string, Partial<Record<Method, Handler<E>>>>;

type Method = 'GET' | 'POST' | 'DELETE';

/**
 * Puts a table of routes into an app, with everything HTTP asks for besides the
 * handlers: HEAD wherever GET is, OPTIONS, 405 with Allow for another method
 * (RFC 9110 §15.5.6), 404, and problem documents for whatever a handler throws.
 */
export function addRoutes<E extends Env>(app: Hono<E>, routes: Routes<E>): void {
  for (const [path, handlers] of Object.entries(routes)) {
    for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
    app.all(path, (c) => answerOtherMethod(c, Object.keys(handlers)));
  }
  app.notFound((c) => problemResponse(c, nothingHere(c)));
  app.onError(answerError);
}

function answerOtherMethod(c: Context, methods: readonly string[]): Response {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  if (c.req.method === 'OPTIONS') {
    return c.body(null, 204, { Allow: allow, ...preflight(c, allow) });
  }
  const detail = `${c.req.method} is not allowed on ${c.req.path}; allowed: ${allow}.`;
  return problemResponse(c, new ProblemError(405, detail, { headers: { Allow: allow } }));
}

/** What a browser asks before a request that a form could not send (Fetch §4.8). */
function preflight(c: Context, allow: string): Record<string, string> {
  if (c.req.header('Access-Control-Request-Method') === undefined) return {};
  return {
    'Access-Control-Allow-Methods': allow,
    'Access-Control-Allow-Headers': 'Content-Type, Last-Event-ID',
    'Access-Control-Max-Age': '600',
  };
}

function nothingHere(c: Context): ProblemError {
  return new ProblemError(404, `There is nothing at ${quote(c.req.path)}.`);
}

/** A failure of ours is told to the operator in full, to the client only as a status. */
function answerError(error: Error, c: Context): Response {
  const { outgoing } = c.env;
  const isProblem = error instanceof ProblemError;
  if (!isProblem && !outgoing.destroyed) console.error(error);
  if (outgoing.headersSent) {
    // Another answer has begun; what is left of it is not to come.
    outgoing.destroy(isProblem ? undefined : error);
    return RESPONSE_ALREADY_SENT;
  }
  if (isProblem) return problemResponse(c, error);
  return problemResponse(c, new ProblemError(500, 'The server failed to answer this request.'));
}
