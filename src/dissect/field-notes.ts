/** What a field is for, and where that is defined. */
export interface FieldNote {
  readonly clause: string;
  readonly why: string;
  /** The value gives access to something: it is never shown. */
  readonly isSecret?: true;
}

/** The fields that browsers and the lab send, by their name in lower case. */
const NOTES: Readonly<Record<string, FieldNote>> = {
  ':method': {
    clause: 'RFC 9113 §8.3.1',
    why: 'What the client wants done with the target: the first word of an HTTP/1.1 request.',
  },
  ':scheme': {
    clause: 'RFC 9113 §8.3.1',
    why: 'It is the scheme of the target, http or https.',
  },
  ':authority': {
    clause: 'RFC 9113 §8.3.1',
    why: 'The host that the request is for, in place of the field Host.',
  },
  ':path': {
    clause: 'RFC 9113 §8.3.1',
    why: 'What is asked for, parameters included: the request target of HTTP/1.1.',
  },
  ':protocol': {
    clause: 'RFC 8441 §4',
    why: 'It makes a CONNECT an extended one and names the protocol that the stream is to speak.',
  },
  ':status': {
    clause: 'RFC 9113 §8.3.2',
    why: 'The status code. HTTP/2 has no reason phrase and no version in its responses.',
  },
  priority: {
    clause: 'RFC 9218 §4',
    why: 'It says how urgent the response is, and whether a part of it is of use.',
  },
  host: {
    clause: 'RFC 9110 §7.2',
    why: 'One address may serve many names; the request says which it means.',
  },
  connection: {
    clause: 'RFC 9110 §7.6.1',
    why: 'It says what holds for this connection only, and names the fields that go no further.',
  },
  'keep-alive': {
    clause: 'RFC 9112 §9.3',
    why: 'It tells how long the server keeps an idle connection open for the next request.',
  },
  upgrade: {
    clause: 'RFC 9110 §7.8',
    why: 'It names the protocol that this connection is to go on with.',
  },
  'transfer-encoding': {
    clause: 'RFC 9112 §6.1',
    why: 'The length is not known when the head leaves, so the body frames itself.',
  },
  'content-length': {
    clause: 'RFC 9110 §8.6',
    why: 'It says how many bytes the body has, and so where the next message begins.',
  },
  trailer: {
    clause: 'RFC 9110 §6.6.2',
    why: 'It announces fields that come after the last chunk.',
  },
  te: {
    clause: 'RFC 9110 §10.1.4',
    why: 'It says which transfer codings the client takes, and whether it reads trailers.',
  },
  'content-type': {
    clause: 'RFC 9110 §8.3',
    why: 'It decides who parses the body: an event stream is one because this line says so.',
  },
  'content-encoding': {
    clause: 'RFC 9110 §8.4',
    why: 'It names the compression that has to be undone before the body can be read.',
  },
  accept: {
    clause: 'RFC 9110 §12.5.1',
    why: 'It says which media types the client wants; EventSource asks for text/event-stream.',
  },
  'accept-encoding': {
    clause: 'RFC 9110 §12.5.3',
    why: 'It says which compressions the client can undo.',
  },
  'accept-language': {
    clause: 'RFC 9110 §12.5.4',
    why: 'It says which languages the reader prefers.',
  },
  'user-agent': { clause: 'RFC 9110 §10.1.5', why: 'It names the program that asks.' },
  referer: { clause: 'RFC 9110 §10.1.3', why: 'It says which page the request came from.' },
  date: { clause: 'RFC 9110 §6.6.1', why: 'It says when the server made this message.' },
  vary: {
    clause: 'RFC 9110 §12.5.5',
    why: 'It tells caches which request fields the answer depends on.',
  },
  allow: { clause: 'RFC 9110 §10.2.1', why: 'It lists the methods that this target takes.' },
  'retry-after': {
    clause: 'RFC 9110 §10.2.3',
    why: 'It says how long to wait before asking again.',
  },
  'cache-control': {
    clause: 'RFC 9111 §5.2',
    why: 'With no-store, no cache may keep the stream or answer in its place.',
  },
  pragma: { clause: 'RFC 9111 §5.4', why: 'It is the Cache-Control of HTTP/1.0 caches.' },
  link: {
    clause: 'RFC 8288 §3',
    why: 'It names a related resource; in a 103 response the browser may fetch it ahead.',
  },
  'last-event-id': {
    clause: 'HTML §9.2.4',
    why: 'After a lost connection the browser says which event it saw last, so that the stream can go on after it.',
  },
  'x-accel-buffering': {
    clause: 'nginx ngx_http_proxy_module',
    why: 'It asks a proxy not to collect the stream before it passes it on; no standard defines it.',
  },
  'x-content-type-options': {
    clause: 'Fetch §3.6',
    why: 'It forbids the browser to guess another media type.',
  },
  origin: {
    clause: 'Fetch §3.2',
    why: 'It says which site the script belongs to; the browser sets it and no script can change it.',
  },
  'access-control-allow-origin': {
    clause: 'Fetch §3.3.3',
    why: 'It allows that site to read an answer of another origin.',
  },
  'access-control-expose-headers': {
    clause: 'Fetch §3.3.3',
    why: 'It lists fields that a script of another origin may read.',
  },
  'timing-allow-origin': {
    clause: 'Resource Timing §4.5.1',
    why: 'It allows that site to see how long the parts of the request took.',
  },
  'sec-websocket-key': {
    clause: 'RFC 6455 §11.3.1',
    why: 'The server has to answer this very value, so that no cache or plain HTTP server can pretend.',
  },
  'sec-websocket-accept': {
    clause: 'RFC 6455 §4.2.2',
    why: 'It is SHA-1 of the key and a fixed GUID, in base64: the proof that the server speaks WebSocket.',
  },
  'sec-websocket-version': {
    clause: 'RFC 6455 §11.3.5',
    why: 'It names the version of the protocol; 13 is the only one in use.',
  },
  'sec-websocket-extensions': {
    clause: 'RFC 6455 §9.1',
    why: 'It offers or accepts extensions, such as permessage-deflate for compression.',
  },
  'sec-websocket-protocol': {
    clause: 'RFC 6455 §11.3.4',
    why: 'It offers or picks the application protocol that the messages speak.',
  },
  cookie: {
    clause: 'RFC 6265 §5.4',
    why: 'It brings back what the server stored in this browser.',
    isSecret: true,
  },
  'set-cookie': {
    clause: 'RFC 6265 §5.2',
    why: 'It stores something in the browser, to be sent with later requests.',
    isSecret: true,
  },
  authorization: {
    clause: 'RFC 9110 §11.6.2',
    why: 'It proves who asks. EventSource has no way to set it.',
    isSecret: true,
  },
  'proxy-authorization': {
    clause: 'RFC 9110 §11.7.2',
    why: 'It proves to a proxy who asks.',
    isSecret: true,
  },
};

const FETCH_METADATA: FieldNote = {
  clause: 'Fetch Metadata §2',
  why: 'The browser tells the server what kind of request this is; no script can change it.',
};

const CLIENT_HINT: FieldNote = {
  clause: 'RFC 8942 §2',
  why: 'The browser describes itself, in place of a longer User-Agent.',
};

const UNKNOWN: FieldNote = {
  clause: 'RFC 9110 §5.1',
  why: 'A recipient that does not know a field passes over it.',
};

export function noteOn(fieldName: string): FieldNote {
  const name = fieldName.toLowerCase();
  if (Object.hasOwn(NOTES, name)) return NOTES[name] as FieldNote;
  if (name.startsWith('sec-fetch-')) return FETCH_METADATA;
  if (name.startsWith('sec-ch-')) return CLIENT_HINT;
  return UNKNOWN;
}
