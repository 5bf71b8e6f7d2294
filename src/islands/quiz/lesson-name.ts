import type { FAMILIES } from '../../content-checks/schemas.ts';

/** What the quiz shows of a lesson. */
export interface LessonName {
  slug: string;
  title: string;
  glyph: string;
  family: (typeof FAMILIES)[number];
}
