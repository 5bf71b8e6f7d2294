import type { WireRecord } from '#contract/wire-record.ts';
import { threeWebSockets } from '../../procedures/three-websockets.ts';
import { fetchRunState } from '../control.ts';
import { sizeBytesOf } from '../parse-message.ts';
import { TransportError } from '../transport.ts';
import type { Lane, PlaceName, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import { warmConnection } from './warm-connection.ts';
import { within } from './within.ts';

type Lab = ProcedureLab<typeof threeWebSockets>;

/** A WebSocket that is not open by now is not going to be: on loopback it takes some ms. */
const OPEN_MAX_MS = 3_000;
/** How long to look at sockets that are all open. */
const LOOK_MS = 700;
const MESSAGE_EVERY_MS = 120;
/** More than the time limit leaves room for: no stream ends by itself. */
const TOKENS = 300;

const run: Procedure<typeof threeWebSockets> = async (lab) => {
  lab.fact('sockets', lab.options.sockets);
  const on = await openAll(lab, 'h2', 'on');
  lab.fact('onOpenMs', on.slowestMs);
  if (on.httpVersion) lab.fact('onVersion', on.httpVersion);
  const off = await openAll(lab, 'h2-connect-off', 'off');
  lab.fact('offOpenMs', off.slowestMs);
  if (off.httpVersion) lab.fact('offVersion', off.httpVersion);
  lab.fact('entries', entriesOfWebSockets());

  // The browser does not tell how many connections it has. The tap has seen them.
  const isWhole = (records: readonly WireRecord[]) =>
    countOn(records).exchanges > lab.options.sockets;
  const wires = await Promise.all([on, off].map(({ runId }) => lab.records(runId, isWhole)));
  const [onWire, offWire] = wires.map(countOn) as [Counted, Counted];
  lab.fact('onConnections', onWire.connections);
  lab.fact('onStreams', onWire.streams);
  lab.fact('onAnnounced', onWire.isAnnounced);
  lab.fact('offConnections', offWire.connections);
  lab.fact('offStreams', offWire.streams);
  lab.fact('offAnnounced', offWire.isAnnounced);
};

/**
 * A fetch before the sockets and one while they are open. The second is of their run,
 * so that the tap counts its connection with theirs.
 *
 * The first has another reason, too: names with one address and one certificate may
 * share a connection (RFC 9113 §9.1.1), and a browser tries that first. The server
 * answers 421, and the browser asks again on a connection of the name's own.
 */
async function openAll(lab: Lab, name: PlaceName, setting: 'on' | 'off') {
  const origin = lab.origin(name);
  const before = lab.newRun(`the fetch before, setting ${setting}`);
  const runId = lab.newRun(`sockets and fetch, setting ${setting}`);
  const fetchLane = lab.lane('fetch', { family: 'fetch', origin: name, run: runId });
  await fetchOnce(lab, origin, before, fetchLane);
  const sockets: WebSocket[] = [];
  const openMs: number[] = [];
  while (sockets.length < lab.options.sockets) {
    const { socket, ms } = await openOne(lab, name, runId, sockets.length + 1);
    sockets.push(socket);
    openMs.push(ms);
  }
  await lab.sleep(LOOK_MS);
  await fetchOnce(lab, origin, runId, fetchLane);
  // The browser says nothing of how a WebSocket travels: the server was there.
  const state = await fetchRunState(origin, runId);
  await lab.sleep(LOOK_MS / 2);
  for (const socket of sockets) socket.close(1000);
  await lab.sleep(LOOK_MS / 2);
  return { runId, slowestMs: Math.max(...openMs), httpVersion: state?.httpVersion };
}

async function fetchOnce(lab: Lab, origin: string, runId: string, lane: Lane): Promise<void> {
  lane.asked('HEAD');
  await warmConnection(lab, origin, runId);
  lane.answered('');
  lane.ended('');
}

async function openOne(lab: Lab, name: PlaceName, runId: string, number: number) {
  const everyMs = MESSAGE_EVERY_MS;
  const lane = lab.lane(`socket ${number}`, {
    family: 'websocket',
    origin: name,
    run: runId,
    everyMs,
  });
  const query = `run=${runId}&tokens=${TOKENS}&intervalMs=${everyMs}&seed=4`;
  lane.asked('handshake');
  const askedAtMs = performance.now();
  const socket = lab.webSocket(`${lab.origin(name)}/live/websocket?${query}`);
  const opened = new Promise<number>((resolve) => {
    socket.addEventListener('open', () => {
      const ms = performance.now() - askedAtMs;
      lane.answered(`open, ${ms.toFixed(1)} ms`);
      // A second connection of a run is asked where to go on, and these begin anew.
      if (number > 1) socket.send(JSON.stringify({ type: 'resume', after: 0 }));
      resolve(ms);
    });
  });
  socket.addEventListener('message', ({ data }: MessageEvent<string>) =>
    lane.data(sizeBytesOf(data)),
  );
  socket.addEventListener('error', () => lane.failed('no connection'));
  socket.addEventListener('close', ({ code }) => lane.closed(`close ${code}`));
  const ms = await within(opened, OPEN_MAX_MS);
  if (ms === undefined) {
    throw new TransportError(
      'unreachable',
      `WebSocket ${number} did not open in ${OPEN_MAX_MS} ms.`,
    );
  }
  return { socket, ms };
}

interface Counted {
  /** Requests and handshakes that are there. */
  exchanges: number;
  connections: number;
  /** HTTP/2 streams over all of them; 0 over HTTP/1.1. */
  streams: number;
  isAnnounced: boolean;
}

function countOn(records: readonly WireRecord[]): Counted {
  const all = new Set(records.map(({ connectionId, streamId }) => `${connectionId}/${streamId}`));
  const streams = [...all].filter((name) => !/\/(0|null)$/.test(name)).length;
  const overHttp1 = [...all].filter((name) => name.endsWith('/null')).length;
  return {
    exchanges: streams + overHttp1,
    connections: new Set(records.map(({ connectionId }) => connectionId)).size,
    streams,
    isAnnounced: records.some(announcesConnect),
  };
}

const FRAME_HEADER_BYTES = 9;
const SETTINGS = 0x4;
const ACK = 0x1;
const SETTING_BYTES = 6;
/** RFC 8441 §9.1. */
const SETTINGS_ENABLE_CONNECT_PROTOCOL = 0x8;

/** Whether it is the server's SETTINGS frame, and says that extended CONNECT may be used. */
function announcesConnect({ direction, streamId, bytes: base64 }: WireRecord): boolean {
  if (direction !== 'outbound' || streamId !== 0) return false;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  if (view.getUint8(3) !== SETTINGS || view.getUint8(4) & ACK) return false;
  for (let at = FRAME_HEADER_BYTES; at + SETTING_BYTES <= bytes.length; at += SETTING_BYTES) {
    if (view.getUint16(at) === SETTINGS_ENABLE_CONNECT_PROTOCOL)
      return view.getUint32(at + 2) === 1;
  }
  return false;
}

/** What this page has of them in Resource Timing; no browser is known to add any. */
function entriesOfWebSockets(): number {
  return performance.getEntriesByType('resource').filter(({ name }) => name.startsWith('ws'))
    .length;
}

/** See src/procedures/three-websockets.ts for what follows from the facts. */
export const threeWebSocketsScript: ProcedureSlice<typeof threeWebSockets> = {
  definition: threeWebSockets,
  run,
};
