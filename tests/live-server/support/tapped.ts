import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { onConnection } from '../../../live-server/listeners/on-connection.ts';
import { type ConnectionEnd, type Recorder, Tap } from '../../../live-server/tap/tap.ts';

/** Keeps everything a tap tells it. */
export class Recording implements Recorder {
  readonly reads: Buffer[] = [];
  readonly writes: Buffer[] = [];
  end: ConnectionEnd | undefined;

  inbound(bytes: Buffer): boolean {
    this.reads.push(Buffer.from(bytes));
    return true;
  }

  outbound(bytes: Buffer): void {
    this.writes.push(Buffer.from(bytes));
  }

  closed(how: ConnectionEnd): void {
    this.end = how;
  }
}

export interface Line {
  /** The server's end, behind a tap. */
  tap: Tap;
  client: Socket;
  recording: Recording;
}

/** A TCP connection over loopback whose server end is tapped. */
export async function tappedLine(): Promise<Line> {
  const recording = new Recording();
  const server = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const client = connect({ port: (server.address() as AddressInfo).port, allowHalfOpen: true });
  onTestFinished(() => void client.destroy());
  await once(client, 'connect');
  const [socket] = (await accepted) as [Socket];
  const tap = new Tap(socket, recording);
  onTestFinished(() => void tap.destroy());
  tap.on('error', () => {});
  client.on('error', () => {});
  return { tap, client, recording };
}

/** Any HTTP server, with taps put in as the lab does it. */
export async function tappedHttp(
  options: object,
  onRequest: RequestListener,
): Promise<{ server: Server; origin: string; recordings: Recording[] }> {
  const recordings: Recording[] = [];
  const server = createHttpServer({ connectionsCheckingInterval: 50, ...options }, onRequest);
  onConnection(server, (socket, serve) => {
    const recording = new Recording();
    recordings.push(recording);
    serve(new Tap(socket, recording) as unknown as Socket);
  });
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${port}`, recordings };
}
