import { seventhTab } from '../../procedures/seventh-tab.ts';
import { sizeBytesOf } from '../parse-message.ts';
import type { Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import { within } from './within.ts';

type Lab = ProcedureLab<typeof seventhTab>;

/** A stream that is not open by now waits for a connection: on loopback it takes some ms. */
const HELD_MS = 1_500;
/** How long to look at six quiet streams after something was freed. */
const LOOK_MS = 600;
/** Slow enough that single events can be told apart in the chart. */
const EVENT_EVERY_MS = 250;
/** More than the time limit leaves room for: no stream ends by itself. */
const TOKENS = 200;

interface Stream {
  askedAtMs: number;
  /** When it opened, on the clock of `performance.now()`. */
  opened: Promise<number>;
  close(): void;
}

const run: Procedure<typeof seventhTab> = async (lab) => {
  const origin = lab.origin(lab.options.origin);
  const streamsRun = lab.newRun('the event streams');
  const streams: Stream[] = [];
  let held: Stream | undefined;

  // One after the other, until one has to wait.
  while (streams.length < lab.options.streams && !held) {
    const stream = openStream(lab, `${origin}/live/sse`, streamsRun, streams.length + 1);
    streams.push(stream);
    lab.fact('asked', streams.length);
    if ((await within(stream.opened, HELD_MS)) === undefined) held = stream;
    else lab.fact('opened', streams.length);
  }
  lab.fact('connections', lab.tapped(streamsRun).connections);

  // Not another stream, only a question that would be answered at once.
  const asking = askOnce(lab, `${origin}/live/chunked`);
  const hung = (await within(asking.answered, HELD_MS)) === undefined;
  lab.fact('fetchHung', hung);
  await openWebSocket(lab, `${origin}/live/websocket`);

  // Two places become free: the queue moves up in its order.
  const [first, second] = streams;
  if (held) {
    lab.fact('freedOpenMs', await openAfter(held, () => first?.close()));
    lab.fact('heldBackMs', (await held.opened) - held.askedAtMs);
    await lab.sleep(LOOK_MS);
  }
  if (hung) second?.close();
  lab.fact('fetchWaitedMs', await asking.answered);
  await lab.sleep(LOOK_MS);
  lab.fact('protocol', (await lab.resource(asking.url))?.protocol ?? '');
};

function openStream(lab: Lab, path: string, runId: string, number: number): Stream {
  const { origin } = lab.options;
  const everyMs = EVENT_EVERY_MS;
  const lane = lab.lane(`stream ${number}`, { family: 'sse', origin, run: runId, everyMs });
  const url = `${path}?run=${runId}&tokens=${TOKENS}&intervalMs=${EVENT_EVERY_MS}&seed=4`;
  lane.asked('GET');
  const askedAtMs = performance.now();
  const source = lab.eventSource(url);
  const opened = new Promise<number>((resolve) => {
    source.addEventListener('open', () => {
      lane.answered('200');
      resolve(performance.now());
    });
  });
  source.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) =>
    lane.data(sizeBytesOf(data), `event ${lastEventId}`),
  );
  source.addEventListener('error', () => lane.failed('connection lost'));
  const close = () => {
    source.close();
    lane.closed('close()');
  };
  return { askedAtMs, opened, close };
}

/** Ms from `free` to the moment the stream is open. */
async function openAfter(stream: Stream, free: () => void): Promise<number> {
  const freedAtMs = performance.now();
  free();
  return (await stream.opened) - freedAtMs;
}

/** A fetch of one token; `answered` brings the ms until its head is here. */
function askOnce(lab: Lab, path: string) {
  const { origin } = lab.options;
  const runId = lab.newRun('the fetch');
  const lane = lab.lane('fetch', { family: 'fetch', origin, run: runId });
  const url = `${path}?run=${runId}&tokens=1&intervalMs=0&seed=4`;
  lane.asked('GET');
  const askedAtMs = performance.now();
  const answered = lab.fetch(url).then(async (response) => {
    const waitedMs = performance.now() - askedAtMs;
    lane.answered(String(response.status));
    lane.data((await response.arrayBuffer()).byteLength);
    lane.ended();
    return waitedMs;
  });
  // A Stop may come while nobody waits for the answer.
  answered.catch(() => {});
  return { url, answered };
}

async function openWebSocket(lab: Lab, path: string): Promise<void> {
  const { origin } = lab.options;
  const runId = lab.newRun('the WebSocket');
  const everyMs = EVENT_EVERY_MS;
  const lane = lab.lane('WebSocket', { family: 'websocket', origin, run: runId, everyMs });
  lane.asked('handshake');
  const askedAtMs = performance.now();
  const socket = lab.webSocket(
    `${path}?run=${runId}&tokens=${TOKENS}&intervalMs=${EVENT_EVERY_MS}&seed=4`,
  );
  socket.addEventListener('message', ({ data }: MessageEvent<string>) =>
    lane.data(sizeBytesOf(data)),
  );
  socket.addEventListener('error', () => lane.failed('no connection'));
  const opened = new Promise<number>((resolve) => {
    socket.addEventListener('open', () => {
      lane.answered('open');
      resolve(performance.now() - askedAtMs);
    });
  });
  const openMs = await within(opened, HELD_MS);
  if (openMs !== undefined) lab.fact('webSocketOpenMs', openMs);
}

/** See src/procedures/seventh-tab.ts for what follows from the facts. */
export const seventhTabScript: ProcedureSlice<typeof seventhTab> = { definition: seventhTab, run };
