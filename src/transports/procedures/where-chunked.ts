import type { WireRecord } from '#contract/wire-record.ts';
import { type Pieces, piecesOf } from '../../dissect/pieces.ts';
import { whereChunked } from '../../procedures/where-chunked.ts';
import type { OriginName, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';

type Lab = ProcedureLab<typeof whereChunked>;

/** Slow enough that single tokens can be told apart in the chart. */
const TOKEN_EVERY_MS = 100;

const run: Procedure<typeof whereChunked> = async (lab) => {
  lab.fact('tokens', lab.options.tokens);
  const [first, second] = await Promise.all([
    readStream(lab, 'h1', 'HTTP/1.1'),
    readStream(lab, 'h2', 'HTTP/2'),
  ]);
  lab.fact('protocol', (await lab.resource(second.url))?.protocol ?? '');

  // The browser takes the framing off before a page sees anything: it is counted on the wire.
  const [over1, over2] = await Promise.all([piecesOnWire(lab, first), piecesOnWire(lab, second)]);
  lab.fact('chunks', over1.as === 'chunks' ? over1.count : 0);
  lab.fact('dataFrames', over2.as === 'DATA frames' ? over2.count : 0);
  lab.fact('codingH1', over1.transferCoding ?? 'none');
  lab.fact('codingH2', over2.transferCoding ?? 'none');
  if (over1.count > 0) lab.fact('perChunkBytes', over1.framingBytes / over1.count);
  if (over2.count > 0) lab.fact('perFrameBytes', over2.framingBytes / over2.count);
  lab.fact('lastChunkBytes', over1.endBytes);
  lab.fact('endStreamBytes', over2.endBytes);
  lab.fact('contentBytes', over1.content.length);
  const isSame = isEqual(over1.content, over2.content);
  lab.fact('isSame', isSame);
  lab.fact('chunksInFrames', !isSame && beginsWithSize(over2.content));
};

interface Stream {
  runId: string;
  url: string;
}

async function readStream(lab: Lab, origin: OriginName, label: string): Promise<Stream> {
  const runId = lab.newRun(label);
  const everyMs = TOKEN_EVERY_MS;
  const lane = lab.lane(label, { family: 'chunked', origin, run: runId, everyMs });
  const query = `run=${runId}&tokens=${lab.options.tokens}&intervalMs=${everyMs}&seed=4`;
  const url = `${lab.origin(origin)}/live/chunked?${query}`;
  lane.asked('GET');
  const response = await lab.fetch(url);
  lane.answered(String(response.status));
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    lane.data(read.value.length);
  }
  lane.ended();
  return { runId, url };
}

async function piecesOnWire(lab: Lab, { runId }: Stream): Promise<Pieces> {
  const records = await lab.records(runId, (sofar) => toPieces(sofar).isEnded);
  return toPieces(records);
}

function toPieces(records: readonly WireRecord[]): Pieces {
  return piecesOf(records.map((record) => ({ ...record, bytes: toBytes(record) })));
}

function toBytes({ bytes }: WireRecord): Uint8Array {
  return Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Whether the content begins as a chunked body does (RFC 9112 §7.1). */
function beginsWithSize(content: Uint8Array): boolean {
  return /^[0-9a-f]+\r\n/i.test(new TextDecoder().decode(content.subarray(0, 16)));
}

/** See src/procedures/where-chunked.ts for what follows from the facts. */
export const whereChunkedScript: ProcedureSlice<typeof whereChunked> = {
  definition: whereChunked,
  run,
};
