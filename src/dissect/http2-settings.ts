/** A setting by its name, and what its value says (RFC 9113 §6.5.2). */
export interface SettingNote {
  readonly name: string;
  readonly clause: string;
  /** What the value means for the other side, in one sentence. */
  readonly means: (value: number, from: 'client' | 'server') => string;
  /** Undefined where the value is allowed; else what would be. */
  readonly expected?: (value: number, from: 'client' | 'server') => string | undefined;
}

const WINDOW_BYTES_MAX = 2 ** 31 - 1;
const FRAME_BYTES_MIN = 2 ** 14;
const FRAME_BYTES_MAX = 2 ** 24 - 1;
const CLAUSE = 'RFC 9113 §6.5.2';

const SETTING_NOTES: Readonly<Record<number, SettingNote>> = {
  1: {
    name: 'HEADER_TABLE_SIZE',
    clause: CLAUSE,
    means: (value) =>
      `The table of fields that its decoder keeps may take ${value} bytes; the encoder may use less.`,
  },
  2: {
    name: 'ENABLE_PUSH',
    clause: CLAUSE,
    means: (value, from) => {
      if (from === 'server') return 'From a server it means nothing: a client cannot push.';
      return value === 0
        ? 'The browser refuses pushes: a server must not send PUSH_PROMISE.'
        : 'The client takes pushes.';
    },
    expected: (value, from) =>
      from === 'server' && value === 1 ? '0' : value > 1 ? '0 or 1' : undefined,
  },
  3: {
    name: 'MAX_CONCURRENT_STREAMS',
    clause: CLAUSE,
    means: (value, from) =>
      from === 'server'
        ? `At most ${value} requests may be open at a time on this connection; the next one waits.`
        : `At most ${value} pushed streams may be open at a time.`,
  },
  4: {
    name: 'INITIAL_WINDOW_SIZE',
    clause: CLAUSE,
    means: (value) =>
      `On each stream the other side may send ${value} bytes of DATA before it has to wait for a WINDOW_UPDATE.`,
    expected: (value) => (value > WINDOW_BYTES_MAX ? `at most ${WINDOW_BYTES_MAX}` : undefined),
  },
  5: {
    name: 'MAX_FRAME_SIZE',
    clause: CLAUSE,
    means: (value) => `It takes frames with a payload of up to ${value} bytes.`,
    expected: (value) =>
      value < FRAME_BYTES_MIN || value > FRAME_BYTES_MAX
        ? `${FRAME_BYTES_MIN} to ${FRAME_BYTES_MAX}`
        : undefined,
  },
  6: {
    name: 'MAX_HEADER_LIST_SIZE',
    clause: CLAUSE,
    means: (value) =>
      `It would rather not get more than ${value} bytes of fields in one section, uncompressed; 32 are added for each field.`,
  },
  8: {
    name: 'ENABLE_CONNECT_PROTOCOL',
    clause: 'RFC 8441 §3',
    means: (value) =>
      value === 1
        ? 'A client may open a WebSocket on a stream of this connection, by extended CONNECT.'
        : 'WebSockets need a connection of their own.',
    expected: (value) => (value > 1 ? '0 or 1' : undefined),
  },
  9: {
    name: 'NO_RFC7540_PRIORITIES',
    clause: 'RFC 9218 §2.1',
    means: (value) =>
      value === 1
        ? 'It does not use the deprecated priority scheme of RFC 7540.'
        : 'It may use the deprecated priority scheme of RFC 7540.',
    expected: (value) => (value > 1 ? '0 or 1' : undefined),
  },
};

/** A receiver passes over a setting that it does not know (RFC 9113 §6.5.2). */
export function settingNote(id: number): SettingNote {
  return (
    SETTING_NOTES[id] ?? {
      name: `setting 0x${id.toString(16).padStart(4, '0')}`,
      clause: CLAUSE,
      means: () =>
        'A setting that is not known here; a receiver passes over it. Browsers send some at random, so that servers keep to that rule.',
    }
  );
}
