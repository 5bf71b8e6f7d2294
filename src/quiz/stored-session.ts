import { SURENESS } from '../learner/progress.ts';
import { paused } from './clock.ts';
import type { QuizItem } from './item.ts';
import { isBoardId, NEIGHBOUR } from './made-ids.ts';
import { isCurrent, type Session } from './session.ts';

/** The tab's half-done rounds: two tabs may each have theirs, and a reload brings them back. */
const KEYS = {
  /** Begun by a choice on the page. */
  chosen: 'chunk-by-chunk:quiz-session',
  /** Begun by an address that names a shape or questions; it leaves the chosen one alone. */
  addressed: 'chunk-by-chunk:quiz-session-of-address',
} as const;

export type Slot = keyof typeof KEYS;

export function storeSession(slot: Slot, session: Session | undefined): void {
  try {
    if (session) sessionStorage.setItem(KEYS[slot], JSON.stringify(session));
    else sessionStorage.removeItem(KEYS[slot]);
  } catch {
    // Storage is off in this browser: the round lasts as long as the page.
  }
}

export function loadSession(slot: Slot, items: readonly QuizItem[]): Session | undefined {
  try {
    return parseSession(sessionStorage.getItem(KEYS[slot]), items);
  } catch {
    return undefined;
  }
}

/**
 * A round whose questions were edited or removed since cannot go on. What the
 * engine makes is made again, and its prints are compared then. The clock stands
 * still while the page is away.
 */
export function parseSession(text: string | null, items: readonly QuizItem[]): Session | undefined {
  const stored = parseJson(text);
  if (!isSession(stored) || stored.queue.length === 0) return undefined;
  const bank = new Map(items.map((item) => [item.id, item]));
  const goesOn = stored.queue.every(
    (asked) =>
      isBoardId(asked.id) || asked.id.startsWith(`${NEIGHBOUR}~`) || isCurrent(asked, bank),
  );
  if (!goesOn) return undefined;
  const { clock } = stored;
  // Nobody knows when the page went away: the time since the last tick counts for nothing.
  return clock ? { ...stored, clock: paused(clock, clock.sinceMs ?? 0) } : stored;
}

function isSession(value: unknown): value is Session {
  const session = value as Session | null | undefined;
  return (
    typeof session?.scope === 'string' &&
    typeof session.seed === 'number' &&
    typeof session.position === 'number' &&
    session.position >= 0 &&
    Array.isArray(session.queue) &&
    session.queue.every((entry) => typeof entry?.id === 'string') &&
    typeof session.answers === 'object' &&
    session.answers !== null &&
    Object.values(session.answers).every(
      (answer) => isDraft(answer) && typeof answer.right === 'boolean',
    ) &&
    (session.draft === undefined || isDraft(session.draft)) &&
    (session.clock === undefined || isClock(session.clock))
  );
}

function isDraft(value: Session['draft']): boolean {
  return (
    Array.isArray(value?.picked) &&
    value.picked.every((one) => typeof one === 'number') &&
    (value.typed === undefined || typeof value.typed === 'string') &&
    (value.sure === undefined || SURENESS.includes(value.sure))
  );
}

function isClock({ limitMs, spentMs, sinceMs }: NonNullable<Session['clock']>): boolean {
  return (
    typeof limitMs === 'number' &&
    typeof spentMs === 'number' &&
    (sinceMs === undefined || typeof sinceMs === 'number')
  );
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
