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

/** Unknown parameters are left alone; an unknown value keeps its default and is complained about. */
export function parseShape(search: string): ReturnType<typeof readShape> {
  return readShape(Object.fromEntries(new URLSearchParams(search)));
}
