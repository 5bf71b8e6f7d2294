import type { Shape } from '../decide/shape.ts';
import { formatShape } from '../decide/url-state.ts';

/** The quiz about the nearest changes of a shape, which its address holds as /decide/ does. */
export function quizAddress(shape: Shape): string {
  return `/quiz/?${new URLSearchParams({ shape: formatShape(shape).slice(1) })}`;
}
