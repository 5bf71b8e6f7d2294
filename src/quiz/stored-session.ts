import type { ChoiceItem } from './item.ts';
import type { Session } from './session.ts';

/** The tab's half-done round: two tabs may each have one, and a reload brings it back. */
const KEY = 'chunk-by-chunk:quiz-session';

export function storeSession(session: Session | undefined): void {
  try {
    if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is off in this browser: the round lasts as long as the page.
  }
}

export function loadSession(items: readonly ChoiceItem[]): Session | undefined {
  try {
    return parseSession(sessionStorage.getItem(KEY), items);
  } catch {
    return undefined;
  }
}

/** A round whose questions were edited or removed since cannot go on. */
export function parseSession(
  text: string | null,
  items: readonly ChoiceItem[],
): Session | undefined {
  const stored = parseJson(text);
  if (!isSession(stored)) return undefined;
  const prints = new Map(items.map(({ id, print }) => [id, print]));
  const isCurrent = stored.queue.every(({ id, print }) => prints.get(id) === print);
  return isCurrent && stored.queue.length > 0 ? stored : undefined;
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
      (answer) => Array.isArray(answer?.picked) && typeof answer.right === 'boolean',
    )
  );
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
