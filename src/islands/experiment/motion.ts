/** Whether the learner asked for pictures that do not move: they get the finished one. */
export function wantsNoMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
