/** A short name for a text (FNV-1a, 32 bits, base 36): equal texts, equal names. */
export function fingerprint(text: string): string {
  return hash(text).toString(36);
}

/** FNV-1a over UTF-16 code units. */
export function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  return state >>> 0;
}
