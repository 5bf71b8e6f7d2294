import type { HintsReport } from '#contract/early-hints.ts';
import type { WireRecord } from '#contract/wire-record.ts';
import { earlyHints } from '../../procedures/early-hints.ts';
import type { Lane, OriginName, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import { answersTo, finalAnswerTo, isFinal, requestFor, requestsFor } from './wire-reading.ts';
import { within } from './within.ts';

type Lab = ProcedureLab<typeof earlyHints>;

const PAGE = '/live/early-hints';
const STYLE = '/live/early-hints/style.css';
/** How long after its delay a page may take to report. */
const REPORT_WAIT_MS = 3_000;

/** One way to ask for the page, by the name that its facts begin with. */
interface Way {
  name: 'h2Hint' | 'h2Plain' | 'h1Hint' | 'h1Plain' | 'iframe' | 'fetch';
  label: string;
  origin: OriginName;
  hints: 0 | 1;
  /**
   * How often at most, until a hint is acted on. A browser need not, and Chromium does
   * not each time: the first navigations of a new window often go without.
   */
  triesMax: number;
}

const NAVIGATIONS: readonly Way[] = [
  { name: 'h2Hint', label: '103', origin: 'h2', hints: 1, triesMax: 5 },
  { name: 'h2Plain', label: 'no 103', origin: 'h2', hints: 0, triesMax: 1 },
  { name: 'h1Hint', label: '103', origin: 'h1', hints: 1, triesMax: 3 },
  { name: 'h1Plain', label: 'no 103', origin: 'h1', hints: 0, triesMax: 1 },
];
const IN_A_FRAME: Way = { name: 'iframe', label: 'iframe', origin: 'h2', hints: 1, triesMax: 1 };
const BY_FETCH: Way = { name: 'fetch', label: 'fetch()', origin: 'h2', hints: 1, triesMax: 1 };

const run: Procedure<typeof earlyHints> = async (lab) => {
  // One click allows one window. Every navigation takes place in it, one after the other.
  const popup = lab.popup();
  if (!popup) return lab.fact('popupBlocked', true);

  for (const way of NAVIGATIONS) {
    for (let tries = 1; tries <= way.triesMax; tries++) {
      const asking = ask(lab, way);
      popup.location.href = asking.url;
      const isEarly = await readServer(lab, asking, await readReport(lab, asking));
      if (popup.closed) return;
      if (way.name === 'h2Hint' || way.name === 'h1Hint') lab.fact(`${way.name}Tries`, tries);
      if (isEarly) break;
    }
  }
  popup.close();

  const framed = ask(lab, IN_A_FRAME);
  lab.frame(framed.url);
  await readServer(lab, framed, await readReport(lab, framed));
  await readServer(lab, await askByFetch(lab));
};

interface Asking {
  way: Way;
  run: string;
  url: string;
  lane: Lane;
  askedAtMs: number;
  /** What the page tells once it is loaded. */
  report: Promise<HintsReport>;
}

function ask(lab: Lab, way: Way): Asking {
  const { label, origin, hints } = way;
  const run = lab.newRun(`${label}, ${origin}`);
  const lane = lab.lane(label, { family: 'push', origin, run, fromZero: true });
  const place = lab.origin(origin);
  const url = `${place}${PAGE}?run=${run}&delayMs=${lab.options.delayMs}&hints=${hints}`;
  const report = reportOf(lab, place, run);
  lane.asked('GET');
  return { way, run, url, lane, askedAtMs: performance.now(), report };
}

/** The page posts it to the window that opened or framed it. */
function reportOf(lab: Lab, place: string, run: string): Promise<HintsReport> {
  return new Promise((resolve) => {
    addEventListener(
      'message',
      ({ origin, data }: MessageEvent<HintsReport | undefined>) => {
        const isReport = data?.type === 'early-hints-report' && data.run === run;
        if (origin === place && isReport) resolve(data);
      },
      { signal: lab.signal },
    );
  });
}

/** What the page saw; undefined where it does not tell. */
async function readReport(lab: Lab, asking: Asking): Promise<HintsReport | undefined> {
  const { way, lane } = asking;
  const report = await within(asking.report, lab.options.delayMs + REPORT_WAIT_MS);
  if (!report) {
    lane.failed('no report');
    return undefined;
  }
  const { firstInterimResponseStart, finalResponseStart, protocol, style } = report;
  if (firstInterimResponseStart > 0) {
    at(asking, firstInterimResponseStart).note('103');
    lab.fact(`${way.name}InterimMs`, firstInterimResponseStart);
  }
  at(asking, finalResponseStart).answered('200');
  lane.ended('loaded');
  lab.fact(`${way.name}FinalMs`, finalResponseStart);
  lab.fact(`${way.name}Protocol`, protocol);
  if (style) lab.fact(`${way.name}Initiator`, style.initiatorType);
  return report;
}

/** The lane, for what happened so long after it was asked. */
function at({ lane, askedAtMs }: Asking, ms: number): Lane {
  return lane.ago(performance.now() - askedAtMs - ms);
}

/** What the server saw; whether the stylesheet was asked for before the page was answered. */
async function readServer(lab: Lab, asking: Asking, report?: HintsReport): Promise<boolean> {
  const { run } = asking;
  const { name } = asking.way;
  const records = await lab.records(run, (seen) => isWhole(seen, asking, report));
  const page = requestFor(records, `${PAGE}?`);
  if (!page) return false;
  const styles = requestsFor(records, STYLE);
  const [style] = styles;
  lab.fact(`${name}Times`, styles.length);
  const isEarly = style !== undefined && isBeforeAnswer(style, page, records);
  lab.fact(`${name}Early`, isEarly);
  if (style && report) {
    const styleMs = placeOf(style, page, records, report);
    lab.fact(`${name}StyleMs`, styleMs);
    at(asking, styleMs).note('style.css');
  }
  return isEarly;
}

/**
 * Whether everything is there that must be. A script asks for nothing but the page; a
 * document cannot be loaded without its stylesheet. Where the page does not say that it
 * used the hinted one, there was a request after the answer, whatever was asked before.
 */
function isWhole(records: readonly WireRecord[], { way }: Asking, report?: HintsReport): boolean {
  const page = requestFor(records, `${PAGE}?`);
  const answer = page && finalAnswerTo(page, records);
  if (!answer) return false;
  if (way.name === 'fetch') return true;
  const isUsed = report?.style?.initiatorType === 'early-hints';
  return requestsFor(records, STYLE).some(
    (style) => (isUsed || style.seq > answer.seq) && finalAnswerTo(style, records),
  );
}

/**
 * Where the stylesheet's request stands among what the page saw: by its distance on the
 * server's clock from the last thing before it that both clocks know. That is late by
 * what the bytes took to travel, and never ahead of what the request answers to.
 */
function placeOf(
  style: WireRecord,
  page: WireRecord,
  records: readonly WireRecord[],
  { requestStart, firstInterimResponseStart, finalResponseStart }: HintsReport,
): number {
  const last = answersTo(page, records).findLast(({ seq }) => seq < style.seq);
  if (!last) return requestStart + style.atMs - page.atMs;
  const seenAtMs = isFinal(last) ? finalResponseStart : firstInterimResponseStart;
  return seenAtMs + style.atMs - last.atMs;
}

/** The order of the wire decides, no clock. */
function isBeforeAnswer(style: WireRecord, page: WireRecord, records: readonly WireRecord[]) {
  const answer = finalAnswerTo(page, records);
  return answer !== undefined && style.seq < answer.seq;
}

/** The same address, asked for by a script. */
async function askByFetch(lab: Lab): Promise<Asking> {
  const asking = ask(lab, BY_FETCH);
  const { url, lane, askedAtMs } = asking;
  const response = await lab.fetch(url);
  lane.answered(String(response.status));
  lab.fact('fetchFinalMs', performance.now() - askedAtMs);
  lane.data((await response.arrayBuffer()).byteLength);
  lane.ended();
  const reading = await lab.resource(url);
  if (reading) {
    lab.fact('fetchProtocol', reading.protocol);
    if (reading.firstInterimMs) {
      at(asking, reading.firstInterimMs).note('103');
      lab.fact('fetchInterimMs', reading.firstInterimMs);
    }
  }
  return asking;
}

/** See src/procedures/early-hints.ts for what follows from the facts. */
export const earlyHintsScript: ProcedureSlice<typeof earlyHints> = {
  definition: earlyHints,
  run,
};
