import { FieldReader, isRecord, show } from './field-reader.ts';
import { fingerprint } from './fingerprint.ts';
import { answerFrom, mergeAnswers } from './merge-progress.ts';
import { type Answer, answerKey, type Progress, type Try } from './progress.ts';

/** A learner's progress as a file: everything that is stored, and back, field by field. */

export const FORMAT = 'chunk-by-chunk progress';
export const VERSION = 2;

/** All questions with all tries that are kept make about 1 MB. */
export const MAX_FILE_BYTES = 8_000_000;

/** Clocks of two machines differ; a time from the far future would stay the newest for ever. */
const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1000;

/** @param nowMs ms since 1970 */
export function writeExport({ lessonsRead, answers, setAside }: Progress, nowMs: number): string {
  const file = {
    format: FORMAT,
    version: VERSION,
    exportedAt: new Date(nowMs).toISOString(),
    lessonsRead: Object.fromEntries(lessonsRead),
    answers: [...answers.values()],
    setAside: [...setAside.values()],
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

export type Import =
  /** Nothing can be taken from the text: what it is, and what to do. */
  | { ok: false; reason: string }
  /** What is sound; each problem is a sentence on a part that stays out. */
  | { ok: true; progress: Progress; problems: string[] };

/** @param nowMs ms since 1970; nothing was answered later than a day after that */
export function readExport(text: string, nowMs: number): Import {
  if (text.trim() === '') return refuse('This file is empty. Choose a file that Export made.');
  const file = parseJson(text);
  if (!isRecord(file)) {
    const begin = show(text.slice(0, 20));
    return refuse(`This is no export: it begins with ${begin}. Choose a file that Export made.`);
  }
  const { format, version } = file;
  if (format === FORMAT && typeof version === 'number' && version > VERSION) {
    return refuse(
      `This file has version ${version}, and this page reads up to ${VERSION}. Reload the page for the newer course, then import again.`,
    );
  }
  const current = migrate(file);
  if (!current && format === undefined) {
    return refuse('This is no export: it names no format. Choose a file that Export made.');
  }
  if (!current) {
    return refuse(
      `This file says format ${show(format)} and version ${show(version)}; an export says ${show(FORMAT)} and ${VERSION}.`,
    );
  }
  const read = new FieldReader(nowMs + CLOCK_TOLERANCE_MS);
  return { ok: true, progress: readFile(current, read), problems: read.problems };
}

function refuse(reason: string): Import {
  return { ok: false, reason };
}

/** The fields of the current version; undefined when it is no file of ours. */
function migrate(file: Record<string, unknown>): Record<string, unknown> | undefined {
  if (file.format === FORMAT && file.version === VERSION) return file;
  // Version 1 was never exported; it is the text that localStorage held and that was set aside.
  if (file.format === undefined && file.version === 1) return fromVersion1(file);
  return undefined;
}

/** Version 1 had its answers by id, each with its last result alone. */
function fromVersion1({ lessonsRead, answers }: Record<string, unknown>) {
  const list = Object.entries(isRecord(answers) ? answers : {}).map(([id, value]) =>
    isRecord(value) ? { id, ...value, tries: [] } : { id },
  );
  return { lessonsRead, answers: list, setAside: [] };
}

const FILE_FIELDS = new Set([
  'format',
  'version',
  'exportedAt',
  'lessonsRead',
  'answers',
  'setAside',
]);

function readFile(file: Record<string, unknown>, read: FieldReader): Progress {
  read.onlyKnows(file, FILE_FIELDS);
  const lessonsRead = new Map<string, number>();
  const lessons = read.record(file.lessonsRead, 'lessonsRead') ?? {};
  for (const [slug, value] of Object.entries(lessons)) {
    const name = read.name(slug, 'lessonsRead: the name of a lesson');
    const atMs = read.time(value, `lessonsRead.${slug}`);
    if (name !== undefined && atMs !== undefined) lessonsRead.set(name, atMs);
  }

  const answers = new Map<string, Answer>();
  for (const [index, value] of read.list(file.answers, 'answers').entries()) {
    const answer = readAnswer(value, `answers[${index}]`, read);
    if (!answer) continue;
    const key = answerKey(answer.id, answer.print);
    const before = answers.get(key);
    answers.set(key, before ? mergeAnswers(before, answer) : answer);
  }

  const setAside = new Map<string, string>();
  for (const [index, value] of read.list(file.setAside, 'setAside').entries()) {
    const text = read.text(value, `setAside[${index}]`);
    if (text !== undefined) setAside.set(fingerprint(text), text);
  }
  return { lessonsRead, answers, setAside };
}

const ANSWER_FIELDS = new Set(['id', 'print', 'lesson', 'right', 'sure', 'atMs', 'seen', 'tries']);

function readAnswer(value: unknown, place: string, read: FieldReader): Answer | undefined {
  const fields = read.record(value, place);
  if (!fields) return undefined;
  const id = read.name(fields.id, `${place}.id`);
  if (id === undefined) return undefined;
  const path = `answers.${id}`;
  read.onlyKnows(fields, ANSWER_FIELDS, `${path}.`);

  const print = read.name(fields.print, `${path}.print`);
  const lesson = read.name(fields.lesson, `${path}.lesson`);
  const last = readTry(fields, path, read);
  const seen = read.count(fields.seen, `${path}.seen`);
  const tries = read
    .list(fields.tries, `${path}.tries`)
    .flatMap((item, i) => readTry(item, `${path}.tries[${i}]`, read) ?? [])
    .toSorted((a, b) => a.atMs - b.atMs);
  if (print === undefined || lesson === undefined || !last || seen === undefined) return undefined;
  // The last result is one of the tries; where a file leaves it out of them, it counts as one.
  const question = { id, print, lesson };
  const alone = answerFrom(question, [last], tries.length > 0 ? 1 : seen);
  return tries.length > 0 ? mergeAnswers(answerFrom(question, tries, seen), alone) : alone;
}

function readTry(value: unknown, path: string, read: FieldReader): Try | undefined {
  const fields = read.record(value, path);
  if (!fields) return undefined;
  const right = read.flag(fields.right, `${path}.right`);
  const atMs = read.time(fields.atMs, `${path}.atMs`);
  // A try without a sound sureness still counts as a try.
  const sure = fields.sure === undefined ? undefined : read.sureness(fields.sure, `${path}.sure`);
  if (right === undefined || atMs === undefined) return undefined;
  return sure ? { right, sure, atMs } : { right, atMs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
