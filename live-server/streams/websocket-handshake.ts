import type { IncomingMessage } from 'node:http';
import type { LiveContext } from '../lab.ts';
import { leadsToWebSocket, streamOf } from '../messages.ts';
import { ProblemError, quote } from '../problems.ts';
import type { Run } from '../runs/run.ts';
import { WebSocketStream } from './websocket-stream.ts';

/**
 * Whether a request is to leave HTTP. Any other Upgrade is ignored, as RFC 9110
 * §7.8 allows, and answered as the request it is.
 */
export function isHandshake({ method, headers, url = '' }: IncomingMessage): boolean {
  return (
    method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && leadsToWebSocket(url)
  );
}

/**
 * Refuses what may not become a WebSocket, before a run is begun for it.
 *
 * CORS does not protect a WebSocket: any page may open one to any host, cookies
 * included. What protects is the Origin, which every browser sends and no page
 * can change (RFC 6455 §10.2). A client that sends none is no browser.
 *
 * @throws {ProblemError} 426 for a request that is no handshake, 403 for a foreign origin
 */
export function checkHandshake(c: LiveContext): void {
  if (c.env.acceptWebSocket === undefined) {
    throw streamOf(c.env.incoming) === undefined ? upgradeRequired() : connectRequired();
  }
  const origin = c.req.header('Origin');
  if (origin === undefined || c.env.lab.places.isSiteOrigin(origin)) return;
  const detail = `A page of ${quote(origin)} may not open this WebSocket; open it from the course's site.`;
  throw new ProblemError(403, detail, { parameter: 'Origin', found: origin });
}

function upgradeRequired(): ProblemError {
  const detail = 'This endpoint speaks WebSocket; ask with Upgrade: websocket (RFC 6455 §4.1).';
  const headers = { Upgrade: 'websocket', Connection: 'Upgrade' };
  return new ProblemError(426, detail, { headers });
}

/** 426 needs an Upgrade field, and HTTP/2 has no upgrades (RFC 9113 §8.6). */
function connectRequired(): ProblemError {
  const detail =
    'This endpoint speaks WebSocket; over HTTP/2 ask with CONNECT and :protocol websocket (RFC 8441 §4).';
  return new ProblemError(400, detail);
}

/** Answers 101 (over HTTP/2 200) and ties the open WebSocket to its run. @throws {ProblemError} 400 for a bad key and the like */
export function openWebSocket(c: LiveContext, run: Run): WebSocketStream {
  try {
    const webSocket = c.env.acceptWebSocket?.();
    if (webSocket === undefined) throw new TypeError('openWebSocket needs a handshake');
    return new WebSocketStream(c.env.lab, run, webSocket, c.env.incoming);
  } catch (error) {
    run.conclude('error', 'the WebSocket handshake failed');
    throw error;
  }
}
