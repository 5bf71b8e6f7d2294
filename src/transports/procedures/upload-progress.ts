import type { UploadReport } from '#contract/upload.ts';
import { uploadProgress } from '../../procedures/upload-progress.ts';
import { newRunId } from '../control.ts';
import type { Lane, OriginName, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';

type Lab = ProcedureLab<typeof uploadProgress>;

/** How much a pull hands to the browser at a time. */
const PULL_BYTES = 16 * 1024;
const CHART_TITLES = { h2: 'Over HTTP/2', h1: 'Over HTTP/1.1' } as const;
/** A line of the file; what is sent can be found on the wire. */
const LINE = 'Sixty-four bytes of a file, again and again, to be seen go by.\r\n';

/** One upload, seen from both ends; all times in ms since the head of its request was sent. */
interface Upload {
  /** When the page was told that all is gone; NaN where it never was. */
  fullMs: number;
  /** When the server had read everything, by its own account. */
  readMs: number;
  answeredMs: number;
  report: UploadReport;
}

/** What `finish` needs; moments are of this browser's clock. */
interface Told {
  url: string;
  lane: Lane;
  server: Lane;
  askedAtMs: number;
  fullAtMs: number;
  report: UploadReport;
}

const run: Procedure<typeof uploadProgress> = async (lab) => {
  const { sizeKiB } = lab.options;
  const file = new TextEncoder().encode(LINE.repeat((sizeKiB * 1024) / LINE.length));
  lab.fact('sizeBytes', file.byteLength);

  const xhr = await uploadByXhr(lab, 'h2', file);
  lab.fact('xhrFullMs', xhr.fullMs);
  lab.fact('xhrUnreadBytes', unreadBytes(xhr));
  lab.fact('xhrEarlyMs', earlyMs(xhr));
  lab.fact('answeredMs', xhr.answeredMs);

  const stream = await uploadAsStream(lab, 'h2', file);
  if (!(stream instanceof Error)) {
    lab.fact('streamBytes', stream.report.bytes);
    // A browser that made a text of the stream pulled nothing, so there is no bar to judge.
    if (stream.report.bytes === file.byteLength) {
      lab.fact('streamFullMs', stream.fullMs);
      lab.fact('streamUnreadBytes', unreadBytes(stream));
      lab.fact('streamEarlyMs', earlyMs(stream));
    }
  }

  const xhrH1 = await uploadByXhr(lab, 'h1', file);
  lab.fact('xhrH1FullMs', xhrH1.fullMs);
  lab.fact('xhrH1UnreadBytes', unreadBytes(xhrH1));
  lab.fact('xhrH1EarlyMs', earlyMs(xhrH1));

  const streamH1 = await uploadAsStream(lab, 'h1', file);
  const words =
    streamH1 instanceof Error ? streamH1.name : `${streamH1.report.bytes} bytes arrived`;
  lab.fact('streamH1', words);
};

async function uploadByXhr(lab: Lab, origin: OriginName, file: Uint8Array): Promise<Upload> {
  // The bytes of this one upload are shown: those of the others would be the same.
  const runId = origin === 'h2' ? lab.newRun('XHR over HTTP/2') : undefined;
  const url = addressOf(lab, origin, runId);
  const lane = laneOf(lab, 'XHR', 'polling', origin, 'page');
  const server = laneOf(lab, 'server (XHR)', 'polling', origin, 'server');
  const request = lab.xhr();
  request.open('POST', url);
  const askedAtMs = performance.now();
  let shownBytes = 0;
  let fullAtMs = Number.NaN;
  request.upload.addEventListener('progress', ({ loaded }) => {
    if (loaded === shownBytes) return;
    lane.data(loaded - shownBytes, `${loaded} B so far`);
    shownBytes = loaded;
    if (loaded === file.byteLength) fullAtMs = performance.now();
  });
  request.upload.addEventListener('load', () => {
    if (Number.isNaN(fullAtMs)) fullAtMs = performance.now();
  });
  lane.asked('send()');
  const answer = new Promise<string>((resolve, reject) => {
    request.addEventListener('load', () => resolve(request.responseText));
    request.addEventListener('error', () => reject(new TypeError('The upload failed.')));
  });
  request.send(new Blob([file as Uint8Array<ArrayBuffer>]));
  const report: UploadReport = JSON.parse(await answer);
  return finish(lab, { url, lane, server, askedAtMs, fullAtMs, report });
}

/** The error where this browser does not send a stream over this version of HTTP. */
async function uploadAsStream(
  lab: Lab,
  origin: OriginName,
  file: Uint8Array,
): Promise<Upload | Error> {
  const url = addressOf(lab, origin);
  const lane = laneOf(lab, 'fetch stream', 'fetch', origin, 'page');
  const askedAtMs = performance.now();
  let pulledBytes = 0;
  let fullAtMs = Number.NaN;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = file.subarray(pulledBytes, pulledBytes + PULL_BYTES);
        pulledBytes += piece.byteLength;
        lane.data(piece.byteLength, `${pulledBytes} B so far`);
        controller.enqueue(piece);
        if (pulledBytes < file.byteLength) return;
        fullAtMs = performance.now();
        controller.close();
      },
    },
    // Without a queue of its own, so that a pull is the browser's and not the stream's.
    { highWaterMark: 0 },
  );
  lane.asked('fetch()');
  try {
    // TypeScript's RequestInit does not know `duplex` yet; without it Chromium throws.
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    const response = await lab.fetch(url, init);
    const report: UploadReport = await response.json();
    const server = laneOf(lab, 'server (stream)', 'fetch', origin, 'server');
    return await finish(lab, { url, lane, server, askedAtMs, fullAtMs, report });
  } catch (error) {
    if (lab.signal.aborted || !(error instanceof Error)) throw error;
    lane.failed(error.name);
    return error;
  }
}

/**
 * Places the server's account beside the page's. Its times count from the head of
 * the request and are never held against another clock: they are laid to the moment
 * at which this browser sent that head, by Resource Timing. On loopback the head is
 * under way for less than a millisecond; elsewhere by that much the server is later.
 */
async function finish(lab: Lab, told: Told): Promise<Upload> {
  const { url, lane, server, askedAtMs, fullAtMs, report } = told;
  const answeredAtMs = performance.now();
  lane.ended('answered');
  // A preflight, where one was needed, lies between the asking and this.
  const sentAtMs = askedAtMs + ((await lab.resource(url))?.sentMs ?? 0);
  const at = (which: Lane, ms: number) => which.ago(Math.max(0, performance.now() - ms));
  at(lane, sentAtMs).note('head sent');
  at(server, sentAtMs).asked('head');
  let readBytes = 0;
  for (const { atMs, bytes } of report.reads) {
    readBytes += bytes;
    at(server, sentAtMs + atMs).data(bytes, `${readBytes} B so far`);
  }
  const readMs = report.reads.at(-1)?.atMs ?? 0;
  at(server, sentAtMs + readMs).ended('all read');
  const fullMs = Math.max(0, fullAtMs - sentAtMs);
  const answeredMs = answeredAtMs - sentAtMs;
  return { fullMs, answeredMs, readMs, report };
}

function laneOf(
  lab: Lab,
  label: string,
  family: 'polling' | 'fetch',
  origin: OriginName,
  by: 'page' | 'server',
): Lane {
  return lab.lane(label, { family, origin, curve: { chart: CHART_TITLES[origin], by } });
}

/** An address of its own for each upload: by it Resource Timing tells them apart. */
function addressOf(lab: Lab, origin: OriginName, runId = newRunId()): string {
  const { bytesPerSecond } = lab.options;
  return `${lab.origin(origin)}/live/upload?run=${runId}&bytesPerSecond=${bytesPerSecond}`;
}

/** What the server had not read when the page was told 100 %. */
function unreadBytes({ fullMs, report }: Upload): number {
  return report.reads.reduce((sum, { atMs, bytes }) => sum + (atMs > fullMs ? bytes : 0), 0);
}

/** How long before the server's last read the page was told 100 %; 0 where it was told later. */
function earlyMs({ fullMs, readMs }: Upload): number {
  return Math.max(0, readMs - fullMs);
}

/** See src/procedures/upload-progress.ts for what follows from the facts. */
export const uploadProgressScript: ProcedureSlice<typeof uploadProgress> = {
  definition: uploadProgress,
  run,
};
