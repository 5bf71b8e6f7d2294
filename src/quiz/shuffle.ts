import { hash } from '../learner/fingerprint.ts';

/** The same seed gives the same order (Fisher–Yates over mulberry32). */
export function shuffled<T>(values: readonly T[], seed: string | number): T[] {
  const result = [...values];
  const random = mulberry32(typeof seed === 'number' ? seed : hash(seed));
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/**
 * In which order to show the options: indices. Steps never stand in their right
 * order at first, and the sentences of a spoken answer always do.
 */
export function optionOrder(
  { id, kind, options }: { id: string; kind: string; options: readonly unknown[] },
  seed: string | number = '',
): number[] {
  const indices = options.map((_, index) => index);
  if (kind === 'false-sentence') return indices;
  const order = shuffled(indices, `${seed}${id}`);
  const isSolved = kind === 'order-steps' && order.every((index, i) => index === i);
  return isSolved ? [...order.slice(1), ...order.slice(0, 1)] : order;
}

/** Numbers in [0, 1): a small generator with 32 bits of state, good enough for a quiz. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
