import { describe, expect, it } from 'vitest';
import { checkLinks } from '../../src/content-checks/check-links.ts';

const check = (link: string) =>
  checkLinks(
    [
      { address: '/', html: `<p>${link}</p>` },
      { address: '/lessons/polling/', html: '<h2 class="x" id="the-r&amp;d">…</h2>' },
    ],
    new Set(['/favicon.svg']),
  );

describe('the check of links', () => {
  it.each([
    '<a href="/lessons/polling/">a</a>',
    '<a class="b" href="/lessons/polling/?x=1&amp;y=2#the-r&#38;d">a</a>',
    '<a href="lessons/polling/">a</a>',
    '<a href="#">a</a>',
    '<a href="https://example.org/no">a</a>',
    '<a href="mailto:a@example.org">a</a>',
    '<link rel="icon" href="/favicon.svg">',
  ])('lets %s pass', (link) => {
    expect(check(link)).toEqual([]);
  });

  it('refuses a page that does not exist', () => {
    expect(check('<a href="/lessons/pulling/">a</a>')).toEqual([
      'The page / links to /lessons/pulling/, which does not exist; mend the link.',
    ]);
  });

  it('refuses an address without its slash', () => {
    expect(check('<a href="/lessons/polling">a</a>')).toEqual([
      'The page / links to /lessons/polling, which does not exist; write /lessons/polling/ with a slash at its end.',
    ]);
  });

  it('refuses an anchor that the page lacks', () => {
    expect(check('<a href="/lessons/polling/#no">a</a>')).toEqual([
      'The page / links to /lessons/polling/#no, and /lessons/polling/ has nothing with the id "no"; mend the link or the heading.',
    ]);
  });

  it('names each link once a page', () => {
    expect(check('<a href="/no/">a</a><a href="/no/">b</a>')).toHaveLength(1);
  });
});
