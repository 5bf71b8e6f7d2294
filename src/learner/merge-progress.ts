import { type Answer, type Answered, type Progress, TRIES_KEPT, type Try } from './progress.ts';

/**
 * Joins two records of one learner so that nothing of either is lost: the union
 * of the tries, the newest as the last result, the earliest time at which a
 * lesson was read. The order of the two makes no difference, and joining the
 * same record twice changes nothing.
 */
export function mergeProgress(one: Progress, other: Progress): Progress {
  return {
    lessonsRead: mergeMaps(one.lessonsRead, other.lessonsRead, Math.min),
    answers: mergeMaps(one.answers, other.answers, mergeAnswers),
    setAside: mergeMaps(one.setAside, other.setAside, (text) => text),
  };
}

/** Both must answer the same reading of the same question. */
export function mergeAnswers(one: Answer, other: Answer): Answer {
  const known = new Set(one.tries.map(nameOf));
  const added = other.tries.filter((item) => !known.has(nameOf(item)));
  const tries = [...one.tries, ...added].toSorted(byTime);
  const seen = Math.max(one.seen + countBeyond(other, one), other.seen + countBeyond(one, other));
  const newer = byTime(one, other) < 0 ? other : one;
  const { id, print, lesson } = newer;
  return answerFrom({ id, print, lesson }, tries, seen);
}

/** @param tries one or more, oldest first; @param seen all that were ever made */
export function answerFrom(
  { id, print, lesson }: Answered,
  tries: readonly Try[],
  seen: number,
): Answer {
  const kept = tries.slice(-TRIES_KEPT);
  const last = kept.at(-1);
  if (!last) throw new Error(`The answer to "${id}" has no try; an answer has one or more.`);
  return { id, print, lesson, ...last, seen: Math.max(seen, tries.length), tries: kept };
}

/**
 * How many tries of `from` cannot be among those that `in` has counted: where
 * `in` no longer keeps all, an older try may be one that it counted and dropped.
 */
function countBeyond(from: Answer, { tries, seen }: Answer): number {
  const known = new Set(tries.map(nameOf));
  const oldest = seen > tries.length ? (tries[0]?.atMs ?? 0) : Number.NEGATIVE_INFINITY;
  return from.tries.filter((item) => item.atMs > oldest && !known.has(nameOf(item))).length;
}

/** Equal names, same try: nobody answers one question twice in a millisecond. */
function nameOf({ right, sure, atMs }: Try): string {
  return `${atMs} ${right} ${sure}`;
}

/** By time; the names settle a tie, so that the order of merging does not matter. */
function byTime(one: Try, other: Try): number {
  return one.atMs - other.atMs || (nameOf(one) < nameOf(other) ? -1 : 1);
}

function mergeMaps<Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
  join: (one: Value, other: Value) => Value,
): ReadonlyMap<string, Value> {
  const merged = new Map(one);
  for (const [key, value] of other) {
    const before = merged.get(key);
    merged.set(key, before === undefined ? value : join(before, value));
  }
  return merged;
}

/** The records of `before` that `after` lacks: merged into `after`, they are there again. */
export function lostBetween(before: Progress, after: Progress): Progress {
  return {
    lessonsRead: without(before.lessonsRead, after.lessonsRead),
    answers: without(before.answers, after.answers),
    setAside: without(before.setAside, after.setAside),
  };
}

function without<Value>(
  map: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([key]) => !other.has(key)));
}

/** What an import would do to one part of the progress, in numbers. */
export interface Change {
  /** Not here before. */
  added: number;
  /** Here already; the other record knows more. */
  changed: number;
  /** Here already; nothing changes. */
  kept: number;
}

/** Compares before a merge; `added + changed + kept` is the size of `incoming`. */
export function previewMerge(
  present: Progress,
  incoming: Progress,
): { lessons: Change; answers: Change } {
  const merged = mergeProgress(present, incoming);
  return {
    lessons: countChanges(present.lessonsRead, incoming.lessonsRead, merged.lessonsRead),
    answers: countChanges(present.answers, incoming.answers, merged.answers),
  };
}

function countChanges<Value>(
  present: ReadonlyMap<string, Value>,
  incoming: ReadonlyMap<string, Value>,
  merged: ReadonlyMap<string, Value>,
): Change {
  const change: Change = { added: 0, changed: 0, kept: 0 };
  for (const key of incoming.keys()) {
    if (!present.has(key)) change.added += 1;
    else if (isSame(present.get(key), merged.get(key))) change.kept += 1;
    else change.changed += 1;
  }
  return change;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
