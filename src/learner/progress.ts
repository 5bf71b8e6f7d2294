/**
 * What this browser remembers of its learner: which lessons were read, and how
 * each question was answered. Values in, values out; progress-store.ts keeps
 * them, merge-progress.ts joins two of them, exchange.ts writes and reads files.
 */

/** How sure a learner said to be before the feedback came, from least to most. */
export const SURENESS = ['guess', 'fairly', 'certain'] as const;
export type Sureness = (typeof SURENESS)[number];

export interface Result {
  right: boolean;
  /** Absent where it was not asked, as in the checks of a lesson. */
  sure?: Sureness;
}

export interface Try extends Result {
  /** When, ms since 1970. */
  atMs: number;
}

/** What an answer has to say about the question it answers. */
export interface Answered {
  /** The question's id; `<id>~<input>=<value>` for a variant of it. */
  id: string;
  /** Fingerprint of the question as it read then: an edited question does not inherit the answer. */
  print: string;
  /** The lesson that teaches it. */
  lesson: string;
}

/** All answers to one reading of one question; the last one stands in its own fields too. */
export interface Answer extends Answered, Try {
  /** How many times it was answered, at least: tries beyond TRIES_KEPT are counted, not kept. */
  seen: number;
  /** The latest tries, oldest first. */
  tries: readonly Try[];
}

export interface Progress {
  /** Lesson slug → when its end was first reached, ms since 1970. */
  readonly lessonsRead: ReadonlyMap<string, number>;
  /** `answerKey` → the answers to that reading of the question. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Fingerprint → a stored text that could not be read whole, kept as it was. */
  readonly setAside: ReadonlyMap<string, string>;
}

/** Tries kept per question: enough for a calibration, and a file stays small after years. */
export const TRIES_KEPT = 20;

export const NOTHING: Progress = {
  lessonsRead: new Map(),
  answers: new Map(),
  setAside: new Map(),
};

/** Ids and fingerprints hold no space. */
export function answerKey(id: string, print: string): string {
  return `${id} ${print}`;
}

/** The answers to the question as it reads now; those to an earlier reading do not count. */
export function answerTo(progress: Progress, id: string, print: string): Answer | undefined {
  return progress.answers.get(answerKey(id, print));
}

export function withLessonRead(progress: Progress, slug: string, atMs: number): Progress {
  if (progress.lessonsRead.has(slug)) return progress;
  return { ...progress, lessonsRead: new Map(progress.lessonsRead).set(slug, atMs) };
}

/** @param atMs when the answer was given, ms since 1970 */
export function withAnswer(
  progress: Progress,
  { id, print, lesson }: Answered,
  { right, sure }: Result,
  atMs: number,
): Progress {
  const before = answerTo(progress, id, print);
  const now: Try = sure ? { right, sure, atMs } : { right, atMs };
  const tries = [...(before?.tries ?? []), now].slice(-TRIES_KEPT);
  const seen = (before?.seen ?? 0) + 1;
  return withAnswers(progress, [{ id, print, lesson, ...now, seen, tries }]);
}

function withAnswers(progress: Progress, changed: readonly Answer[]): Progress {
  const answers = new Map(progress.answers);
  for (const answer of changed) answers.set(answerKey(answer.id, answer.print), answer);
  return { ...progress, answers };
}

/** Forgets every answer to a question, its earlier readings and its variants included. */
export function withoutQuestion(progress: Progress, id: string): Progress {
  return withoutAnswers(progress, (answer) => questionOf(answer.id) === questionOf(id));
}

/** Forgets that a lesson was read and every answer to its questions. */
export function withoutLesson(progress: Progress, slug: string): Progress {
  const lessonsRead = new Map(progress.lessonsRead);
  lessonsRead.delete(slug);
  return { ...withoutAnswers(progress, ({ lesson }) => lesson === slug), lessonsRead };
}

/** The question behind a variant, and a question itself. */
export function questionOf(id: string): string {
  return id.replace(/~.*$/s, '');
}

function withoutAnswers(progress: Progress, isForgotten: (answer: Answer) => boolean): Progress {
  const answers = [...progress.answers].filter(([, answer]) => !isForgotten(answer));
  return { ...progress, answers: new Map(answers) };
}
