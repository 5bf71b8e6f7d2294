import { describe, expect, it } from 'vitest';
import {
  endRecording,
  newProcedureRecording,
  type ProcedureRecording,
} from '../../../src/islands/procedure/recording.ts';
import { judgeProcedure } from '../../../src/islands/procedure/verdict.ts';
import { define } from '../../../src/procedures/definition.ts';

const definition = define({
  family: 'sse',
  facts: {
    openMs: { label: 'open after', type: 'number' },
    hung: { label: 'hangs', type: 'yes-no' },
  },
  options: {},
  timeLimitMs: 1,
  outcomes: ['hangs', 'goes'],
  read: ({ hung }) => (hung === undefined ? undefined : hung ? 'hangs' : 'goes'),
  inconclusive: 'Run again.',
  alsoShow: [],
});

const question = {
  question: 'Does it hang?',
  predictions: [
    { outcome: 'hangs', label: 'it hangs' },
    { outcome: 'goes', label: 'it goes through' },
  ],
  expected: 'hangs',
  verdicts: { hangs: 'Hung: {hung}, after {openMs}, and {missing}.', goes: 'It went.' },
  source: { label: 'RFC', href: 'https://example.org/' },
};

function ended(ending: ProcedureRecording['ending'], facts: ProcedureRecording['facts']) {
  const recording = newProcedureRecording('seventh-tab', {}, new Date(0), false);
  Object.assign(recording.facts, facts);
  endRecording(recording, 9, ending);
  return recording;
}

describe('the verdict on a procedure', () => {
  it('is computed from its facts and names them', () => {
    const verdict = judgeProcedure(
      question,
      definition,
      ended('end', { hung: true, openMs: 9 }),
      'goes',
    );
    expect(verdict).toEqual({
      standing: 'wrong',
      outcome: 'hangs',
      said: 'it goes through',
      text: 'Hung: yes, after 9 ms, and –.',
    });
  });

  it('is open where the facts do not say, or the procedure did not come to its end', () => {
    const noFacts = judgeProcedure(question, definition, ended('end', {}), 'goes');
    expect(noFacts).toMatchObject({ standing: 'open', text: 'Run again.' });
    for (const [ending, why] of [
      ['stopped', 'You stopped it'],
      ['timed-out', 'Its time was over'],
      ['error', 'It failed'],
    ] as const) {
      const verdict = judgeProcedure(question, definition, ended(ending, { hung: true }), 'hangs');
      expect(verdict).toMatchObject({ standing: 'open', text: expect.stringContaining(why) });
    }
  });

  it('is not there while the procedure lasts', () => {
    const recording = newProcedureRecording('seventh-tab', {}, new Date(0), false);
    expect(judgeProcedure(question, definition, recording, 'hangs')).toBeUndefined();
  });
});
