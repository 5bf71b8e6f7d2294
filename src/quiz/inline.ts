/**
 * The little Markdown of questions and of the matrix: `code` and *emphasis*.
 * Everything else is text and comes out escaped, so the result is safe HTML.
 */
export function renderInline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.length > 2 && part.startsWith('`') && part.endsWith('`')
        ? `<code>${escapeHtml(part.slice(1, -1))}</code>`
        : renderEmphasis(escapeHtml(part)),
    )
    .join('');
}

/** The same text without its marks, for an attribute or a label. */
export function plainText(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (part.startsWith('`') ? part.slice(1, -1) : part.replace(EMPHASIS, '$1')))
    .join('');
}

/** `*` opens before a character and closes after one: "2 * 3 * 4" stays as it is. */
const EMPHASIS = /\*(?=\S)([^*]*[^*\s])\*/g;

function renderEmphasis(escaped: string): string {
  return escaped.replace(EMPHASIS, '<em>$1</em>');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Bytes and code under a stem: line ends written out (`\r\n`) are dimmed, directions (`> `, `< `) marked. */
export function renderBytes(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, direction = '', rest = ''] = /^([<>] )?(.*)$/.exec(line) ?? [];
      const bytes = escapeHtml(rest).replace(/(?:\\r|\\n|\\0)+/g, '<span>$&</span>');
      return direction ? `<b>${escapeHtml(direction)}</b>${bytes}` : bytes;
    })
    .join('\n');
}
