/** Where a rule's reason can be checked. */
export interface Source {
  label: string;
  href: string;
}

const lesson = (slug: string, label: string): Source => ({ label, href: `/lessons/${slug}/` });
const rfc = (number: number, section?: string): Source => ({
  label: `RFC ${number}${section ? ` §${section}` : ''}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}.html${section ? `#section-${section}` : ''}`,
});
const html = (anchor: string, label: string): Source => ({
  label,
  href: `https://html.spec.whatwg.org/multipage/server-sent-events.html#${anchor}`,
});

/** A clause where one exists; else the lesson that shows the claim or the measurement. */
export const SOURCES = {
  eventSource: html('the-eventsource-interface', 'HTML §9.2.2'),
  lastEventId: html('the-last-event-id-header', 'HTML §9.2.4'),
  parsing: html('parsing-an-event-stream', 'HTML §9.2.5'),
  authoring: html('authoring-notes', 'HTML §9.2.7'),
  fetch: { label: 'Fetch', href: 'https://fetch.spec.whatwg.org/' },
  webSockets: { label: 'WebSockets §3', href: 'https://websockets.spec.whatwg.org/' },
  rfc6455: rfc(6455, '1.2'),
  upgrade: rfc(9110, '7.8'),
  buffering: rfc(9110, '7.6'),
  caching: rfc(9111),
  concurrency: rfc(9113, '5.1.2'),
  flowControl: rfc(9113, '5.2'),
  hints: rfc(8297, '2'),
  push: rfc(8030),
  webTransport: { label: 'WebTransport', href: 'https://www.w3.org/TR/webtransport/' },
  realtime: { label: 'openai-node, Realtime', href: 'https://github.com/openai/openai-node' },
  webrtcMedia: rfc(8834),
  ice: rfc(8445),
  turn: rfc(8656),
  sip: rfc(3261),
  tus: { label: 'tus 1.0', href: 'https://tus.io/protocols/resumable-upload' },
  hls: rfc(8216),
  attachment: rfc(6266, '4'),
  fileSystem: { label: 'File System', href: 'https://fs.spec.whatwg.org/' },
  mqtt: { label: 'MQTT 5.0', href: 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html' },
  layers: lesson('streaming-is-not-one-thing', 'Lesson 1'),
  chunked: lesson('chunked-transfer-coding', 'Lesson 2'),
  reading: lesson('reading-a-stream-with-fetch', 'Lesson 3, E19'),
  sse: lesson('server-sent-events', 'Lesson 4, E5'),
  sockets: lesson('websockets', 'Lesson 5, E12 and E21'),
  polling: lesson('polling', 'Lesson 6, measured'),
  earlyHints: lesson('http2-push-and-early-hints', 'Lesson 7, E9'),
  chat: lesson('why-chat-streams-over-sse', 'Lesson 8'),
  socketWins: lesson('where-websockets-win', 'Lesson 9'),
  headOfLine: lesson('head-of-line-blocking', 'Lesson 11, E6 and E20'),
  proxies: lesson('proxies-buffering-and-timeouts', 'Lesson 12, E13 and E25'),
  resume: lesson('reconnect-resume-retry', 'Lesson 13'),
  matrix: lesson('choosing-from-the-data-flow', 'Lesson 14'),
} as const satisfies Record<string, Source>;
