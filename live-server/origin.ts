import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import type { WebSocket } from 'ws';
import { PROBLEM_MEDIA_TYPE } from '#contract/problem.ts';
import type { OnRequest } from './listeners/listener.ts';
import { ProblemError, sendProblem } from './problems.ts';

export interface OriginParts {
  /** Headers that every answer of the origin has, refusals included. */
  readonly setHeaders: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  /** @throws {ProblemError} for a request that may not enter */
  readonly checkAtDoor: (incoming: IncomingMessage) => void;
  readonly fetch: (
    request: Request,
    env: HttpBindings,
    acceptWebSocket?: () => WebSocket,
  ) => Response | Promise<Response>;
}

/** What an origin does with a request, in this order: headers, door, app. */
export function answerRequests({ setHeaders, checkAtDoor, fetch }: OriginParts): OnRequest {
  const handshakes = new WeakMap<IncomingMessage, () => WebSocket>();
  const toApp = getRequestListener(
    (request, env) => {
      const bindings = env as HttpBindings;
      return fetch(request, bindings, handshakes.get(bindings.incoming));
    },
    { errorHandler: answerUnreadable },
  );
  return (incoming, outgoing, acceptWebSocket) => {
    setHeaders(incoming, outgoing);
    try {
      checkAtDoor(incoming);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      sendProblem(outgoing, error);
      return;
    }
    if (acceptWebSocket !== undefined) handshakes.set(incoming, acceptWebSocket);
    void toApp(incoming, outgoing);
  };
}

/** A request target that no URL can be made of never reaches the app. */
function answerUnreadable(error: unknown): Response {
  const unreadable = error instanceof RequestError;
  if (!unreadable) console.error(error);
  const { problem } = unreadable
    ? new ProblemError(400, 'The request target is no valid URL.')
    : new ProblemError(500, 'The server failed to answer this request.');
  const headers = { 'Content-Type': PROBLEM_MEDIA_TYPE };
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
