import type { LessonName } from '../quiz/lesson-name.ts';

/** What the page /me knows of the course; made at build time by components/notes.ts. */
export interface CourseNotes {
  lessons: LessonNote[];
  concepts: ConceptNote[];
  questions: QuestionNote[];
}

export interface LessonNote extends LessonName {
  /** How many questions of the bank it teaches. */
  questions: number;
}

export interface Link {
  label: string;
  href: string;
}

export interface ConceptNote {
  id: string;
  title: string;
  /** Text with `code` and *emphasis*; see quiz/inline.ts. */
  claim: string;
  source: Link;
  /** Where it is taught best. */
  read: Link;
}

export interface QuestionNote {
  id: string;
  lesson: string;
  /** It and its variants, each as it reads now. */
  readings: { id: string; print: string }[];
  concepts: string[];
  /** Inline text, as are the lines. */
  stem: string;
  /** The answer in words, and why. */
  lines: { text: string; why: string }[];
  read: Link;
  source: Link;
}
