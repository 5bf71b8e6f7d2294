/**
 * What this browser remembers of its learner: which lessons were read, and how
 * each question was answered last. Values in, values out; progress-store.ts
 * keeps them.
 */

export interface Answer {
  /** Fingerprint of the question as it read then: an edited question does not inherit the answer. */
  print: string;
  /** The lesson that teaches it. */
  lesson: string;
  right: boolean;
  /** How many times it was answered. */
  seen: number;
  /** When it was answered last, ms since 1970. */
  atMs: number;
}

export interface Progress {
  /** Lesson slug → when its end was first reached, ms since 1970. */
  readonly lessonsRead: ReadonlyMap<string, number>;
  /** Question id → the last answer. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/** What an answer has to say about the question it answers. */
export type Answered = Pick<Answer, 'print' | 'lesson'> & { id: string };

const VERSION = 1;

export const NOTHING: Progress = { lessonsRead: new Map(), answers: new Map() };

/** `intact` is false when something in the text was not understood and is missing from the result. */
export function parseProgress(text: string | null): { progress: Progress; intact: boolean } {
  if (text === null) return { progress: NOTHING, intact: true };
  const stored = parseJson(text);
  if (!isRecord(stored) || stored.version !== VERSION) return { progress: NOTHING, intact: false };

  const lessons = keepValid(stored.lessonsRead, isTime);
  const answers = keepValid(stored.answers, isAnswer);
  return {
    progress: { lessonsRead: lessons.valid, answers: answers.valid },
    intact: lessons.intact && answers.intact,
  };
}

export function serialiseProgress({ lessonsRead, answers }: Progress): string {
  return JSON.stringify({
    version: VERSION,
    lessonsRead: Object.fromEntries(lessonsRead),
    answers: Object.fromEntries(answers),
  });
}

export function withLessonRead(progress: Progress, slug: string, atMs: number): Progress {
  if (progress.lessonsRead.has(slug)) return progress;
  return { ...progress, lessonsRead: new Map(progress.lessonsRead).set(slug, atMs) };
}

export function withAnswer(
  progress: Progress,
  { id, print, lesson }: Answered,
  right: boolean,
  atMs: number,
): Progress {
  const seen = (answerTo(progress, id, print)?.seen ?? 0) + 1;
  const answers = new Map(progress.answers).set(id, { print, lesson, right, seen, atMs });
  return { ...progress, answers };
}

/** Forgets that a lesson was read and every answer to its questions. */
export function withoutLesson(progress: Progress, slug: string): Progress {
  const lessonsRead = new Map(progress.lessonsRead);
  lessonsRead.delete(slug);
  const answers = [...progress.answers].filter(([, { lesson }]) => lesson !== slug);
  return { lessonsRead, answers: new Map(answers) };
}

/** The last answer to the question, unless the question was edited since. */
export function answerTo(progress: Progress, id: string, print: string): Answer | undefined {
  const answer = progress.answers.get(id);
  return answer?.print === print ? answer : undefined;
}

function keepValid<T>(stored: unknown, isValid: (value: unknown) => value is T) {
  const valid = new Map<string, T>();
  if (!isRecord(stored)) return { valid, intact: false };
  const entries = Object.entries(stored);
  for (const [key, value] of entries) if (isValid(value)) valid.set(key, value);
  return { valid, intact: valid.size === entries.length };
}

function isAnswer(value: unknown): value is Answer {
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
