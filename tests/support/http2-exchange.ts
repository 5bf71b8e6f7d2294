import { once } from 'node:events';
import http2 from 'node:http2';
import net, { type AddressInfo } from 'node:net';
import { HpackDecoder } from '../../live-server/tap/hpack.ts';
import type { HeaderField, WireDirection, WireRecord } from '../../src/contract/wire-record.ts';

/** One frame as it crossed, or the client's preface. */
export interface Frame {
  direction: WireDirection;
  streamId: number;
  bytes: Buffer;
  /** Of the frame that ends a field section. */
  fields?: HeaderField[];
}

/** Whose values the feed masks; the tap's own list is longer. */
const SECRET = new Set(['authorization', 'cookie', 'set-cookie']);

const PREFACE_BYTES = 24;
const HEADER_BYTES = 9;
const HEADERS = 0x1;
const PUSH_PROMISE = 0x5;
const CONTINUATION = 0x9;
const END_HEADERS = 0x4;
const PADDED = 0x8;
const PRIORITY = 0x20;

type Handler = (
  stream: http2.ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  rawHeaders: string[],
) => void;

/**
 * What a client and a server of `node:http2` say to each other, frame by frame,
 * in the order in which the frames passed a relay between them. No TLS.
 */
export async function captureHttp2(
  handler: Handler,
  act: (session: http2.ClientHttp2Session) => Promise<void>,
  clientOptions: http2.ClientSessionOptions = {},
  serverOptions: http2.ServerOptions = {},
): Promise<Frame[]> {
  const server = http2.createServer(serverOptions);
  server.on('stream', (stream, headers, _flags, rawHeaders) => {
    handler(stream as http2.ServerHttp2Stream, headers, rawHeaders as unknown as string[]);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const frames: Frame[] = [];
  const relay = relayTo((server.address() as AddressInfo).port, frames);
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  const { port } = relay.address() as AddressInfo;
  const session = http2.connect(`http://localhost:${port}`, {
    ...clientOptions,
    createConnection: () => net.connect(port, '127.0.0.1'),
  });
  await once(session, 'remoteSettings');
  await act(session);
  session.close();
  await once(session, 'close');
  await Promise.all([
    new Promise((resolve) => relay.close(resolve)),
    new Promise((resolve) => server.close(resolve)),
  ]);
  return frames;
}

/** The field blocks of one direction, put together from their fragments (RFC 9113 §4.3). */
export function fieldBlocks(frames: readonly Frame[], direction: WireDirection): Buffer[] {
  const blocks: Buffer[] = [];
  let fragments: Buffer[] = [];
  for (const frame of frames) {
    const fragment = frame.direction === direction ? fragmentOf(frame.bytes) : undefined;
    if (fragment === undefined) continue;
    fragments.push(fragment);
    if (((frame.bytes[4] ?? 0) & END_HEADERS) === 0) continue;
    blocks.push(Buffer.concat(fragments));
    fragments = [];
  }
  return blocks;
}

/** The frames as the wire feed tells of them, but for the bytes of secrets, which stay. */
export function toRecords(frames: readonly Frame[], connectionId = 1): WireRecord[] {
  const decoders = { inbound: new HpackDecoder(), outbound: new HpackDecoder() };
  for (const decoder of Object.values(decoders)) decoder.setTableBytesMax(65_536);
  const fragments: Record<WireDirection, Buffer[]> = { inbound: [], outbound: [] };
  return frames.map(({ direction, streamId, bytes }, index) => {
    const record: WireRecord = {
      connectionId,
      streamId,
      seq: index + 1,
      direction,
      atMs: index,
      bytes: bytes.toString('base64'),
    };
    const fragment = fragmentOf(bytes);
    if (fragment === undefined) return record;
    fragments[direction].push(fragment);
    if (((bytes[4] ?? 0) & END_HEADERS) === 0) return record;
    const block = Buffer.concat(fragments[direction].splice(0));
    const decoded = [...decoders[direction].decode(block)];
    const fields = decoded.map(({ valueStart, valueEnd, ...field }) =>
      SECRET.has(field.name) ? { ...field, value: '*'.repeat(field.value.length) } : field,
    );
    return { ...record, fields };
  });
}

/** What a frame has of a field block; undefined where it has none. */
function fragmentOf(bytes: Buffer): Buffer | undefined {
  const type = bytes[3];
  if (isPreface(bytes)) return undefined;
  if (type !== HEADERS && type !== PUSH_PROMISE && type !== CONTINUATION) return undefined;
  const flags = type === CONTINUATION ? 0 : (bytes[4] ?? 0);
  let start = HEADER_BYTES;
  let end = bytes.length;
  if (flags & PADDED) end -= bytes[start++] ?? 0;
  if (type === HEADERS && flags & PRIORITY) start += 5;
  if (type === PUSH_PROMISE) start += 4;
  return bytes.subarray(start, end);
}

function isPreface(bytes: Buffer): boolean {
  return bytes.length === PREFACE_BYTES && bytes.toString('latin1').startsWith('PRI * HTTP/2.0');
}

function relayTo(port: number, frames: Frame[]): net.Server {
  return net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    const readers = {
      inbound: new FrameReader('inbound', PREFACE_BYTES, frames),
      outbound: new FrameReader('outbound', 0, frames),
    };
    client.on('data', (bytes: Buffer) => {
      readers.inbound.read(bytes);
      upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => {
      readers.outbound.read(bytes);
      client.write(bytes);
    });
    client.on('end', () => upstream.end());
    upstream.on('end', () => client.end());
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
}

/** Cuts one direction into frames (RFC 9113 §4.1). */
class FrameReader {
  readonly #direction: WireDirection;
  readonly #frames: Frame[];
  #prefaceBytes: number;
  #rest: Buffer = Buffer.alloc(0);

  constructor(direction: WireDirection, prefaceBytes: number, frames: Frame[]) {
    this.#direction = direction;
    this.#prefaceBytes = prefaceBytes;
    this.#frames = frames;
  }

  read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= (this.#prefaceBytes || HEADER_BYTES)) {
      const sizeBytes = this.#prefaceBytes || HEADER_BYTES + this.#rest.readUIntBE(0, 3);
      if (this.#rest.length < sizeBytes) return;
      const frame = this.#rest.subarray(0, sizeBytes);
      const streamId = this.#prefaceBytes > 0 ? 0 : frame.readUInt32BE(5) & 0x7fff_ffff;
      this.#frames.push({ direction: this.#direction, streamId, bytes: frame });
      this.#rest = this.#rest.subarray(sizeBytes);
      this.#prefaceBytes = 0;
    }
  }
}
