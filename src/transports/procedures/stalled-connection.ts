import { formatFaults, STALL_MS } from '#contract/faults.ts';
import { stalledConnection } from '../../procedures/stalled-connection.ts';
import { sizeBytesOf } from '../parse-message.ts';
import type { OriginName, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import { within } from './within.ts';

type Lab = ProcedureLab<typeof stalledConnection>;

const STREAMS = 3;
const EVENTS = 36;
const EVENT_EVERY_MS = 100;
/** Most of a stall: more than a busy machine adds to the pause between two events. */
const SILENT_MS = STALL_MS * 0.75;
/** The streams are over by then, or never will be. */
const REST_MS = EVENTS * EVENT_EVERY_MS + STALL_MS + 5_000;

interface Stream {
  url: string;
  /** The longest pause between two events so far. */
  longestGapMs: number;
  events: number;
  ended: Promise<void>;
}

const run: Procedure<typeof stalledConnection> = async (lab) => {
  await Promise.all([openConnections(lab, 'h2'), openConnections(lab, 'h1')]);
  const h2 = openStreams(lab, 'h2');
  const h1 = openStreams(lab, 'h1');
  await within(Promise.all([...h2.streams, ...h1.streams].map(({ ended }) => ended)), REST_MS);

  const gaps = (streams: Stream[]) => streams.map(({ longestGapMs }) => longestGapMs);
  const silent = (streams: Stream[]) => gaps(streams).filter((ms) => ms > SILENT_MS).length;
  const [h2First = 0, h2Second = 0, h2Third = 0] = gaps(h2.streams);
  const [h1First = 0, h1Second = 0, h1Third = 0] = gaps(h1.streams);
  lab.fact('h2Silent', silent(h2.streams));
  lab.fact('h1Silent', silent(h1.streams));
  lab.fact('h2Connections', lab.tapped(h2.runId).connections);
  lab.fact('h1Connections', lab.tapped(h1.runId).connections);
  lab.fact('h2FirstGapMs', h2First);
  lab.fact('h2SecondGapMs', h2Second);
  lab.fact('h2ThirdGapMs', h2Third);
  lab.fact('h1FirstGapMs', h1First);
  lab.fact('h1SecondGapMs', h1Second);
  lab.fact('h1ThirdGapMs', h1Third);
  const arrived = [...h2.streams, ...h1.streams].reduce((sum, { events }) => sum + events, 0);
  lab.fact('missing', 2 * STREAMS * EVENTS - arrived);
  const [first] = h2.streams;
  lab.fact('protocol', (first && (await lab.resource(first.url))?.protocol) ?? '');
};

/** So that the time it takes to connect is no part of the picture. */
async function openConnections(lab: Lab, origin: OriginName): Promise<void> {
  const url = `${lab.origin(origin)}/live/chunked?tokens=1&intervalMs=0&seed=4`;
  const answers = Array.from({ length: STREAMS }, () => lab.fetch(url));
  for (const answer of await Promise.all(answers)) await answer.arrayBuffer();
}

/** One run for all three, so the fault fires once: on the connection whose stream gets there first. */
function openStreams(lab: Lab, origin: OriginName): { runId: string; streams: Stream[] } {
  const runId = lab.newRun(origin === 'h2' ? 'three over HTTP/2' : 'three over HTTP/1.1');
  const faults = formatFaults([{ name: 'stall', afterToken: lab.options.stallAfter }]);
  const query = `run=${runId}&tokens=${EVENTS}&intervalMs=${EVENT_EVERY_MS}&seed=4&faults=${faults}`;
  const url = `${lab.origin(origin)}/live/sse?${query}`;
  const numbers = Array.from({ length: STREAMS }, (_, i) => i + 1);
  return { runId, streams: numbers.map((number) => openStream(lab, origin, url, runId, number)) };
}

function openStream(
  lab: Lab,
  origin: OriginName,
  url: string,
  run: string,
  number: number,
): Stream {
  const lane = lab.lane(`stream ${number}`, {
    family: 'sse',
    origin,
    run,
    everyMs: EVENT_EVERY_MS,
  });
  lane.asked('GET');
  const source = lab.eventSource(url);
  let lastAtMs: number | undefined;
  const stream: Stream = { url, longestGapMs: 0, events: 0, ended: Promise.resolve() };
  source.addEventListener('open', () => lane.answered('200'));
  source.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
    const nowMs = performance.now();
    stream.longestGapMs = Math.max(stream.longestGapMs, nowMs - (lastAtMs ?? nowMs));
    lastAtMs = nowMs;
    stream.events += 1;
    lane.data(sizeBytesOf(data), `event ${lastEventId}`);
  });
  stream.ended = new Promise((resolve) => {
    source.addEventListener('end', () => {
      lane.ended();
      source.close();
      resolve();
    });
    source.addEventListener('error', () => {
      lane.failed('connection lost');
      source.close();
      resolve();
    });
  });
  return stream;
}

/** See src/procedures/stalled-connection.ts for what follows from the facts. */
export const stalledConnectionScript: ProcedureSlice<typeof stalledConnection> = {
  definition: stalledConnection,
  run,
};
