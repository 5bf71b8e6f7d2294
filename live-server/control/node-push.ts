import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import type { NodePushReport } from '#contract/push.ts';
import type { LiveContext } from '../lab.ts';
import { readRunId } from '../parameters.ts';
import { ProblemError } from '../problems.ts';
import { refuseForeignOrigin } from './site-only.ts';

/** How long the whole exchange may take, in ms. */
const EXCHANGE_MAX_MS = 2000;

/**
 * POST /control/runs/:run/node-push: asks for /live/push as Node's HTTP/2 client,
 * which allows pushes, so that the same server and the same request can be seen
 * with a client that takes what browsers refuse.
 */
export async function nodePush(c: LiveContext): Promise<Response> {
  refuseForeignOrigin(c);
  const run = readRunId(c);
  const { lab } = c.env;
  const session = connect(lab.places.originOf(lab.places.labH2Port), {
    // This server's own certificate and no other, whoever signed it.
    ca: lab.tlsCert,
    allowPartialTrustChain: true,
    checkServerIdentity: () => undefined,
    settings: { enablePush: true },
  });
  session.on('error', () => {});
  session.setTimeout(EXCHANGE_MAX_MS, () => session.destroy());
  try {
    return c.json<NodePushReport>(await askForPush(session, run));
  } catch {
    throw new ProblemError(503, 'The TLS origin did not answer its own server; try again.');
  } finally {
    session.destroy();
  }
}

async function askForPush(session: ClientHttp2Session, run: string): Promise<NodePushReport> {
  let pushed: Promise<NodePushReport['pushed']> = Promise.resolve(null);
  session.once('stream', (stream: ClientHttp2Stream, promised) => {
    pushed = readPush(stream, String(promised[':path']));
  });
  const stream = session.request({ ':path': `/live/push?run=${run}` });
  const report = JSON.parse(await textOf(stream));
  return { report, pushed: await pushed };
}

async function readPush(
  stream: ClientHttp2Stream,
  path: string,
): Promise<NodePushReport['pushed']> {
  const [headers] = await once(stream, 'push');
  return { path, status: Number(headers[':status']), body: await textOf(stream) };
}

async function textOf(stream: ClientHttp2Stream): Promise<string> {
  return Buffer.concat(await stream.toArray()).toString();
}
