import type { OptionRow } from './definition.ts';

export type OptionValues = Readonly<Record<string, number | string>>;

/** Options as an experiment gives them, the others at their fallback; complaints are sentences. */
export function readOptions(
  rows: Readonly<Record<string, OptionRow>>,
  given: Readonly<Record<string, unknown>>,
): { values: OptionValues; complaints: string[] } {
  const complaints = Object.keys(given)
    .filter((name) => !Object.hasOwn(rows, name))
    .map((name) => `has no option "${name}"; its options are ${listOf(Object.keys(rows))}`);
  const values = Object.entries(rows).map(([name, row]) => {
    const value = Object.hasOwn(given, name) ? given[name] : row.fallback;
    if (isAllowed(row, value)) return [name, value] as const;
    complaints.push(`takes ${allowedBy(row)} as "${name}", not ${JSON.stringify(value)}`);
    return [name, row.fallback] as const;
  });
  return { values: Object.fromEntries(values), complaints };
}

function isAllowed(row: OptionRow, value: unknown): value is number | string {
  if (row.type === 'one-of') return row.values.includes(value as string);
  return Number.isInteger(value) && Number(value) >= row.min && Number(value) <= row.max;
}

/** What an option takes, in words: `a whole number from 2 to 8`. */
export function allowedBy(row: OptionRow): string {
  if (row.type === 'one-of') return row.values.join(' or ');
  return `a whole number from ${row.min} to ${row.max}`;
}

function listOf(names: string[]): string {
  return names.length > 0 ? names.join(', ') : 'none';
}
