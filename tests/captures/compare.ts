import type { Capture } from '../../src/islands/experiment/capture.ts';
import { replayed } from '../../src/islands/experiment/capture.ts';
import type { ProcedureCapture } from '../../src/islands/procedure/capture.ts';
import { definitionOf } from '../../src/procedures/index.ts';

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

/**
 * What is different in kind between two captures of one procedure. Times and counts
 * may differ; its lanes, its runs and the outcome that follows from its facts may not.
 */
export function procedureDifferences(stored: ProcedureCapture, today: ProcedureCapture): string[] {
  const told = (capture: ProcedureCapture) => ({
    ending: capture.ending,
    lanes: capture.lanes.map(({ label, origin }) => `${label} over ${origin}`).join(', '),
    runs: capture.runs.map(({ label }) => label).join(', '),
    facts: Object.keys(capture.facts).sort().join(', '),
    outcome: definitionOf(capture.procedure).read(capture.facts as never),
  });
  const [before, now] = [told(stored), told(today)];
  return (Object.keys(before) as (keyof typeof before)[])
    .filter((key) => before[key] !== now[key])
    .map((key) => `${key} was "${before[key]}" when it was recorded, is "${now[key]}" today`);
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
