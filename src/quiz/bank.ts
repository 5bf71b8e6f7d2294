import { getCollection } from 'astro:content';
import { readLesson } from '../content-checks/read-lesson.ts';
import type { QuizItem } from './item.ts';
import { splitIds } from './split-ids.ts';
import { fromMatrixRow, fromQuestion, type ResolveSection } from './to-item.ts';

/** Every question there is, in the order of the course; the matrix comes first. */
export async function getBank(): Promise<QuizItem[]> {
  const [lessons, files, matrices] = await Promise.all([
    getCollection('lessons'),
    getCollection('questions'),
    getCollection('matrix'),
  ]);
  const places = new Map(
    lessons
      .toSorted((a, b) => (a.filePath ?? '').localeCompare(b.filePath ?? ''))
      .map(({ id }, place) => [id, place]),
  );
  const resolve = sectionResolver(lessons);
  const rows = matrices.flatMap(({ data }) => data.rows.map((row) => fromMatrixRow(row, resolve)));
  const questions = files
    .flatMap(({ data }) => data.questions.map((question) => fromQuestion(question, resolve)))
    .toSorted((a, b) => (places.get(a.lesson) ?? 99) - (places.get(b.lesson) ?? 99));
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

interface LessonText {
  id: string;
  body?: string | undefined;
  data: { title: string };
}

/** `stopping-a-stream#signals-combine` reads as "Stopping a stream: Signals combine". */
function sectionResolver(lessons: readonly LessonText[]): ResolveSection {
  const texts = new Map(
    lessons.map(({ id, body = '', data }) => [id, { ...data, ...readLesson(body) }]),
  );
  return (section) => {
    const [slug = '', anchor] = section.split('#');
    const lesson = texts.get(slug);
    const heading = lesson?.headings.find(({ id }) => id === anchor)?.text;
    return {
      label: [lesson?.title ?? slug, heading].filter(Boolean).join(': '),
      href: `/lessons/${slug}/${anchor ? `#${anchor}` : ''}`,
    };
  };
}
