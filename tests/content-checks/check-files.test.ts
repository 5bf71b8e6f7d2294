import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../src/content-checks/check-files.ts';
import { SOUND, SOUND_PROCEDURE, sampleContent } from './samples.ts';

/** The sentences about a change of the sound questions. */
function complain(find: string, replace: string): string[] {
  return checkFiles(sampleContent({ questions: SOUND.questions.replace(find, replace) }));
}

describe('the check of one file', () => {
  it('finds nothing in sound files', () => {
    expect(checkFiles(sampleContent())).toEqual([]);
  });

  it('refuses an option without feedback, and says which', () => {
    expect(complain('{ text: B, feedback: No. }', '{ text: B }')).toEqual([
      'content/questions/polling.yaml: question "one", option 2, feedback is missing; every option says why it is right or wrong.',
    ]);
  });

  it('refuses an empty feedback', () => {
    expect(complain('{ text: B, feedback: No. }', "{ text: B, feedback: '' }")).toEqual([
      'content/questions/polling.yaml: question "one", option 2, feedback must not be empty.',
    ]);
  });

  it('refuses an unknown transport and lists the known ones', () => {
    const experiment = SOUND.experiment.replace('short-polling', 'carrier-pigeon');
    expect(checkFiles(sampleContent({ experiment }))).toEqual([
      'content/experiments/poll-cost.yaml: transport "carrier-pigeon" is not a transport; the transports are chunked, ndjson, sse, fetch-sse, websocket, short-polling, long-polling.',
    ]);
  });

  it('refuses a question with two right options', () => {
    const [sentence] = complain('{ text: B,', '{ text: B, right: true,');
    expect(sentence).toBe(
      'content/questions/polling.yaml: question "one", options needs exactly one option with right: true.',
    );
  });

  it('refuses two options that read the same', () => {
    expect(complain('text: B', 'text: A')[0]).toContain('two of them read the same');
  });

  it('says which field is unknown', () => {
    expect(complain('level: core', 'level: core\n    hint: none')[0]).toContain('"hint"');
  });

  it('says which kinds there are', () => {
    expect(complain('pick-protocol', 'guess')[0]).toContain('predict-bytes');
  });

  it('reads the head of a lesson', () => {
    const lesson = SOUND.lesson.replace('minutes: 15\n', '').replace('polling\n', 'pulling\n');
    const [family, minutes] = checkFiles(sampleContent({ lesson }));
    expect(family).toContain('content/lessons/01-polling.mdx: family ');
    expect(minutes).toContain('content/lessons/01-polling.mdx: minutes ');
  });

  it('says why YAML is not YAML', () => {
    const [sentence] = complain('stem: Which?', 'stem: Which: this?');
    expect(sentence).toMatch(
      /^content\/questions\/polling\.yaml is not valid YAML: .*line 5.*Quote/,
    );
  });
});

describe('the check of an experiment that runs a procedure', () => {
  const complainOf = (find: string, replace: string) =>
    checkFiles(sampleContent({ experiment: SOUND_PROCEDURE.replace(find, replace) }));

  it('finds nothing in a sound one', () => {
    expect(checkFiles(sampleContent({ experiment: SOUND_PROCEDURE }))).toEqual([]);
  });

  it.each([
    [
      'procedure: seventh-tab',
      'procedure: eighth-tab',
      'procedure "eighth-tab" is not a procedure; the procedures are ',
    ],
    [
      'streams: 7',
      'streams: 99',
      'options: the procedure "seventh-tab" takes a whole number from 7 to 12 as "streams", not 99',
    ],
    [
      'streams: 7',
      'tabs: 7',
      'options: the procedure "seventh-tab" has no option "tabs"; its options are origin, streams',
    ],
    [
      'expected: both-wait',
      'expected: none-wait',
      '"none-wait" is not an outcome of the procedure "seventh-tab"; its outcomes are both-wait, fetch-passes, fetch-waits, all-open',
    ],
    [
      '  fetch-waits: The fetch waited.',
      '',
      'verdicts lack the outcome "fetch-waits": a run can end that way, so say why',
    ],
    [
      '{opened}',
      '{oponed}',
      'the verdict "all-open" names the fact {oponed}, which "seventh-tab" does not state; its facts are ',
    ],
    ['expected:', 'transport: sse\nexpected:', '"transport"'],
  ])('refuses %s → %s', (find, replace, sentence) => {
    expect(complainOf(find, replace).join('\n')).toContain(sentence);
  });
});
