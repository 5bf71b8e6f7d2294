import { type CollectionEntry, getCollection } from 'astro:content';

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
  /** Number of checks in the lesson's text. */
  checks: number;
  entry: CollectionEntry<'lessons'>;
}

/** All lessons in the order of their file numbers. */
export async function getCourse(): Promise<CourseLesson[]> {
  const entries = await getCollection('lessons');
  return entries
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map((entry, index) => ({
      slug: entry.id,
      place: index + 1,
      data: entry.data,
      checks: countChecks(entry.body ?? ''),
      entry,
    }));
}

function numberOf(entry: CollectionEntry<'lessons'>): number {
  return Number(/(\d+)-[^/]*$/.exec(entry.filePath ?? '')?.[1] ?? 0);
}

function countChecks(body: string): number {
  const lists = body.matchAll(/<Checks\s+questions="([^"]*)"/g);
  return [...lists].flatMap(([, ids = '']) => ids.split(',')).filter((id) => id.trim()).length;
}
