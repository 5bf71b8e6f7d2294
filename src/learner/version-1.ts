import { fingerprint } from './fingerprint.ts';
import { answerFrom } from './merge-progress.ts';
import { type Answer, answerKey, NOTHING, type Progress } from './progress.ts';

/**
 * Version 1 of the progress: one JSON text in localStorage, with the last answer
 * to each question and a count. It is carried over once: progress-store.ts joins
 * it to what IndexedDB holds and drops the texts after that is stored.
 */

const KEY = 'chunk-by-chunk:progress';

/** What version 1 left in this browser: localStorage key → text. */
export type Version1 = ReadonlyMap<string, string>;

export function findVersion1(): Version1 {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(KEY));
    return new Map(names.map((name) => [name, localStorage.getItem(name) ?? '']));
  } catch {
    return new Map();
  }
}

/** A text that a tab of the older version changed since it was found stays for the next time. */
export function dropVersion1(found: Version1): void {
  for (const [name, text] of found)
    if (localStorage.getItem(name) === text) localStorage.removeItem(name);
}

/** Texts that were not understood whole are set aside; so are the copies that version 1 set aside. */
export function readVersion1(found: Version1): Progress {
  const text = found.get(KEY);
  const { progress, intact } = text === undefined ? EMPTY : parseVersion1(text);
  const texts = [...found].filter(([name]) => name !== KEY || !intact);
  return { ...progress, setAside: new Map(texts.map(([, aside]) => [fingerprint(aside), aside])) };
}

const EMPTY = { progress: NOTHING, intact: true };

/** `intact` is false when something in the text was not understood and is missing from the result. */
export function parseVersion1(text: string): { progress: Progress; intact: boolean } {
  const stored = parseJson(text);
  if (!isRecord(stored) || stored.version !== 1) return { progress: NOTHING, intact: false };

  const lessonsRead = new Map<string, number>();
  const answers = new Map<string, Answer>();
  let intact = isRecord(stored.lessonsRead) && isRecord(stored.answers);
  for (const [slug, atMs] of Object.entries(stored.lessonsRead ?? {})) {
    if (isTime(atMs)) lessonsRead.set(slug, atMs);
    else intact = false;
  }
  for (const [id, value] of Object.entries(stored.answers ?? {})) {
    if (isVersion1Answer(value)) {
      const { print, lesson, right, atMs, seen } = value;
      answers.set(answerKey(id, print), answerFrom({ id, print, lesson }, [{ right, atMs }], seen));
    } else intact = false;
  }
  return { progress: { ...NOTHING, lessonsRead, answers }, intact };
}

type Version1Answer = Pick<Answer, 'print' | 'lesson' | 'right' | 'seen' | 'atMs'>;

function isVersion1Answer(value: unknown): value is Version1Answer {
  return (
    isRecord(value) &&
    typeof value.print === 'string' &&
    typeof value.lesson === 'string' &&
    typeof value.right === 'boolean' &&
    isTime(value.seen) &&
    isTime(value.atMs)
  );
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
