import { describe, expect, it } from 'vitest';
import { readLesson, slugOf } from '../../src/content-checks/read-lesson.ts';

describe('reading a lesson', () => {
  it.each([
    ['What ends it for good', 'what-ends-it-for-good'],
    ["It isn't one thing, is it?", 'it-isnt-one-thing-is-it'],
    ['HTTP/2 push: 103 & co.', 'http2-push-103--co'],
    ['Last-Event-ID', 'last-event-id'],
    ['Größe in snake_case', 'größe-in-snake_case'],
  ])('names the heading %j %j, as Astro does', (text, id) => {
    expect(slugOf(text)).toBe(id);
  });

  it('strips marks and links from headings, and numbers doubles', () => {
    const { headings } = readLesson('## The `retry` field\n\n### [Same](/x/)\n\n## Same\n');
    expect(headings).toEqual([
      { id: 'the-retry-field', text: 'The retry field' },
      { id: 'same', text: 'Same' },
      { id: 'same-1', text: 'Same' },
    ]);
  });

  it('reads tags over several lines, with their line', () => {
    const { tags } = readLesson('a\n\n<Experiment\n  transport="sse"\n  id="sse-cut"\n/>\n');
    expect(tags).toEqual([
      { name: 'Experiment', attributes: { transport: 'sse', id: 'sse-cut' }, line: 3 },
    ]);
  });

  it('knows that a longer fence holds a shorter one', () => {
    const { headings } = readLesson('````md\n```\n## no\n```\n## no\n````\n## Yes\n');
    expect(headings.map(({ id }) => id)).toEqual(['yes']);
  });
});
