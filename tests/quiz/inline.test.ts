import { describe, expect, it } from 'vitest';
import { plainText, renderBytes, renderInline } from '../../src/quiz/inline.ts';

describe('inline text', () => {
  it.each([
    ['a `b` c', 'a <code>b</code> c'],
    ['*never* again', '<em>never</em> again'],
    ['`a*b*c`', '<code>a*b*c</code>'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['`unfinished', '`unfinished'],
    ['``', '``'],
    ['`<b>` & "x"', '<code>&lt;b&gt;</code> &amp; &quot;x&quot;'],
    ["<img src=x onerror='y'>", '&lt;img src=x onerror=&#39;y&#39;&gt;'],
    ['*<script>*', '<em>&lt;script&gt;</em>'],
  ])('renders %j as %j', (text, html) => {
    expect(renderInline(text)).toBe(html);
  });

  it('reads without its marks as plain text', () => {
    expect(plainText('call `abort()` *now*, 2 * 3')).toBe('call abort() now, 2 * 3');
  });
});

describe('bytes', () => {
  it('dims written line ends and marks directions', () => {
    expect(renderBytes('> 5\\r\\nhello\n< <b>\n')).toBe(
      '<b>&gt; </b>5<span>\\r\\n</span>hello\n<b>&lt; </b>&lt;b&gt;',
    );
  });
});
