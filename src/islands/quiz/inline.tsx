import { renderInline } from '../../quiz/inline.ts';

/** Text with `code` and *emphasis*; renderInline escapes everything else. */
export function Inline({ text, class: className }: { text: string; class?: string }) {
  return <span class={className} dangerouslySetInnerHTML={{ __html: renderInline(text) }} />;
}
