import type { OptionId } from './options.ts';

/** What each option is, in one sentence. Apart from the options: a quiz does without. */
export const OPTION_TEXTS: Readonly<Record<OptionId, string>> = {
  'fetch-sse': 'A request with body and headers, its response read as an event stream.',
  sse: 'An event stream that the browser reads, and opens again after a cut. Messages up are requests of their own.',
  ndjson: 'A request with body and headers, its response read as one JSON value per line.',
  websocket: 'One connection on which both sides send messages whenever they like.',
  'cdn-polling':
    'A short request on a timer, its reply kept by a cache for a second or so, with ETag and jitter.',
  'short-polling': 'A short request on a timer, with a cursor or an ETag.',
  'long-polling': 'A request that the server holds until it has something to say.',
  'job-poll':
    'The work runs apart from any connection; readers ask for its state or replay its log.',
  'plain-request': 'No stream at all: one request, one reply, throttled where it repeats.',
  'web-push': 'A push service wakes a service worker, with no page open.',
  email: 'A message that waits elsewhere until it is read.',
  webrtc: 'Media and data between peers over UDP, with jitter buffer and echo cancellation.',
  webtransport: 'Streams and datagrams over HTTP/3; a late datagram holds up nothing.',
  sip: 'The audio of a call reaches your server, and never a browser.',
  hls: 'Video cut into short files that any HTTP cache keeps.',
  'xhr-upload': 'One request; upload.onprogress draws the bar, and the response is the receipt.',
  parts: 'Many requests, each with its own progress and its own second attempt.',
  'presigned-parts': 'The browser uploads parts to addresses that your server has signed.',
  'fetch-body': 'A request whose body is a ReadableStream.',
  download:
    'Bytes as they come; with Content-Disposition: attachment the browser writes them to disk.',
  'fetch-file': 'The page reads the response and writes it to a file that the user has chosen.',
  'streamed-html': 'The head and shell of the page leave before the slow parts are ready.',
  'early-hints':
    'An interim response names files, and the browser requests them while the server thinks.',
  preload: 'The final response names the files that the page will need.',
  'streams-h2': 'One EventSource per part of the page, all on one connection.',
  'other-door':
    'A load balancer or a function URL beside the gateway, which passes bytes as they come.',
  'cancel-and-ask': 'A paused reader lets go of its stream and comes back for the rest.',
  'own-connection': 'The stream that may stand still gets a host, and so a connection, to itself.',
  broker: 'A log or queue between services, with its own acknowledgements and replay.',
};
