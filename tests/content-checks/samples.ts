import { type Content, contentFile } from '../../src/content-checks/content-files.ts';

/** A sound course of one lesson; each text may be replaced. */
export function sampleContent(changes: Partial<Record<keyof typeof SOUND, string>> = {}): Content {
  const { lesson, experiment, questions, concepts } = { ...SOUND, ...changes };
  return {
    lessons: [contentFile('content/lessons/01-polling.mdx', lesson)],
    experiments: [contentFile('content/experiments/poll-cost.yaml', experiment)],
    questions: [contentFile('content/questions/polling.yaml', questions)],
    matrix: [],
    captures: [],
    concepts: [contentFile('content/concepts.yaml', concepts)],
  };
}

const question = (id: string) => `
  - id: ${id}
    kind: pick-protocol
    level: core
    stem: Which?
    section: polling#the-arithmetic
    source: { label: RFC 9111, href: 'https://www.rfc-editor.org/rfc/rfc9111.html' }
    options:
      - { text: A, right: true, feedback: Yes. }
      - { text: B, feedback: No. }
      - { text: C, feedback: No. }
`;

export const SOUND = {
  lesson: `---
title: Polling
shortTitle: Polling
lede: Ask, and ask again.
group: protocols
family: polling
glyph: ↻
minutes: 15
---

## The arithmetic

<Experiment transport="short-polling" id="poll-cost" />

\`\`\`md
## Not a heading
<Experiment transport="none" id="none" />
\`\`\`

<Checks questions="one, two, three" />
`,
  experiment: `
transport: short-polling
question: How many requests?
probe: requests
predictions:
  - { outcome: one, label: one }
  - { outcome: one-per-token, label: one per token }
expected: one-per-token
verdicts:
  one: Never.
  fewer-than-tokens: Some.
  one-per-token: As many.
  more-than-tokens: More.
source: { label: RFC 9110, href: 'https://www.rfc-editor.org/rfc/rfc9110.html' }
`,
  questions: `questions:${question('one')}${question('two')}${question('three')}`,
  concepts: `concepts:
  - id: arithmetic
    title: The arithmetic
    claim: Twice the users, twice the requests.
    source: { label: RFC 9111, href: 'https://www.rfc-editor.org/rfc/rfc9111.html' }
    sections: [polling]
`,
};

/** A sound experiment that runs a procedure. */
export const SOUND_PROCEDURE = `
procedure: seventh-tab
question: Does it hang?
options: { origin: h1, streams: 7 }
predictions:
  - { outcome: both-wait, label: both wait }
  - { outcome: all-open, label: none waits }
expected: both-wait
verdicts:
  both-wait: The stream waited {heldBackMs}.
  fetch-passes: The fetch passed.
  fetch-waits: The fetch waited.
  all-open: All {opened} opened.
source: { label: RFC 9112, href: 'https://www.rfc-editor.org/rfc/rfc9112.html' }
`;
