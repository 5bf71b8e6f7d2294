import { DEFAULT_SHAPE, INPUT_IDS, readShape, type Shape } from './shape.ts';

/** A shape as the address bar holds it: only what differs from the default. */
export function formatShape(shape: Shape): string {
  const query = new URLSearchParams();
  for (const id of INPUT_IDS) {
    if (shape[id] !== DEFAULT_SHAPE[id]) query.set(id, shape[id]);
  }
  const text = query.toString();
  return text && `?${text}`;
}

/**
 * Unknown parameters are left alone; an unknown value keeps its default and is complained
 * about, and so is an answer that stands there twice.
 */
export function parseShape(search: string): ReturnType<typeof readShape> {
  const query = new URLSearchParams(search);
  const { shape, complaints } = readShape(Object.fromEntries(query));
  const doubled = INPUT_IDS.filter((id) => query.getAll(id).length > 1);
  return {
    shape,
    complaints: [
      ...complaints,
      ...doubled.map((id) => `${id} is there twice. The last one is used.`),
    ],
  };
}
