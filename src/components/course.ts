import { type CollectionEntry, getCollection } from 'astro:content';
import { checksAttribute, getBank } from '../quiz/bank.ts';

export const GROUP_TITLES: Record<CollectionEntry<'lessons'>['data']['group'], string> = {
  start: 'Start',
  protocols: 'Protocols',
  pressure: 'Under pressure',
  decide: 'Decide',
};

export interface CourseLesson {
  slug: string;
  /** 1-based place in the course. */
  place: number;
  data: CollectionEntry<'lessons'>['data'];
  /** The checks in the lesson's text, as `lesson-progress.ts` reads them. */
  checks: string;
  entry: CollectionEntry<'lessons'>;
}

/** All lessons in the order of their file numbers. */
export async function getCourse(): Promise<CourseLesson[]> {
  const [entries, bank] = await Promise.all([getCollection('lessons'), getBank()]);
  return entries
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map((entry, index) => ({
      slug: entry.id,
      place: index + 1,
      data: entry.data,
      checks: checksAttribute(entry.body ?? '', bank),
      entry,
    }));
}

function numberOf(entry: CollectionEntry<'lessons'>): number {
  return Number(/(\d+)-[^/]*$/.exec(entry.filePath ?? '')?.[1] ?? 0);
}
