/** Opcodes (RFC 6455 §5.2, §11.8); those not listed are reserved. */
export type Opcode = 'continuation' | 'text' | 'binary' | 'close' | 'ping' | 'pong';

export interface OpcodeRow {
  readonly name: Opcode;
  readonly clause: string;
  readonly why: string;
}

export const OPCODES: Readonly<Record<number, OpcodeRow>> = {
  0: {
    name: 'continuation',
    clause: 'RFC 6455 §5.4',
    why: 'It goes on with the message that an earlier frame began.',
  },
  1: {
    name: 'text',
    clause: 'RFC 6455 §5.6',
    why: 'It begins a message of text, which must be UTF-8.',
  },
  2: {
    name: 'binary',
    clause: 'RFC 6455 §5.6',
    why: 'It begins a message of bytes that mean what the application says.',
  },
  8: {
    name: 'close',
    clause: 'RFC 6455 §5.5.1',
    why: 'It begins or answers the closing handshake; its sender sends no data after it.',
  },
  9: { name: 'ping', clause: 'RFC 6455 §5.5.2', why: 'The other side has to answer with a pong.' },
  10: {
    name: 'pong',
    clause: 'RFC 6455 §5.5.3',
    why: 'It answers a ping with the payload of that ping.',
  },
};

/** Close codes by their meaning (RFC 6455 §7.4.1 and the IANA registry). */
const CLOSE_CODES: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1007: 'invalid payload data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'mandatory extension missing',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
};

/** Undefined where the code may not be sent: 1005, 1006 and 1015 exist only for the API. */
export function closeCodeName(code: number): string | undefined {
  if (Object.hasOwn(CLOSE_CODES, code)) return CLOSE_CODES[code];
  if (code >= 3000 && code < 4000) return 'registered for a library or framework';
  if (code >= 4000 && code < 5000) return 'meaning agreed by the application';
  return undefined;
}
