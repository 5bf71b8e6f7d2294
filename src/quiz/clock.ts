/** A clock that can stand still. Time that has passed takes nothing away. */
export interface Clock {
  limitMs: number;
  /** Time spent before `sinceMs`. */
  spentMs: number;
  /** When it was started, ms since 1970; absent while it stands still. */
  sinceMs?: number;
}

export function startClock(limitMs: number, nowMs: number): Clock {
  return { limitMs, spentMs: 0, sinceMs: nowMs };
}

export function spentOf({ spentMs, sinceMs }: Clock, nowMs: number): number {
  return spentMs + (sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs));
}

/** Below zero once the time is over. */
export function leftOf(clock: Clock, nowMs: number): number {
  return clock.limitMs - spentOf(clock, nowMs);
}

export function paused(clock: Clock, nowMs: number): Clock {
  return { limitMs: clock.limitMs, spentMs: spentOf(clock, nowMs) };
}

export function resumed(clock: Clock, nowMs: number): Clock {
  return clock.sinceMs === undefined ? { ...clock, sinceMs: nowMs } : clock;
}

/** `4:07`; over time with a plus, `+0:12`. */
export function formatLeft(leftMs: number): string {
  const isOver = leftMs < 0;
  const seconds = isOver ? Math.floor(-leftMs / 1000) : Math.ceil(leftMs / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return isOver && seconds > 0 ? `+${text}` : text;
}
