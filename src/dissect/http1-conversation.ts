import { isLineEnd } from './bytes.ts';
import { messageBody } from './http1-body.ts';
import type { Fields } from './http1-fields.ts';
import { lineEnd } from './http1-fields.ts';
import { requestHead, responseHead } from './http1-message.ts';
import type { Layer, Steps, Token } from './layer.ts';
import { webSocketFrames } from './websocket-frame.ts';

/** What the two directions of a connection have to tell each other; request i has answer i. */
export interface Conversation {
  readonly requests: { readonly method: string }[];
  /** Final responses, and 101; other interim responses answer nothing. */
  readonly answers: Answer[];
}

interface Answer {
  readonly status: number;
  readonly fields: Fields;
}

/** The inbound direction: one request after the other (RFC 9112 §9.3). */
export function* requests(layer: Layer, talk: Conversation): Steps {
  while (true) {
    yield* emptyLines(layer);
    const index = talk.requests.length;
    layer.units.exchange = index + 1;
    const { method, fields, framing } = yield* requestHead(layer);
    talk.requests.push({ method });
    yield* messageBody(layer, framing, fields);
    if (fields.has('upgrade')) {
      // Whether the next byte is of HTTP is for the server to say.
      yield* layer.until(() => talk.answers.length > index, AFTER_UPGRADE);
      const answer = talk.answers[index];
      if (answer?.status === 101) yield* otherProtocol(layer, 'client', answer.fields);
    }
    layer.units.exchange = undefined;
  }
}

/** The outbound direction: responses in the order of the requests (RFC 9112 §9.3.2). */
export function* responses(layer: Layer, talk: Conversation): Steps {
  while (true) {
    yield* layer.peek();
    const index = talk.answers.length;
    layer.units.exchange = index + 1;
    const methodOf = () => talk.requests[index]?.method;
    const { status, fields, framing } = yield* responseHead(layer, methodOf);
    if (status >= 200 || status === 101) talk.answers.push({ status, fields });
    if (status === 101) yield* otherProtocol(layer, 'server', fields);
    yield* messageBody(layer, framing, fields);
    layer.units.exchange = undefined;
  }
}

/** Some clients send CR LF after a body; a server passes over it (RFC 9112 §2.2). */
function* emptyLines(layer: Layer): Steps {
  while (isLineEnd(yield* layer.peek())) yield* lineEnd(layer, EMPTY_LINE);
}

/** After 101 (RFC 9110 §15.2.2) the connection belongs to the protocol that Upgrade names. */
function* otherProtocol(layer: Layer, from: 'client' | 'server', fields: Fields): Steps {
  const name = fields.get('upgrade') ?? '';
  layer.units.exchange = undefined;
  if (name.toLowerCase() !== 'websocket') {
    yield* layer.everything({ ...OTHER_PROTOCOL, label: `bytes of the protocol "${name}"` });
  }
  const extensions = fields.get('sec-websocket-extensions') ?? '';
  const permessageDeflate = /(^|[\s,])permessage-deflate($|[\s,;])/i.test(extensions);
  yield* webSocketFrames(layer, { from, permessageDeflate });
}

const EMPTY_LINE: Token = {
  kind: 'head-line-end',
  label: 'empty line before the request line',
  clause: 'RFC 9112 §2.2',
  why: 'It means nothing; some clients send one after a body.',
};

const AFTER_UPGRADE: Token = {
  kind: 'opaque',
  label: 'bytes after a request to upgrade, before its answer',
  clause: 'RFC 9110 §7.8',
  isRun: true,
};

const OTHER_PROTOCOL: Token = { kind: 'opaque', label: '', clause: 'RFC 9110 §7.8' };
