import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { WebSocket } from 'ws';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Places } from './places.ts';
import type { BulkReports } from './runs/bulk-reports.ts';
import type { Runs, Tally } from './runs/runs.ts';
import type { RunLogs } from './tap/run-logs.ts';

/** How busy the server is. */
export interface Counts {
  /** Open connections of all listeners. */
  connections: number;
  /** Streams, WebSockets and polls that carry a run at this moment. */
  carriers: number;
  /** Runs begun since the start, and how many of them are in each phase. */
  runs: { begun: number } & Tally;
  /** Runs of which the tap keeps bytes, the memory this takes, and the feeds that tell them. */
  wire: { runs: number; allocatedBytes: number; feeds: number };
}

/** What all endpoints share. */
export interface Lab {
  readonly config: Config;
  readonly clock: Clock;
  readonly places: Places;
  readonly runs: Runs;
  readonly logs: RunLogs;
  readonly bulkReports: BulkReports;
  /** PEM: what the TLS origin shows, for a client of our own. */
  readonly tlsCert: string;
  counts(): Counts;
}

export interface LiveBindings extends HttpBindings {
  readonly lab: Lab;
  /** Present on a WebSocket handshake: answers 101 and gives the open WebSocket. */
  readonly acceptWebSocket?: () => WebSocket;
}

/** What an endpoint is handed: Hono's context over the raw request and response. */
export type LiveContext = Context<{ Bindings: LiveBindings }>;
