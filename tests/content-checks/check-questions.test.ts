import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../src/content-checks/check-files.ts';
import { checkQuestions } from '../../src/content-checks/check-questions.ts';
import { readContent } from '../../src/content-checks/content-files.ts';
import { sampleContent } from './samples.ts';

const { captures } = readContent('.');

/** One question of each kind that is checked against the engine, the dissectors or a capture. */
const HEAD = `level: core
    stem: What now?
    section: polling#the-arithmetic
    source: { label: RFC 9111, href: 'https://www.rfc-editor.org/rfc/rfc9111.html' }`;

const SOUND = `questions:
  - id: scenario
    kind: pick-protocol
    ${HEAD}
    shape: { direction: ask, auth: bearer }
    fixed: [direction]
    options:
      - { text: A, option: fetch-sse, right: true, feedback: Yes. }
      - { text: B, option: sse, feedback: No. }
      - { text: C, option: websocket, feedback: No. }
  - id: sentences
    kind: false-sentence
    ${HEAD}
    sentences:
      - { text: A, feedback: True. }
      - { text: B, false: true, feedback: False. }
      - { text: C, feedback: True. }
      - { text: D, feedback: True. }
  - id: bytes
    kind: type-bytes
    ${HEAD}
    input: text
    reads: chunked
    answer: '6\\r\\nhéllo\\r\\n'
    feedback: Bytes, not characters.
    mistakes: [{ answer: '5\\r\\nhéllo\\r\\n', feedback: é has two bytes. }]
  - id: span
    kind: click-span
    ${HEAD}
    capture: sse-cut
    from: GET /live
    nth: 2
    rows: 20
    span: field-name
    holding: Last-Event-ID
    feedback: It carries the cursor.
    others: [{ span: field-name, holding: Accept, feedback: That says what is read. }]
  - id: number
    kind: estimate
    ${HEAD}
    unit: requests
    answer: 300
    factor: 1.5
    feedback: { right: Yes., low: More., high: Less. }
  - id: board
    kind: matrix-board
    ${HEAD}
    transports: [fetch-sse, sse, websocket, short-polling]
    rows:
      - { text: A, right: sse, feedback: Yes., wrong: { websocket: No. } }
      - { text: B, right: none, feedback: Yes. }
      - { text: C, right: depends, on: [staleness], among: [battery, size], feedback: Yes. }
`;

const content = (questions: string) => ({ ...sampleContent({ questions }), captures });
const changed = (find: string, replace: string) => {
  expect(SOUND).toContain(find);
  return content(SOUND.replace(find, replace));
};
const complaints = (find: string, replace: string) => checkQuestions(changed(find, replace));
const faults = (find: string, replace: string) => checkFiles(changed(find, replace));

describe('the check of what a question says', () => {
  it('finds nothing in sound questions of every kind', () => {
    expect(checkFiles(content(SOUND))).toEqual([]);
    expect(checkQuestions(content(SOUND))).toEqual([]);
  });

  it.each([
    ['auth: bearer', 'auth: fingerprint', 'takes none, cookie, bearer, ticket'],
    ['direction: ask', 'speed: high', 'has no input "speed"'],
    ['option: sse', 'option: carrier-pigeon', 'is not an option of the engine'],
    ['option: sse', 'option: fetch-sse', 'two of them are the same to the engine'],
    ['false: true, ', '', 'needs exactly one sentence with false: true'],
    ['span: field-name', 'span: header', 'span '],
    ['factor: 1.5', 'factor: 1.5\n    within: 3', 'either a factor or within'],
    ['right: none', 'right: webrtc', 'no column of this board'],
    ['on: [staleness], ', '', '`on` exactly where right: depends'],
    ['among: [battery', 'among: [staleness', 'both in on and in among'],
    ['wrong: { websocket', 'wrong: { sse', 'and it is right'],
  ])('refuses %j as %j', (find, replace, sentence) => {
    expect(faults(find, replace).join('\n')).toContain(sentence);
  });

  it('refuses a shape for which the engine picks another option', () => {
    expect(complaints('direction: ask', 'direction: both')).toEqual([
      'content/questions/polling.yaml: "scenario" says that fetch-sse is right, and for its shape the engine picks websocket; mend the shape or the answer.',
    ]);
  });

  it('wants to know what every option of a shape is to the engine', () => {
    expect(complaints('text: C, option: websocket', 'text: C')).toEqual([
      'content/questions/polling.yaml: "scenario" has a shape, so every option says which option of src/decide/options.ts it is, and "C" does not.',
    ]);
  });

  it('refuses fixed inputs where nothing varies', () => {
    expect(complaints('shape: { direction: ask, auth: bearer }\n    ', '')).toEqual([
      'content/questions/polling.yaml: "scenario" has fixed inputs and no shape; only a shape has variants.',
    ]);
  });

  it('refuses an answer that no receiver can read', () => {
    expect(complaints("answer: '6\\r\\n", "answer: '7\\r\\n")[0]).toContain(
      '"bytes" has an answer that cannot be read as chunked: at byte 11, malformed: found LF',
    );
  });

  it('refuses an escape that stands for no byte', () => {
    expect(complaints('llo\\r', 'llo\\q')[0]).toContain('\\q stands for no byte');
  });

  it('refuses a mistake that means the same as the answer', () => {
    expect(complaints("answer: '5\\r\\n", "answer: '06\\r\\n")).toEqual([
      'content/questions/polling.yaml: "bytes" calls "06\\\\r\\\\nhéllo\\\\r\\\\n" a mistake, and to a receiver it means the same as the answer.',
    ]);
  });

  it.each([
    ['capture: sse-cut', 'capture: sse-cat', 'shows the capture "sse-cat"'],
    ['nth: 2', 'nth: 9', 'no line number 9 of the capture "sse-cut" holds "GET /live"'],
    ['holding: Last-Event-ID', 'holding: X-None', 'is not among the rows'],
    ['    holding: Last-Event-ID\n', '', 'times; say more in holding, or which one in spanNth'],
    ['holding: Accept,', 'holding: X-None,', 'others has the span "field-name" holding "X-None"'],
  ])('refuses a span that cannot be clicked: %j as %j', (find, replace, sentence) => {
    expect(complaints(find, replace).join('\n')).toContain(sentence);
  });

  it('refuses a proof that does not exist', () => {
    expect(complaints('kind: estimate', 'kind: estimate\n    prove: poll-price')[0]).toContain(
      'is proved by the experiment "poll-price", which content/experiments/ does not have',
    );
    expect(complaints('kind: estimate', 'kind: estimate\n    prove: poll-cost')).toEqual([]);
  });
});

describe('the questions of the course', () => {
  it('agree with the engine, the dissectors and the captures', () => {
    expect(checkQuestions(readContent('.'))).toEqual([]);
  });
});
