/**
 * The transports of the course: one row each, and the one place where a
 * transport is born. Everything else that exists once per transport (endpoint,
 * client, lesson, questions) is checked against this table.
 */

export type TransportId =
  | 'chunked'
  | 'ndjson'
  | 'sse'
  | 'fetch-sse'
  | 'websocket'
  | 'short-polling'
  | 'long-polling';

/** Which hue and glyph a transport wears; several transports may share one. */
export type TransportFamily = 'chunked' | 'sse' | 'websocket' | 'fetch' | 'polling';

export interface TransportRow {
  readonly id: TransportId;
  /** What people call it. */
  readonly name: string;
  /** The browser API that reads it. */
  readonly api: string;
  readonly family: TransportFamily;
  readonly method: 'GET' | 'POST';
  /** Path of the endpoint on a lab origin. */
  readonly path: string;
  /** Whether the endpoint refuses a request without a run id. */
  readonly needsRun: boolean;
  /** Whether the client comes back by itself after a cut and goes on where it was. */
  readonly resumes: boolean;
  /** Slug of the lesson that teaches it (content/lessons/NN-slug.mdx). */
  readonly lesson: string;
}

const TABLE = {
  chunked: {
    name: 'Chunked text',
    api: 'fetch + ReadableStream',
    family: 'chunked',
    method: 'GET',
    path: '/live/chunked',
    needsRun: false,
    resumes: false,
    lesson: 'chunked-transfer-coding',
  },
  ndjson: {
    name: 'NDJSON',
    api: 'fetch + line reader',
    family: 'fetch',
    method: 'GET',
    path: '/live/ndjson',
    needsRun: false,
    resumes: false,
    lesson: 'reading-a-stream-with-fetch',
  },
  sse: {
    name: 'Server-Sent Events',
    api: 'EventSource',
    family: 'sse',
    method: 'GET',
    path: '/live/sse',
    needsRun: false,
    resumes: true,
    lesson: 'server-sent-events',
  },
  'fetch-sse': {
    name: 'SSE over fetch',
    api: 'fetch POST + event parser',
    family: 'sse',
    method: 'POST',
    path: '/live/sse',
    needsRun: false,
    resumes: false,
    lesson: 'why-chat-streams-over-sse',
  },
  websocket: {
    name: 'WebSocket',
    api: 'WebSocket',
    family: 'websocket',
    method: 'GET',
    path: '/live/websocket',
    needsRun: false,
    resumes: true,
    lesson: 'websockets',
  },
  'short-polling': {
    name: 'Short polling',
    api: 'fetch on a timer',
    family: 'polling',
    method: 'GET',
    path: '/live/short-poll',
    needsRun: true,
    resumes: true,
    lesson: 'polling',
  },
  'long-polling': {
    name: 'Long polling',
    api: 'fetch, again and again',
    family: 'polling',
    method: 'GET',
    path: '/live/long-poll',
    needsRun: true,
    resumes: true,
    lesson: 'polling',
  },
} as const satisfies Record<TransportId, Omit<TransportRow, 'id'>>;

export const TRANSPORT_IDS = Object.keys(TABLE) as TransportId[];

export const TRANSPORTS = Object.fromEntries(
  TRANSPORT_IDS.map((id) => [id, { id, ...TABLE[id] }]),
) as Record<TransportId, TransportRow>;

export function isTransportId(value: unknown): value is TransportId {
  return typeof value === 'string' && Object.hasOwn(TABLE, value);
}
