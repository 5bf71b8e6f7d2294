import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type {
  Transport,
  TransportError,
  TransportEvent,
  TransportRequest,
} from '../../src/transports/transport.ts';

/** What became of a run: everything it told, and the error it ended with, if any. */
export interface Outcome {
  events: TransportEvent[];
  error: TransportError | undefined;
}

export interface Watch {
  signal?: AbortSignal;
  /** Called right after each event. */
  onEvent?: (event: TransportEvent) => void;
}

export async function run(
  transport: Transport,
  request: Partial<TransportRequest> & { origin: string },
  { signal = new AbortController().signal, onEvent }: Watch = {},
): Promise<Outcome> {
  const events: TransportEvent[] = [];
  const whole = { run: 'a-run-id-of-this-test-0', tokens: 3, intervalMs: 0, seed: 1, ...request };
  try {
    await transport(whole, signal, (event) => {
      events.push(event);
      onEvent?.(event);
    });
    return { events, error: undefined };
  } catch (error) {
    return { events, error: error as TransportError };
  }
}

export function textOf(events: TransportEvent[]): string {
  return events.map((event) => (event.type === 'delta' ? event.text : '')).join('');
}

export function indexesOf(events: TransportEvent[]): (number | undefined)[] {
  return events.flatMap((event) => (event.type === 'delta' ? [event.index] : []));
}

export function only<T extends TransportEvent['type']>(
  events: TransportEvent[],
  type: T,
): Extract<TransportEvent, { type: T }>[] {
  return events.filter(
    (event): event is Extract<TransportEvent, { type: T }> => event.type === type,
  );
}

/** An HTTP server on a free port that lasts as long as the test. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ origin: string; server: Server }> {
  const server = createServer({ noDelay: true }, answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: originOf(server), server };
}

export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * Runs a fetch transport against an answer of exactly these bytes, one part after
 * the other: a part leaves only when the client has read the one before.
 */
export async function runOnParts(
  transport: Transport,
  parts: Uint8Array[],
  ending: 'complete' | 'cut' = 'complete',
): Promise<Outcome> {
  const waiting = parts.filter((part) => part.byteLength > 0);
  let response: ServerResponse | undefined;
  let unreadBytes = 0;

  const { origin } = await serve((request, answer) => {
    response = answer;
    request.resume();
    answer.writeHead(200, { 'Content-Type': 'text/plain' });
    answer.flushHeaders();
    writeNext();
  });

  function writeNext() {
    const part = waiting.shift();
    if (part) {
      unreadBytes += part.byteLength;
      response?.write(part);
    } else if (ending === 'complete') {
      response?.end();
    } else {
      response?.destroy();
    }
  }

  return run(
    transport,
    { origin },
    {
      onEvent(event) {
        if (event.type !== 'read') return;
        unreadBytes -= event.sizeBytes;
        if (unreadBytes === 0) writeNext();
      },
    },
  );
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The same bytes in two parts, once for every place where they can be cut. */
export function* everyCut(whole: Uint8Array): Generator<[Uint8Array, Uint8Array]> {
  for (let offset = 0; offset <= whole.byteLength; offset += 1) {
    yield [whole.subarray(0, offset), whole.subarray(offset)];
  }
}

/** Every byte a part of its own. */
export function oneByOne(whole: Uint8Array): Uint8Array[] {
  return [...whole].map((byte) => Uint8Array.of(byte));
}
