import type { BulkReport } from '#contract/bulk.ts';
import { unreadBody } from '../../procedures/unread-body.ts';
import { newRunId } from '../control.ts';
import type { Lane, OriginName, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import { within } from './within.ts';

type Lab = ProcedureLab<typeof unreadBody>;

/** More than Chromium takes of a body that nobody reads: 6 MiB of credit for the stream, and its buffers. */
const BODY_BYTES = 8 * 1024 * 1024;
/** How often the server is asked how much left it, and for how long nothing may have for a halt. */
const LOOK_EVERY_MS = 100;
const STILL_MS = 500;
/** The bodies have come to a halt by then, also where somebody else uses the machine. */
const HALT_MAX_MS = 6_000;
/** A fetch that is not answered by now waits for something: on loopback it takes some ms. */
const HELD_MS = 1_500;
/** How long one cancel() has to show its effect. */
const CANCEL_MS = 700;

interface Bulk {
  lane: Lane;
  response: Promise<Response>;
  isCancelled: boolean;
}

const run: Procedure<typeof unreadBody> = async (lab) => {
  const { bodies } = lab.options;
  lab.fact('bodies', bodies);

  const h2 = fetchBodies(lab, 'h2');
  const halted = await untilStill(lab, h2.report);
  lab.fact('connections', halted.connections);
  lab.fact('unreadBytes', halted.handedOverBytes);
  if (halted.creditBytes !== null) lab.fact('creditBytes', halted.creditBytes);

  const small = fetchSmall(lab, 'h2');
  const waited = await within(small.body, HELD_MS);
  lab.fact('hung', waited === undefined);
  if (waited === undefined) {
    small.lane.note('no body yet');
    await cancelUntil(lab, small.body, h2.bulks);
  } else lab.fact('bodyMs', waited);
  const headMs = await within(small.head, 0);
  if (headMs !== undefined) lab.fact('headMs', headMs);
  lab.fact('protocol', (await lab.resource(small.url))?.protocol ?? '');
  for (const bulk of h2.bulks) await cancel(bulk);

  const h1 = fetchBodies(lab, 'h1');
  const { connections, handedOverBytes } = await untilStill(lab, h1.report);
  lab.fact('h1Connections', connections);
  const beside = fetchSmall(lab, 'h1');
  const besideMs = await within(beside.body, HELD_MS);
  if (besideMs !== undefined) lab.fact('h1BodyMs', besideMs);
  lab.fact('h1UnreadBytes', handedOverBytes);
  for (const bulk of h1.bulks) await cancel(bulk);
};

/**
 * Asks for the bodies and reads none of them. Only the small fetch has a run: the
 * bytes of a body that nobody reads are not worth keeping.
 */
function fetchBodies(lab: Lab, origin: OriginName): { report: string; bulks: Bulk[] } {
  const report = newRunId();
  const url = `${lab.origin(origin)}/live/bulk?bytes=${BODY_BYTES}&report=${report}`;
  const bulks = Array.from({ length: lab.options.bodies }, (_, i) => {
    const lane = lab.lane(`body ${i + 1}`, { family: 'fetch', origin });
    lane.asked('GET');
    const response = lab.fetch(url);
    response.then(
      ({ status }) => lane.answered(`${status}, not read`),
      () => {},
    );
    return { lane, response, isCancelled: false };
  });
  return { report, bulks };
}

/**
 * What the server handed over of the bodies, once it hands over no more. Asked of
 * the HTTP/1.1 origin, because the connection in question may be out of credit.
 */
async function untilStill(lab: Lab, id: string): Promise<BulkReport> {
  const url = `${lab.origin('h1')}/live/bulk/${id}`;
  const startMs = performance.now();
  let stillSinceMs = startMs;
  let last: BulkReport | undefined;
  for (;;) {
    await lab.sleep(LOOK_EVERY_MS);
    const response = await lab.fetch(url);
    // Before the first of the bodies was asked for, the server knows of none.
    if (response.ok) {
      const report: BulkReport = await response.json();
      const moved = report.handedOverBytes !== last?.handedOverBytes;
      if (moved || report.bodies < lab.options.bodies) stillSinceMs = performance.now();
      last = report;
    }
    const nowMs = performance.now();
    const isStill = nowMs - stillSinceMs > STILL_MS || nowMs - startMs > HALT_MAX_MS;
    if (last && isStill) return last;
  }
}

/** A fetch of one token: `head` and `body` bring the ms until they are here. */
function fetchSmall(lab: Lab, origin: OriginName) {
  const run = lab.newRun(`the small fetch over ${origin === 'h2' ? 'HTTP/2' : 'HTTP/1.1'}`);
  const lane = lab.lane('small fetch', { family: 'fetch', origin, run });
  const url = `${lab.origin(origin)}/live/chunked?run=${run}&tokens=1&intervalMs=0&seed=4`;
  lane.asked('GET');
  const askedAtMs = performance.now();
  const response = lab.fetch(url);
  const head = response.then(({ status }) => {
    lane.answered(String(status));
    return performance.now() - askedAtMs;
  });
  const body = response.then(async (answer) => {
    const { byteLength } = await answer.arrayBuffer();
    lane.data(byteLength, 'the body');
    lane.ended();
    return performance.now() - askedAtMs;
  });
  // A Stop may come while nobody waits for them.
  head.catch(() => {});
  body.catch(() => {});
  return { url, lane, head, body };
}

/** Cancels one body after the other until the fetch goes on. */
async function cancelUntil(lab: Lab, fetched: Promise<number>, bulks: Bulk[]): Promise<void> {
  for (const [i, bulk] of bulks.entries()) {
    const cancelledAtMs = performance.now();
    await cancel(bulk);
    lab.fact('cancelled', i + 1);
    const bodyMs = await within(fetched, CANCEL_MS);
    if (bodyMs === undefined) continue;
    lab.fact('bodyMs', bodyMs);
    lab.fact('afterCancelMs', performance.now() - cancelledAtMs);
    return;
  }
}

async function cancel(bulk: Bulk): Promise<void> {
  if (bulk.isCancelled) return;
  bulk.isCancelled = true;
  const { body } = await bulk.response;
  bulk.lane.closed('cancel()');
  await body?.cancel();
}

/** See src/procedures/unread-body.ts for what follows from the facts. */
export const unreadBodyScript: ProcedureSlice<typeof unreadBody> = { definition: unreadBody, run };
