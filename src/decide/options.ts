import type { TransportId } from '#contract/transports.ts';

/** What can be decided for: one row each, in the order that breaks a tie. */

export interface Option {
  readonly id: string;
  readonly name: string;
  /** What it is, in one sentence for the page. */
  readonly what: string;
  /** The transport of the course behind it, which lends hue, glyph and lesson. */
  readonly transport?: TransportId;
  /** Lends hue and glyph where no transport does. */
  readonly family?: 'fetch' | 'push' | 'chunked' | 'sse';
}

const ROWS = [
  {
    id: 'fetch-sse',
    name: 'fetch with SSE framing',
    what: 'A request with body and headers, its response read as an event stream.',
    transport: 'fetch-sse',
  },
  {
    id: 'sse',
    name: 'EventSource (SSE)',
    what: 'An event stream that the browser reads, and opens again after a cut. Messages up are requests of their own.',
    transport: 'sse',
  },
  {
    id: 'ndjson',
    name: 'fetch with NDJSON',
    what: 'A request with body and headers, its response read as one JSON value per line.',
    transport: 'ndjson',
  },
  {
    id: 'websocket',
    name: 'WebSocket',
    what: 'One connection on which both sides send messages whenever they like.',
    transport: 'websocket',
  },
  {
    id: 'cdn-polling',
    name: 'Polling that a CDN answers',
    what: 'A short request on a timer, its reply kept by a cache for a second or so, with ETag and jitter.',
    transport: 'short-polling',
  },
  {
    id: 'short-polling',
    name: 'Short polling',
    what: 'A short request on a timer, with a cursor or an ETag.',
    transport: 'short-polling',
  },
  {
    id: 'long-polling',
    name: 'Long polling',
    what: 'A request that the server holds until it has something to say.',
    transport: 'long-polling',
  },
  {
    id: 'job-poll',
    name: 'A job, and its log to poll or replay',
    what: 'The work runs apart from any connection; readers ask for its state or replay its log.',
    family: 'fetch',
  },
  {
    id: 'plain-request',
    name: 'A plain request and its reply',
    what: 'No stream at all: one request, one reply, throttled where it repeats.',
    family: 'fetch',
  },
  {
    id: 'web-push',
    name: 'Web Push',
    what: 'A push service wakes a service worker, with no page open.',
    family: 'push',
  },
  { id: 'email', name: 'E-mail', what: 'A message that waits elsewhere until it is read.' },
  {
    id: 'webrtc',
    name: 'WebRTC',
    what: 'Media and data between peers over UDP, with jitter buffer and echo cancellation.',
  },
  {
    id: 'webtransport',
    name: 'WebTransport',
    what: 'Streams and datagrams over HTTP/3; a late datagram holds up nothing.',
  },
  {
    id: 'sip',
    name: 'SIP, or a WebSocket between servers',
    what: 'The audio of a call reaches your server, and never a browser.',
  },
  {
    id: 'hls',
    name: 'LL-HLS or DASH',
    what: 'Video cut into short files that any HTTP cache keeps.',
  },
  {
    id: 'xhr-upload',
    name: 'XMLHttpRequest upload',
    what: 'One request; upload.onprogress draws the bar, and the response is the receipt.',
  },
  {
    id: 'parts',
    name: 'Upload in parts (multipart or tus)',
    what: 'Many requests, each with its own progress and its own second attempt.',
  },
  {
    id: 'presigned-parts',
    name: 'Parts straight to object storage',
    what: 'The browser uploads parts to addresses that your server has signed.',
  },
  {
    id: 'fetch-body',
    name: 'fetch with a streamed body',
    what: 'A request whose body is a ReadableStream.',
    family: 'fetch',
  },
  {
    id: 'download',
    name: 'A plain streamed response',
    what: 'Bytes as they come; with Content-Disposition: attachment the browser writes them to disk.',
    transport: 'chunked',
  },
  {
    id: 'fetch-file',
    name: 'fetch into a file handle',
    what: 'The page reads the response and writes it to a file that the user has chosen.',
    family: 'fetch',
  },
  {
    id: 'streamed-html',
    name: 'Streamed HTML',
    what: 'The head and shell of the page leave before the slow parts are ready.',
    family: 'chunked',
  },
  {
    id: 'early-hints',
    name: '103 Early Hints',
    what: 'An interim response names files, and the browser requests them while the server thinks.',
    family: 'push',
  },
  {
    id: 'preload',
    name: 'A Link preload header',
    what: 'The final response names the files that the page will need.',
    family: 'push',
  },
  {
    id: 'streams-h2',
    name: 'Several event streams over HTTP/2',
    what: 'One EventSource per part of the page, all on one connection.',
    family: 'sse',
  },
  {
    id: 'other-door',
    name: 'The same stream through another door',
    what: 'A load balancer or a function URL beside the gateway, which passes bytes as they come.',
    family: 'sse',
  },
  {
    id: 'cancel-and-ask',
    name: 'Cancel, and ask again from a cursor',
    what: 'A paused reader lets go of its stream and comes back for the rest.',
    family: 'fetch',
  },
  {
    id: 'own-connection',
    name: 'A connection of its own',
    what: 'The stream that may stand still gets a host, and so a connection, to itself.',
    family: 'fetch',
  },
  {
    id: 'broker',
    name: 'A message broker (Kafka, NATS, AMQP, MQTT)',
    what: 'A log or queue between services, with its own acknowledgements and replay.',
  },
] as const satisfies readonly Option[];

export type OptionId = (typeof ROWS)[number]['id'];

export const OPTIONS: readonly (Option & { id: OptionId })[] = ROWS;
export const OPTION_IDS: readonly OptionId[] = ROWS.map(({ id }) => id);

export function optionOf(id: OptionId): Option & { id: OptionId } {
  return OPTIONS.find((option) => option.id === id) as Option & { id: OptionId };
}
