import { INPUT_IDS, readShape, type Shape, valuesOf } from '../../src/decide/shape.ts';

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** As many shapes as asked for, every value as likely as its neighbours. */
export function randomShapes(count: number, seed: number): Shape[] {
  const next = seededNumbers(seed);
  const one = () =>
    readShape(
      Object.fromEntries(
        INPUT_IDS.map((id) => [id, valuesOf(id)[Math.floor(next() * valuesOf(id).length)]]),
      ),
    ).shape;
  return Array.from({ length: count }, one);
}
