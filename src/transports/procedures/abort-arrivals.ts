import type { RunState } from '#contract/run-state.ts';
import type { WireRecord } from '#contract/wire-record.ts';
import {
  abortArrivals,
  arrivalInWords,
  NEW_CONNECTION,
  NOTHING,
  SAME_CONNECTION,
} from '../../procedures/abort-arrivals.ts';
import { fetchRunState } from '../control.ts';
import type { Lane, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import {
  abortable,
  CLOSE_CODE,
  cancellable,
  eventSource,
  releasable,
  type Stoppable,
  webSocket,
} from './stoppable.ts';
import { warmConnection } from './warm-connection.ts';

type Lab = ProcedureLab<typeof abortArrivals>;
type Version = 'H1' | 'H2';

/** Far enough apart that single pieces, and what the server makes after the stop, can be told apart. */
const PIECE_EVERY_MS = 80;
/** More than the time limit leaves room for: no stream ends by itself. */
const TOKENS = 600;
/** A stop that has not arrived by then does not arrive: on loopback it takes some ms. */
const ARRIVAL_MAX_MS = 1_200;
/** How often the server is asked whether it has heard. */
const ASK_EVERY_MS = 40;
/** How long a stream that was not stopped is watched. */
const LOOK_MS = 800;
/** The best of so many answers tells how soon the stop had arrived. */
const ANSWERS = 3;

interface Way {
  name: 'abort' | 'cancel' | 'source' | 'socket';
  label: string;
  /** What the page says, for the mark in the chart. */
  verb: string;
  family: 'fetch' | 'sse' | 'websocket';
  path: string;
  open(lab: Lab, url: string, lane: Lane): Stoppable;
}

// An event stream may be come back to, so the tap goes on with its run after the abort.
const WAYS: readonly Way[] = [
  {
    name: 'abort',
    label: 'abort()',
    verb: 'abort()',
    family: 'fetch',
    path: 'sse',
    open: abortable,
  },
  {
    name: 'cancel',
    label: 'cancel()',
    verb: 'cancel()',
    family: 'fetch',
    path: 'chunked',
    open: cancellable,
  },
  {
    name: 'source',
    label: 'EventSource',
    verb: 'close()',
    family: 'sse',
    path: 'sse',
    open: eventSource,
  },
  {
    name: 'socket',
    label: 'WebSocket',
    verb: `close(${CLOSE_CODE})`,
    family: 'websocket',
    path: 'websocket',
    open: webSocket,
  },
];

const run: Procedure<typeof abortArrivals> = async (lab) => {
  // One way after the other, each over both versions at the same time.
  for (const way of WAYS) {
    const [runH1, runH2] = await Promise.all([stopOne(lab, way, 'H1'), stopOne(lab, way, 'H2')]);
    if (way.name !== 'abort') continue;
    await Promise.all([tellNext(lab, runH1, 'H1'), tellNext(lab, runH2, 'H2')]);
  }
  await releaseOne(lab);
};

/** @returns the run, with another request in it where the stop was an abort */
async function stopOne(lab: Lab, way: Way, version: Version): Promise<string> {
  const { name, label, verb, family, path, open } = way;
  const origin = version === 'H1' ? 'h1' : 'h2';
  const base = lab.origin(origin);
  const runId = lab.newRun(`${label} over ${version === 'H1' ? 'HTTP/1.1' : 'HTTP/2'}`);
  // What has to be open first is no part of the lane, whose time begins with its request.
  if (name === 'socket' && version === 'H2')
    await warmConnection(lab, base, lab.newRun('the fetch before it'));
  const lane = lab.lane(label, {
    family,
    origin,
    run: runId,
    everyMs: PIECE_EVERY_MS,
    fromZero: true,
  });

  lane.asked('GET');
  const stream = open(lab, `${base}/live/${path}?${queryOf(runId)}`, lane);
  await stream.arrived(lab.options.after);
  const stoppedAtMs = performance.now();
  stream.stop();
  lane.closed(verb);

  const heard = await hear(lab, base, runId, stoppedAtMs);
  lab.fact(`${name}${version}`, inWords(heard, version));
  lane.note(arrivalInWords(heard.state?.clientStop ?? null));
  if (name !== 'abort') return runId;
  if (heard.state && heard.state.writableFinished !== null) {
    lab.fact(`finished${version}`, heard.state.writableFinished);
  }
  await askOnce(lab, base, runId, lane);
  return runId;
}

function queryOf(runId: string): string {
  return `run=${runId}&tokens=${TOKENS}&intervalMs=${PIECE_EVERY_MS}&seed=3`;
}

interface Heard {
  state: RunState | undefined;
  /** How long after the stop it had arrived at the latest. */
  withinMs: number | undefined;
}

/** Asks the server until it has heard of the stop, and then again to know it better. */
async function hear(lab: Lab, base: string, runId: string, stoppedAtMs: number): Promise<Heard> {
  let state: RunState | undefined;
  const bounds: number[] = [];
  while (bounds.length < ANSWERS && performance.now() - stoppedAtMs < ARRIVAL_MAX_MS) {
    state = await fetchRunState(base, runId);
    const hereAtMs = performance.now();
    // Two clocks: the run is `ageMs` old in an answer that is here now, so on this page's clock
    // it began then at the latest; and the stop is told in ms after that beginning.
    if (state?.clientStop)
      bounds.push(hereAtMs - state.ageMs + state.clientStop.atMs - stoppedAtMs);
    else await lab.sleep(ASK_EVERY_MS);
  }
  return { state, withinMs: bounds.length > 0 ? Math.min(...bounds) : undefined };
}

function inWords({ state, withinMs }: Heard, version: Version): string {
  const stop = state?.clientStop;
  if (!stop || withinMs === undefined) return NOTHING;
  // A WebSocket may go its own way: then the column of the table is not what was spoken.
  const spoken = state.httpVersion === '2.0' ? 'H2' : 'H1';
  const over = spoken === version ? '' : `, over HTTP/${state.httpVersion}`;
  return `${arrivalInWords(stop)}${over}, after token ${stop.afterToken}, within ${withinMs.toFixed(1)} ms`;
}

/** Another request of the run, which asks for no tokens. */
async function askOnce(lab: Lab, base: string, runId: string, lane: Lane): Promise<void> {
  lane.asked('HEAD');
  const response = await lab.fetch(`${base}/live/sse?${queryOf(runId)}`, { method: 'HEAD' });
  lane.answered(String(response.status));
  lane.ended('');
}

/** Whether the request after the stop came on the connection of the one before it, by the tap. */
async function tellNext(lab: Lab, runId: string, version: Version): Promise<void> {
  // Streams over HTTP/2, stream 0 being the connection itself; connections over HTTP/1.1.
  const requests = (records: readonly WireRecord[]) =>
    new Set(
      records
        .filter(({ streamId }) => streamId !== 0)
        .map(({ connectionId, streamId }) => `${connectionId}/${streamId}`),
    ).size;
  const connections = (records: readonly WireRecord[]) =>
    new Set(records.map(({ connectionId }) => connectionId)).size;
  const records = await lab.records(runId, (sofar) => requests(sofar) >= 2);
  lab.fact(`next${version}`, connections(records) === 1 ? SAME_CONNECTION : NEW_CONNECTION);
}

/** The way that is none. The fetch is ended afterwards, by its signal. */
async function releaseOne(lab: Lab): Promise<void> {
  const base = lab.origin('h1');
  const runId = lab.newRun('releaseLock() over HTTP/1.1');
  const lane = lab.lane('release', { family: 'fetch', origin: 'h1', run: runId, fromZero: true });
  const ending = new AbortController();
  lane.asked('GET');
  const stream = releasable(lab, `${base}/live/chunked?${queryOf(runId)}`, lane, ending.signal);
  await stream.arrived(lab.options.after);
  stream.stop();
  lane.note('releaseLock()');
  await lab.sleep(LOOK_MS);
  const state = await fetchRunState(base, runId);
  const more = (state?.tokensProduced ?? 0) - lab.options.after;
  lab.fact('releaseH1', `${arrivalInWords(state?.clientStop ?? null)}, ${more} more tokens`);
  ending.abort();
  lane.closed('abort()');
}

/** See src/procedures/abort-arrivals.ts for what follows from the facts. */
export const abortArrivalsScript: ProcedureSlice<typeof abortArrivals> = {
  definition: abortArrivals,
  run,
};
