import type { FAMILIES } from '../content-checks/schemas.ts';

type Family = (typeof FAMILIES)[number];

/** The sign of each protocol family; the hue is `[data-family]` in tokens.css. */
export const GLYPHS: Record<Exclude<Family, 'none'>, string> = {
  chunked: '▤',
  sse: '⇠',
  websocket: '⇄',
  fetch: '≡',
  polling: '↻',
  push: '†',
};
