/** `matrix-llm-voice~client=telephone` is the question `matrix-llm-voice` with one input changed. */

export function variantId(id: string, input: string, to: string): string {
  return `${id}~${input}=${to}`;
}

/** The question that was written, whichever variant of it was asked. */
export function baseIdOf(id: string): string {
  return id.replace(/~.*$/, '');
}

export function changeIn(id: string): { input: string; to: string } | undefined {
  const [, input, to] = /~(\w+)=(\w+)$/.exec(id) ?? [];
  return input && to ? { input, to } : undefined;
}
