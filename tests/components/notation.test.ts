import { describe, expect, it } from 'vitest';
import { readCode } from '../../src/components/mdx/read-code.ts';
import { requireOneOf, requireText } from '../../src/components/mdx/require-text.ts';
import { readSequence } from '../../src/components/mdx/sequence-notation.ts';
import { readWire } from '../../src/components/mdx/wire-notation.ts';

describe('the wire notation', () => {
  it('knows direction, control characters, boxes and glosses', () => {
    expect(readWire('> [[Last-Event-ID: 14]]\\r\\n  // the cursor')).toEqual([
      {
        kind: 'bytes',
        direction: 'inbound',
        spans: [
          { text: 'Last-Event-ID: 14', kind: 'boxed' },
          { text: '\\r\\n', kind: 'control' },
        ],
        gloss: 'the cursor',
      },
    ]);
  });

  it('shows an event that is not bytes', () => {
    expect(readWire('-- socket destroyed --')).toEqual([
      { kind: 'event', spans: [{ text: 'socket destroyed', kind: 'text' }] },
    ]);
  });

  it('does not take a URL for a gloss', () => {
    expect(readWire('GET https://example.test/')[0]?.gloss).toBeUndefined();
  });
});

describe('the sequence notation', () => {
  it('names participants by their first use', () => {
    expect(readSequence('browser > proxy: GET /\nproxy > server: GET /')).toEqual({
      participants: ['browser', 'proxy', 'server'],
      steps: [
        { kind: 'message', from: 0, to: 1, label: 'GET /' },
        { kind: 'message', from: 1, to: 2, label: 'GET /' },
      ],
    });
  });

  it('knows breaks and notes', () => {
    expect(readSequence('a > b: x\n-- cut --\nnote: later').steps.slice(1)).toEqual([
      { kind: 'break', label: 'cut' },
      { kind: 'note', label: 'later' },
    ]);
  });

  it('quotes a line it does not understand', () => {
    expect(() => readSequence('a > b: x\nbrowser says hello')).toThrow('"browser says hello"');
  });

  it('refuses a monologue', () => {
    expect(() => readSequence('note: alone')).toThrow('2 to 4 participants');
  });
});

describe('a fenced block', () => {
  it('gives its language and its text back', () => {
    const html = '<code class="language-wire">a &lt;b&gt; &amp;amp; &#x22;c&#x22;\n</code>';
    expect(readCode(html)).toEqual({ language: 'wire', text: 'a <b> &amp; "c"' });
  });

  it('is left alone when it was highlighted', () => {
    expect(readCode('<code><span class="line">x</span></code>').language).toBeUndefined();
  });
});

describe('the attributes of the vocabulary', () => {
  it('are refused with a sentence that names the tag', () => {
    expect(() => requireText('Figure', { caption: '' })).toThrow('<Figure> needs caption="…"');
    expect(() => requireOneOf('Claim', 'verdict', 'maybe', ['true', 'wrong'])).toThrow(
      'verdict is one of true, wrong',
    );
  });
});
