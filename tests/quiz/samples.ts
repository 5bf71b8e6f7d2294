import type { ChoiceItem } from '../../src/quiz/item.ts';

/** A question with two right options, 0 and 2, unless told otherwise. */
export function sampleItem(id: string, changes: Partial<ChoiceItem> = {}): ChoiceItem {
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
    prove: { label: 'the lab', href: '/lab/' },
    source: { label: 'RFC', href: 'https://example.org/' },
    ...changes,
  };
}
