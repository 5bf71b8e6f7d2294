import { getCollection } from 'astro:content';
import { readLesson } from '../content-checks/read-lesson.ts';
import type { Capture } from '../islands/experiment/capture.ts';
import type { QuizItem } from './item.ts';
import { placesIn } from './places.ts';
import { splitIds } from './split-ids.ts';
import { fromMatrixRow, fromQuestion } from './to-item.ts';

/** Every question there is, in the order of the course; the matrix comes first. */
export async function getBank(): Promise<QuizItem[]> {
  const [lessons, files, matrices, captures] = await Promise.all([
    getCollection('lessons'),
    getCollection('questions'),
    getCollection('matrix'),
    getCollection('captures'),
  ]);
  const order = new Map(
    lessons
      .toSorted((a, b) => (a.filePath ?? '').localeCompare(b.filePath ?? ''))
      .map(({ id }, place) => [id, place]),
  );
  const recorded = new Map(captures.map(({ id, data }) => [id, data as unknown as Capture]));
  const places = placesIn(lessons, (id) => recorded.get(id));
  const rows = matrices.flatMap(({ data }) => data.rows.map((row) => fromMatrixRow(row, places)));
  const questions = files
    .flatMap(({ data }) => data.questions.map((question) => fromQuestion(question, places)))
    .toSorted((a, b) => (order.get(a.lesson) ?? 99) - (order.get(b.lesson) ?? 99));
  return [...rows, ...questions];
}

/**
 * The value of `data-checks` for a lesson, from its text: `id:fingerprint` of
 * each of its checks. lesson-progress.ts counts the right ones.
 */
export function checksAttribute(lessonBody: string, bank: readonly QuizItem[]): string {
  const items = new Map(bank.map((item) => [item.id, item]));
  return readLesson(lessonBody)
    .tags.filter(({ name }) => name === 'Checks')
    .flatMap(({ attributes }) => splitIds(attributes.questions))
    .map((id) => `${id}:${items.get(id)?.print ?? ''}`)
    .join(' ');
}
