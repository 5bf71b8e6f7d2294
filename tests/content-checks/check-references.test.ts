import { describe, expect, it } from 'vitest';
import { checkReferences } from '../../src/content-checks/check-references.ts';
import { SOUND, SOUND_PROCEDURE, sampleContent } from './samples.ts';

const inLesson = (find: string, replace: string) =>
  checkReferences(sampleContent({ lesson: SOUND.lesson.replace(find, replace) }));
const inQuestions = (find: string, replace: string) =>
  checkReferences(sampleContent({ questions: SOUND.questions.replace(find, replace) }));
const inConcepts = (find: string, replace: string) =>
  checkReferences(sampleContent({ concepts: SOUND.concepts.replace(find, replace) }));

describe('the check across files', () => {
  it('finds nothing in a sound course', () => {
    expect(checkReferences(sampleContent())).toEqual([]);
  });

  it('refuses an id that is taken', () => {
    expect(inQuestions('id: two', 'id: one')).toContain(
      'content/questions/polling.yaml: the id "one" is taken already in content/questions/polling.yaml; give one of them another id.',
    );
  });

  it('refuses a section in an unknown lesson', () => {
    expect(inQuestions('section: polling#', 'section: pulling#')).toEqual([
      'content/questions/polling.yaml: "one" has the section "pulling#the-arithmetic", and no lesson is called "pulling"; the lessons are polling.',
    ]);
  });

  it('refuses a section with an unknown heading', () => {
    expect(inQuestions('#the-arithmetic', '#the-algebra')).toEqual([
      'content/questions/polling.yaml: "one" has the section "polling#the-algebra", and that lesson has no heading "the-algebra"; its headings are the-arithmetic.',
    ]);
  });

  it('refuses an experiment without its file', () => {
    expect(inLesson('poll-cost', 'poll-price')).toEqual([
      'content/lessons/01-polling.mdx:13: <Experiment transport="short-polling" id="poll-price" /> needs content/experiments/poll-price.yaml, which does not exist; mend the id, or write the file.',
    ]);
  });

  it('refuses an experiment that names another transport than its file', () => {
    expect(inLesson('"short-polling"', '"sse"')).toEqual([
      'content/lessons/01-polling.mdx:13: <Experiment transport="sse" id="poll-cost" /> names another transport than content/experiments/poll-cost.yaml, which says "short-polling"; make them the same.',
    ]);
  });

  it('knows procedures as well as transports', () => {
    const tag = '<Experiment transport="short-polling" id="poll-cost" />';
    const with_ = (attributes: string, experiment = SOUND_PROCEDURE) =>
      checkReferences(
        sampleContent({
          experiment,
          lesson: SOUND.lesson.replace(tag, `<Experiment ${attributes} id="poll-cost" />`),
        }),
      );
    const start = 'content/lessons/01-polling.mdx:13: <Experiment';
    expect(with_('procedure="seventh-tab"')).toEqual([]);
    expect(with_('procedure="shared-stream"')).toEqual([
      `${start} procedure="shared-stream" id="poll-cost" /> does not say what content/experiments/poll-cost.yaml says: procedure="seventh-tab"; make them the same.`,
    ]);
    expect(with_('transport="sse"')).toEqual([
      `${start} transport="sse" id="poll-cost" /> does not say what content/experiments/poll-cost.yaml says: procedure="seventh-tab"; make them the same.`,
    ]);
    expect(with_('procedure="seventh-tab"', SOUND.experiment)).toEqual([
      `${start} procedure="seventh-tab" id="poll-cost" /> does not say what content/experiments/poll-cost.yaml says: transport="short-polling"; make them the same.`,
    ]);
    expect(with_('procedure="seventh-tab" transport="sse"')).toEqual([
      `${start} procedure="seventh-tab" id="poll-cost" /> names a transport, too; an experiment has one of them.`,
    ]);
  });

  it('refuses checks that no file has', () => {
    expect(inLesson('two,', 'tow,')).toEqual([
      'content/lessons/01-polling.mdx:20: <Checks> names the question "tow", which no file in content/questions/ has; mend the id, or write the question.',
    ]);
  });

  it('refuses a lesson with fewer than three checks', () => {
    expect(inLesson('one, two, three', 'one, two')).toEqual([
      'content/lessons/01-polling.mdx: a lesson ends with three or more checks, and this one has 2; add ids to <Checks questions="…" />.',
    ]);
  });

  it('refuses a concept with an unknown section', () => {
    expect(inConcepts('[polling]', '[polling, polling#the-algebra]')).toEqual([
      'content/concepts.yaml: "arithmetic" has the section "polling#the-algebra", and that lesson has no heading "the-algebra"; its headings are the-arithmetic.',
    ]);
  });

  it('refuses a question that asks about no concept', () => {
    const complaints = inConcepts('sections: [polling]', 'sections: []');
    expect(complaints).toHaveLength(3);
    expect(complaints[0]).toBe(
      'content/questions/polling.yaml: "one" asks about no concept; add its section "polling#the-arithmetic", or the whole lesson, to one in content/concepts.yaml.',
    );
  });

  it('says nothing of a question that exists and has another fault', () => {
    expect(inQuestions('{ text: B, feedback: No. }', '{ text: B }')).toEqual([]);
  });

  it('leaves what stands in a code block alone', () => {
    expect(inLesson('## Not a heading', '<Checks questions="nobody" />')).toEqual([]);
  });
});
