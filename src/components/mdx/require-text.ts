/**
 * Guards the attributes of the lesson vocabulary, which `astro check` does not
 * look into. Throws a sentence that names the tag, what it got and what it takes.
 */
export function requireText(tag: string, attributes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string' && value.trim() !== '') continue;
    throw new Error(`<${tag}> needs ${name}="…" with some text; it got ${JSON.stringify(value)}.`);
  }
}

/** Like {@link requireText}, for an attribute that takes one of a few words. */
export function requireOneOf<Word extends string>(
  tag: string,
  name: string,
  value: unknown,
  words: readonly Word[],
): Word {
  if (words.includes(value as Word)) return value as Word;
  throw new Error(
    `<${tag} ${name}=${JSON.stringify(value)}> is unknown; ${name} is one of ${words.join(', ')}.`,
  );
}
