import type { Capture } from '../../src/islands/experiment/capture.ts';
import { replayed } from '../../src/islands/experiment/capture.ts';

/**
 * What is different in kind between two captures of one experiment, a sentence
 * each. Dates, run ids, masking keys, ports and the moments of things may differ;
 * which spans there are, and the text that arrived, may not.
 */
export function differences(stored: Capture, today: Capture): string[] {
  const found: string[] = [];
  if (stored.ending !== today.ending) {
    found.push(`ended as "${stored.ending}" when it was recorded, as "${today.ending}" today`);
  }
  for (const direction of ['inbound', 'outbound'] as const) {
    const before = kindsOf(stored, direction);
    const now = kindsOf(today, direction);
    const gone = [...before].filter((kind) => !now.has(kind));
    const added = [...now].filter((kind) => !before.has(kind));
    if (gone.length > 0) found.push(`no ${direction} ${gone.join(', ')} any more`);
    if (added.length > 0) found.push(`new ${direction} ${added.join(', ')}`);
  }
  // A run that was stopped by hand is as long as the hand was slow.
  const [before, now] = [textOf(stored), textOf(today)];
  if (!before.startsWith(now) && !now.startsWith(before)) found.push('the text is another');
  return found;
}

function kindsOf(capture: Capture, direction: 'inbound' | 'outbound'): Set<string> {
  const lanes = replayed(capture).wire.lanes.filter((lane) => lane.direction === direction);
  return new Set(
    lanes.flatMap(({ spans }) =>
      // Where a cut falls among bytes is chance.
      spans.map(({ kind }) => kind).filter((kind) => kind !== 'incomplete'),
    ),
  );
}

function textOf(capture: Capture): string {
  return replayed(capture)
    .deltas.map(({ text }) => text)
    .join('');
}
