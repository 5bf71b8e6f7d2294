const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** Language and text of a rendered `<code class="language-…">`; no language where Shiki was at work. */
export function readCode(html: string): { language: string | undefined; text: string } {
  const match = /^\s*<code[^>]*class="[^"]*language-([\w-]+)[^"]*"[^>]*>([\s\S]*)<\/code>\s*$/.exec(
    html,
  );
  if (!match) return { language: undefined, text: '' };
  const text = (match[2] ?? '')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
  return { language: match[1], text: text.replace(/\n$/, '') };
}
