/**
 * The one reading of the environment. Every limit of the live server is a row of
 * {@link LIMITS}: a name with its unit, the variable that overrides it, a default
 * and a range. README.md prints the same table; a test keeps the two alike.
 */

import { CERTIFICATES_DIR } from './certificates/certificates.ts';

interface LimitRow {
  readonly variable: string;
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
  readonly meaning: string;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const MINUTE_MS = 60_000;

export const LIMITS = {
  // Connections
  connectionsMax: {
    variable: 'CONNECTIONS_MAX',
    fallback: 1200,
    min: 1,
    max: 100_000,
    meaning: 'open connections of the lab; over it 503',
  },
  connectionsPerRunMax: {
    variable: 'CONNECTIONS_PER_RUN_MAX',
    fallback: 64,
    min: 1,
    max: 10_000,
    meaning: 'open connections of one run; over it 429',
  },
  headersTimeoutMs: {
    variable: 'HEADERS_TIMEOUT_MS',
    fallback: 10_000,
    min: 100,
    max: 10 * MINUTE_MS,
    meaning: 'time for a request head to arrive; over it 408',
  },
  requestTimeoutMs: {
    variable: 'REQUEST_TIMEOUT_MS',
    fallback: 60_000,
    min: 100,
    max: 10 * MINUTE_MS,
    meaning: 'time for a whole request, body included; over it 408',
  },
  keepAliveTimeoutMs: {
    variable: 'KEEP_ALIVE_TIMEOUT_MS',
    fallback: 10_000,
    min: 100,
    max: 10 * MINUTE_MS,
    meaning: 'how long an idle connection is kept for the next request',
  },
  requestsPerSocketMax: {
    variable: 'REQUESTS_PER_SOCKET_MAX',
    fallback: 1000,
    min: 1,
    max: 1_000_000,
    meaning: 'requests on one connection; then it is closed',
  },
  handshakeTimeoutMs: {
    variable: 'HANDSHAKE_TIMEOUT_MS',
    fallback: 5000,
    min: 100,
    max: 10 * MINUTE_MS,
    meaning: 'time for a TLS handshake; then the connection is closed',
  },
  sessionIdleMaxMs: {
    variable: 'SESSION_IDLE_MAX_MS',
    fallback: MINUTE_MS,
    min: 100,
    max: 60 * MINUTE_MS,
    meaning: 'silence on an HTTP/2 connection after which it is closed',
  },
  streamsPerConnectionMax: {
    variable: 'STREAMS_PER_CONNECTION_MAX',
    fallback: 128,
    min: 1,
    max: 10_000,
    meaning: 'concurrent streams of an HTTP/2 connection; over it REFUSED_STREAM',
  },
  streamResetBurst: {
    variable: 'STREAM_RESET_BURST',
    fallback: 200,
    min: 1,
    max: 100_000,
    meaning: 'streams a client may reset at once; over it GOAWAY',
  },
  streamResetsPerSecondMax: {
    variable: 'STREAM_RESETS_PER_SECOND_MAX',
    fallback: 33,
    min: 1,
    max: 100_000,
    meaning: 'streams a client may reset per second in the long run; over it GOAWAY',
  },
  controlFramesPerSecondMax: {
    variable: 'CONTROL_FRAMES_PER_SECOND_MAX',
    fallback: 1000,
    min: 10,
    // With more answers than this to send nghttp2 ends the connection, and does not say why.
    max: 1000,
    meaning: 'SETTINGS and PING frames a second of an HTTP/2 connection; over it GOAWAY',
  },
  // Requests
  headerBytesMax: {
    variable: 'HEADER_BYTES_MAX',
    fallback: 16 * KIB,
    min: KIB,
    max: MIB,
    meaning: 'size of a request head; over it 431',
  },
  headerCountMax: {
    variable: 'HEADER_COUNT_MAX',
    fallback: 100,
    min: 10,
    max: 2000,
    meaning: 'header fields of a request; more are not read',
  },
  targetBytesMax: {
    variable: 'TARGET_BYTES_MAX',
    fallback: 2 * KIB,
    min: 256,
    max: 16 * KIB,
    meaning: 'length of a request target (path and query); over it 414',
  },
  bodyBytesMax: {
    variable: 'BODY_BYTES_MAX',
    fallback: 16 * KIB,
    min: 64,
    max: 16 * MIB,
    meaning: 'size of a JSON body; over it 413',
  },
  // Streams
  streamTimeMaxMs: {
    variable: 'STREAM_TIME_MAX_MS',
    fallback: 10 * MINUTE_MS,
    min: 100,
    max: 24 * 60 * MINUTE_MS,
    meaning: 'how long one stream may last; then it is let go',
  },
  streamBytesMax: {
    variable: 'STREAM_BYTES_MAX',
    fallback: 64 * MIB,
    min: KIB,
    max: 1024 * MIB,
    meaning: 'how much one stream may send; then it is let go',
  },
  unreadBytesMax: {
    variable: 'UNREAD_BYTES_MAX',
    fallback: 256 * KIB,
    min: 64 * KIB,
    max: 64 * MIB,
    meaning: 'what a reader may leave unread before the stream waits for it',
  },
  unreadTimeMaxMs: {
    variable: 'UNREAD_TIME_MAX_MS',
    fallback: 10_000,
    min: 10,
    max: 10 * MINUTE_MS,
    meaning: 'how long the stream waits for such a reader; then it is let go',
  },
  heartbeatMs: {
    variable: 'HEARTBEAT_MS',
    fallback: 15_000,
    min: 10,
    max: 10 * MINUTE_MS,
    meaning: 'silence on an event stream after which a comment line is sent',
  },
  longPollWaitMs: {
    variable: 'LONG_POLL_WAIT_MS',
    fallback: 25_000,
    min: 10,
    max: 10 * MINUTE_MS,
    meaning: 'how long a long poll is held without a token',
  },
  // WebSocket
  messageBytesMax: {
    variable: 'MESSAGE_BYTES_MAX',
    fallback: MIB,
    min: 1,
    max: 64 * MIB,
    meaning: 'size of one WebSocket message; over it close 1009',
  },
  messagesPerSecondMax: {
    variable: 'MESSAGES_PER_SECOND_MAX',
    fallback: 200,
    min: 1,
    max: 100_000,
    meaning: 'WebSocket messages within one second; over it close 1008',
  },
  pingIntervalMs: {
    variable: 'PING_INTERVAL_MS',
    fallback: 15_000,
    min: 10,
    max: 10 * MINUTE_MS,
    meaning: 'pause between two WebSocket pings',
  },
  pongTimeoutMs: {
    variable: 'PONG_TIMEOUT_MS',
    fallback: 10_000,
    min: 10,
    max: 10 * MINUTE_MS,
    meaning: 'time for the pong to a ping; then the connection is dropped',
  },
  resumeWaitMs: {
    variable: 'RESUME_WAIT_MS',
    fallback: 1000,
    min: 1,
    max: MINUTE_MS,
    meaning: 'how long a returning WebSocket may take to say where it goes on',
  },
  // Runs
  runsMax: {
    variable: 'RUNS_MAX',
    fallback: 2000,
    min: 1,
    max: 1_000_000,
    meaning: 'runs remembered at a time; the oldest idle one makes room, else 503',
  },
  runIdleMaxMs: {
    variable: 'RUN_IDLE_MAX_MS',
    fallback: 5 * MINUTE_MS,
    min: 100,
    max: 24 * 60 * MINUTE_MS,
    meaning: 'how long a run without a connection is remembered',
  },
  pollIdleMaxMs: {
    variable: 'POLL_IDLE_MAX_MS',
    fallback: MINUTE_MS,
    min: 100,
    max: 60 * MINUTE_MS,
    meaning: 'silence after which the client of a poll counts as gone',
  },
  // What the tap saw
  wireBytesPerRunMax: {
    variable: 'WIRE_BYTES_PER_RUN_MAX',
    fallback: 4 * MIB,
    min: KIB,
    max: 1024 * MIB,
    meaning: 'bytes of one run that the tap keeps; the rest is counted',
  },
  wireRecordsPerRunMax: {
    variable: 'WIRE_RECORDS_PER_RUN_MAX',
    fallback: 10_000,
    min: 1,
    max: 1_000_000,
    meaning: 'reads and writes of one run that the tap keeps; the rest is counted',
  },
  wireBytesMax: {
    variable: 'WIRE_BYTES_MAX',
    fallback: 64 * MIB,
    min: KIB,
    max: 16 * 1024 * MIB,
    meaning: 'memory for what the tap keeps of all runs; the oldest idle one makes room',
  },
  wireHeldBytesMax: {
    variable: 'WIRE_HELD_BYTES_MAX',
    fallback: 64 * KIB,
    min: KIB,
    max: 16 * MIB,
    meaning: 'bytes of a request that the tap holds until its run is known',
  },
  wireKeptMaxMs: {
    variable: 'WIRE_KEPT_MAX_MS',
    fallback: 5 * MINUTE_MS,
    min: 100,
    max: 24 * 60 * MINUTE_MS,
    meaning: 'how long what the tap saw of a run is kept after its last byte',
  },
  wireWaitMaxMs: {
    variable: 'WIRE_WAIT_MAX_MS',
    fallback: 30_000,
    min: 10,
    max: 10 * MINUTE_MS,
    meaning: 'how long a wire feed waits for its run to begin',
  },
  wireIdleMaxMs: {
    variable: 'WIRE_IDLE_MAX_MS',
    fallback: 10_000,
    min: 10,
    max: 10 * MINUTE_MS,
    meaning: 'silence after which the wire feed of a run that could go on ends',
  },
  // Shutdown
  shutdownMaxMs: {
    variable: 'SHUTDOWN_MAX_MS',
    fallback: 2000,
    min: 0,
    max: MINUTE_MS,
    meaning: 'time for open streams to end at shutdown; then they are cut',
  },
} as const satisfies Record<string, LimitRow>;

export type Limits = Record<keyof typeof LIMITS, number>;

export interface Config {
  /** Address to listen on; null means loopback only, 127.0.0.1 and ::1. */
  readonly host: string | null;
  /** Port of the site origin; 0 lets the system choose. */
  readonly sitePort: number;
  /** Port of the HTTP/1.1 lab origin; 0 lets the system choose. */
  readonly labH1Port: number;
  /** Port of the TLS lab origin, HTTP/2 and HTTP/1.1 by ALPN; 0 lets the system choose. */
  readonly labH2Port: number;
  /** Files of a real certificate and its key, PEM; null: the local authority's. */
  readonly tlsFiles: { readonly cert: string; readonly key: string } | null;
  /** Folder of the local certificate authority and its certificate for localhost. */
  readonly certificatesDir: string;
  /** Further origins that the site may be served from, for example a dev server's. */
  readonly siteOrigins: readonly string[];
  /** Folder of the built site. */
  readonly siteDir: string;
  /** Whether the lab's connections are tapped; without it the wire feeds have nothing to show. */
  readonly tap: boolean;
  readonly limits: Limits;
}

/** A variable that cannot be used as it is; the message says what to put there. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {ConfigError} naming the first variable that is wrong. */
export function readConfig(environment: Environment = process.env): Config {
  const config: Config = {
    host: environment.HOST || null,
    sitePort: readWhole(environment, 'SITE_PORT', 4321, 0, 65_535),
    labH1Port: readWhole(environment, 'LAB_H1_PORT', 4322, 0, 65_535),
    labH2Port: readWhole(environment, 'LAB_H2_PORT', 4323, 0, 65_535),
    tlsFiles: readTlsFiles(environment),
    certificatesDir: environment.CERTIFICATES_DIR || CERTIFICATES_DIR,
    siteOrigins: readOrigins(environment.SITE_ORIGINS ?? ''),
    siteDir: environment.SITE_DIR || 'dist',
    tap: readSwitch(environment, 'TAP', true),
    limits: readLimits(environment),
  };
  refuseSamePorts({
    SITE_PORT: config.sitePort,
    LAB_H1_PORT: config.labH1Port,
    LAB_H2_PORT: config.labH2Port,
  });
  return config;
}

function refuseSamePorts(ports: Record<string, number>): void {
  const taken = new Map<number, string>();
  for (const [variable, port] of Object.entries(ports)) {
    const other = taken.get(port);
    if (port !== 0 && other !== undefined) {
      throw new ConfigError(
        `${other} and ${variable} are both ${port}; give each a port of its own.`,
      );
    }
    taken.set(port, variable);
  }
}

function readTlsFiles({ TLS_CERT: cert, TLS_KEY: key }: Environment): Config['tlsFiles'] {
  if (cert && key) return { cert, key };
  if (!cert && !key) return null;
  const [given, missing] = cert ? ['TLS_CERT', 'TLS_KEY'] : ['TLS_KEY', 'TLS_CERT'];
  throw new ConfigError(`${given} is set and ${missing} is not; a certificate needs both files.`);
}

function readLimits(environment: Environment): Limits {
  const entries = Object.entries(LIMITS).map(([name, { variable, fallback, min, max }]) => [
    name,
    readWhole(environment, variable, fallback, min, max),
  ]);
  return Object.fromEntries(entries) as Limits;
}

function readWhole(
  environment: Environment,
  variable: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = environment[variable];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new ConfigError(
      `${variable} is "${text}"; it has to be a whole number from ${min} to ${max}.`,
    );
  }
  return value;
}

function readSwitch(environment: Environment, variable: string, fallback: boolean): boolean {
  const text = environment[variable];
  if (text === undefined || text === '') return fallback;
  if (text === 'on' || text === 'off') return text === 'on';
  throw new ConfigError(`${variable} is "${text}"; it has to be on or off.`);
}

function readOrigins(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  return items.filter(Boolean).map((item) => {
    if (URL.canParse(item) && new URL(item).origin === item) return item;
    throw new ConfigError(
      `SITE_ORIGINS contains "${item}"; an origin looks like http://localhost:4321, without a path.`,
    );
  });
}
