import type { TransportId } from '#contract/transports.ts';

/** What can be decided for: one row each, in the order that breaks a tie. */

export interface Option {
  readonly id: string;
  readonly name: string;
  /** The transport of the course behind it, which lends hue, glyph and lesson. */
  readonly transport?: TransportId;
  /** Lends hue and glyph where no transport does. */
  readonly family?: 'fetch' | 'push' | 'chunked' | 'sse';
}

const ROWS = [
  {
    id: 'fetch-sse',
    name: 'fetch with SSE framing',
    transport: 'fetch-sse',
  },
  {
    id: 'sse',
    name: 'EventSource (SSE)',
    transport: 'sse',
  },
  {
    id: 'ndjson',
    name: 'fetch with NDJSON',
    transport: 'ndjson',
  },
  {
    id: 'websocket',
    name: 'WebSocket',
    transport: 'websocket',
  },
  {
    id: 'cdn-polling',
    name: 'Polling that a CDN answers',
    transport: 'short-polling',
  },
  {
    id: 'short-polling',
    name: 'Short polling',
    transport: 'short-polling',
  },
  {
    id: 'long-polling',
    name: 'Long polling',
    transport: 'long-polling',
  },
  {
    id: 'job-poll',
    name: 'A job, and its log to poll or replay',
    family: 'fetch',
  },
  {
    id: 'plain-request',
    name: 'A plain request and its reply',
    family: 'fetch',
  },
  {
    id: 'web-push',
    name: 'Web Push',
    family: 'push',
  },
  { id: 'email', name: 'E-mail' },
  {
    id: 'webrtc',
    name: 'WebRTC',
  },
  {
    id: 'webtransport',
    name: 'WebTransport',
  },
  {
    id: 'sip',
    name: 'SIP, or a WebSocket between servers',
  },
  {
    id: 'hls',
    name: 'LL-HLS or DASH',
  },
  {
    id: 'xhr-upload',
    name: 'XMLHttpRequest upload',
  },
  {
    id: 'parts',
    name: 'Upload in parts (multipart or tus)',
  },
  {
    id: 'presigned-parts',
    name: 'Parts straight to object storage',
  },
  {
    id: 'fetch-body',
    name: 'fetch with a streamed body',
    family: 'fetch',
  },
  {
    id: 'download',
    name: 'A plain streamed response',
    transport: 'chunked',
  },
  {
    id: 'fetch-file',
    name: 'fetch into a file handle',
    family: 'fetch',
  },
  {
    id: 'streamed-html',
    name: 'Streamed HTML',
    family: 'chunked',
  },
  {
    id: 'early-hints',
    name: '103 Early Hints',
    family: 'push',
  },
  {
    id: 'preload',
    name: 'A Link preload header',
    family: 'push',
  },
  {
    id: 'streams-h2',
    name: 'Several event streams over HTTP/2',
    family: 'sse',
  },
  {
    id: 'other-door',
    name: 'The same stream through another door',
    family: 'sse',
  },
  {
    id: 'cancel-and-ask',
    name: 'Cancel, and ask again from a cursor',
    family: 'fetch',
  },
  {
    id: 'own-connection',
    name: 'A connection of its own',
    family: 'fetch',
  },
  {
    id: 'broker',
    name: 'A message broker (Kafka, NATS, AMQP, MQTT)',
  },
] as const satisfies readonly Option[];

export type OptionId = (typeof ROWS)[number]['id'];

export const OPTIONS: readonly (Option & { id: OptionId })[] = ROWS;
export const OPTION_IDS: readonly OptionId[] = ROWS.map(({ id }) => id);

export function optionOf(id: OptionId): Option & { id: OptionId } {
  return OPTIONS.find((option) => option.id === id) as Option & { id: OptionId };
}
