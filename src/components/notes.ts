import { getCollection } from 'astro:content';
import type { Concept } from '../content-checks/concept-schema.ts';
import type { CourseNotes, QuestionNote } from '../islands/me/notes.ts';
import { conceptsOf } from '../learner/concepts-of.ts';
import { answerTo } from '../quiz/answer-text.ts';
import { getBank } from '../quiz/bank.ts';
import { type ChoiceItem, isChoice, type QuizItem } from '../quiz/item.ts';
import { placesIn } from '../quiz/places.ts';
import { formsOf } from '../quiz/standing.ts';
import { type CourseLesson, getCourse } from './course.ts';

/** Rows of a board that its note repeats; the others are in the quiz. */
const BOARD_LINES = 2;

/** What /me says about lessons, concepts and questions. */
export async function getCourseNotes(): Promise<CourseNotes> {
  const [course, bank, files, lessons] = await Promise.all([
    getCourse(),
    getBank(),
    getCollection('concepts'),
    getCollection('lessons'),
  ]);
  const places = placesIn(lessons, () => undefined);
  const concepts = files.flatMap(({ data }) => data.concepts);
  return {
    lessons: course.map((lesson) => lessonNote(lesson, bank)),
    concepts: concepts.map(({ id, title, claim, source, sections }) => ({
      id,
      title,
      claim,
      source,
      read: places.section(sections[0] ?? ''),
    })),
    questions: bank.map((item) => questionNote(item, concepts)),
  };
}

function lessonNote({ slug, data }: CourseLesson, bank: readonly QuizItem[]) {
  const { title, glyph, family } = data;
  const questions = bank.filter(({ lesson }) => lesson === slug).length;
  return { slug, title, glyph, family, questions };
}

function questionNote(item: QuizItem, concepts: readonly Concept[]): QuestionNote {
  const { id, lesson, stem, read, source } = item;
  const section = read.href.replace(/^\/lessons\/|\/$/g, '').replace('/#', '#');
  return {
    id,
    lesson,
    readings: formsOf(item),
    concepts: conceptsOf(section, concepts).map((concept) => concept.id),
    stem,
    lines: linesOf(item),
    read,
    source,
  };
}

function linesOf(item: QuizItem): QuestionNote['lines'] {
  if (isChoice(item)) return [choiceLine(item)];
  return answerTo(item).slice(0, item.kind === 'matrix-board' ? BOARD_LINES : 1);
}

function choiceLine({ kind, options }: ChoiceItem): { text: string; why: string } {
  if (kind === 'order-steps') return { text: options.map(({ text }) => text).join(' → '), why: '' };
  const right = options.filter((option) => option.right);
  // Several right ones share a line, so each gives up its full stop.
  const text = right.map((option) => option.text.replace(/\.$/, '')).join(' · ');
  const why = right[0]?.feedback ?? '';
  const asksForFalse = kind === 'false-claim' || kind === 'false-sentence';
  return { text: asksForFalse ? `False: “${text}”` : text, why };
}
