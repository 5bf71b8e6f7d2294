import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { BulkReport } from '#contract/bulk.ts';
import type { Lab, LiveContext } from '../lab.ts';
import { readBulkAsk, readRunId } from '../parameters.ts';
import { ProblemError, quote } from '../problems.ts';

/** What every body is made of: as much as fits into one DATA frame (RFC 9113 §4.2), so that the account is as fine. */
const PIECE = Buffer.alloc(16 * 1024, '0123456789abcdef');

/**
 * GET /live/bulk: a big body of a known length, for a client that may not read it.
 *
 * A body that nobody reads fills the buffers between the page and this loop. Over
 * HTTP/2 it also uses up the credit of its stream and of the whole connection (RFC
 * 9113 §5.2), and then other streams wait for a WINDOW_UPDATE. `report` names the
 * account in which the server counts what it could hand over.
 */
export async function bulk(c: LiveContext): Promise<Response> {
  const { bytes, report } = readBulkAsk(c);
  const { incoming, outgoing, lab } = c.env;
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes) };
  if (incoming.method === 'HEAD') return new Response(null, { headers });

  const account = report === null ? undefined : lab.bulkReports.enter(report, incoming, outgoing);
  outgoing.writeHead(200, headers);
  const { streamBytesMax, streamTimeMaxMs } = lab.config.limits;
  const sendBytes = Math.min(bytes, streamBytesMax);
  const deadline = lab.clock.after(streamTimeMaxMs, () => outgoing.destroy());
  for (let sentBytes = 0; sentBytes < sendBytes && !outgoing.destroyed; ) {
    const piece = PIECE.subarray(0, sendBytes - sentBytes);
    await settled(outgoing, lab, (done) => outgoing.write(piece, done));
    sentBytes += piece.byteLength;
    if (!outgoing.destroyed) account?.handedOver(piece.byteLength);
  }
  // A length that was announced and is not kept: the client has to see that bytes are missing.
  if (sendBytes < bytes) outgoing.destroy();
  if (!outgoing.destroyed) await settled(outgoing, lab, (done) => outgoing.end(done));
  deadline.cancel();
  return RESPONSE_ALREADY_SENT;
}

/** Resolves when it is done or the answer is closed; a reader that leaves it waiting for too long is let go. */
function settled(
  outgoing: ServerResponse,
  { clock, config }: Lab,
  begin: (done: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const patience = clock.after(config.limits.unreadTimeMaxMs, () => outgoing.destroy());
    const goOn = () => {
      patience.cancel();
      outgoing.off('close', goOn);
      resolve();
    };
    outgoing.on('close', goOn);
    begin(goOn);
  });
}

/** GET /live/bulk/:report: how much of the bodies of a report could be handed over. */
export function bulkReport(c: LiveContext): Response {
  const id = readRunId(c, 'report');
  const report = c.env.lab.bulkReports.find(id);
  if (report !== undefined) return c.json<BulkReport>(report);
  const detail = `No report ${quote(id)} is known here; no body was asked for with it, or it was forgotten.`;
  throw new ProblemError(404, detail, { parameter: 'report', found: id });
}
