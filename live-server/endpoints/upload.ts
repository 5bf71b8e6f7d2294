import {
  READ_RATE,
  UPLOAD_BYTES_MAX,
  UPLOAD_READS_MAX,
  type UploadReport,
} from '#contract/upload.ts';
import { sleep } from '../clock.ts';
import type { LiveContext } from '../lab.ts';
import { readRunAnd } from '../parameters.ts';
import { readBody } from '../read-body.ts';
import { openProgress } from '../streams/progress-stream.ts';

/**
 * POST /live/upload: counts what arrives, as this program gets it.
 *
 * Between the page and this loop lie the browser's buffers, two kernels' and, over
 * HTTP/2, a flow-control window (RFC 9113 §5.2). Whoever counts what went into them
 * counts too much; only the answer says that everything was received. With
 * `bytesPerSecond` the loop reads slowly, and so shows how much they hold.
 */
export async function upload(c: LiveContext): Promise<Response> {
  const { bytesPerSecond } = readRunAnd(c, { bytesPerSecond: READ_RATE });
  const { clock } = c.env.lab;
  const startMs = clock.now();
  const elapsedMs = () => Math.round((clock.now() - startMs) * 10) / 10;
  const wantsEvents = c.req.header('Accept') === 'text/event-stream';
  const progress = wantsEvents ? openProgress(c) : undefined;
  const report: UploadReport = { bytes: 0, reads: [] };

  const tooLarge = `The upload has more than ${UPLOAD_BYTES_MAX} bytes; send less.`;
  for await (const read of readBody(c, UPLOAD_BYTES_MAX, tooLarge)) {
    report.bytes += read.byteLength;
    count(report, elapsedMs(), read.byteLength);
    progress?.say('progress', { atMs: elapsedMs(), bytes: report.bytes });
    const dueMs = (report.bytes / bytesPerSecond) * 1000;
    if (dueMs > elapsedMs()) await sleep(clock, dueMs - elapsedMs(), c.req.raw.signal);
  }

  return progress ? progress.end('end', report) : c.json<UploadReport>(report);
}

function count({ reads }: UploadReport, atMs: number, bytes: number): void {
  const last = reads.at(-1);
  if (last === undefined || reads.length < UPLOAD_READS_MAX) reads.push({ atMs, bytes });
  else Object.assign(last, { atMs, bytes: last.bytes + bytes });
}
