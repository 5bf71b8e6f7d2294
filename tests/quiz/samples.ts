import type { QuizItem } from '../../src/quiz/item.ts';

/** A question with two right options, 0 and 2, unless told otherwise. */
export function sampleItem(id: string, changes: Partial<QuizItem> = {}): QuizItem {
  return {
    id,
    kind: 'pick-reasons',
    level: 'core',
    lesson: 'polling',
    print: `print-${id}`,
    stem: 'Which?',
    options: [true, false, true, false].map((right, i) => ({
      text: `option ${i}`,
      right,
      feedback: 'why',
    })),
    read: { label: 'Polling', href: '/lessons/polling/' },
    source: { label: 'RFC', href: 'https://example.org/' },
    ...changes,
  };
}
