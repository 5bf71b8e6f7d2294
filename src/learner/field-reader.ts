import { SURENESS, type Sureness } from './progress.ts';

/** Ids, fingerprints and slugs. */
const MAX_NAME_CHARS = 200;
/** How much of a wrong value a sentence repeats. */
const SHOWN_CHARS = 40;

/**
 * Reads the fields of a foreign JSON value. Each reader gives the value, or
 * undefined after a sentence that says where it stands, what it is and what it
 * has to be.
 */
export class FieldReader {
  readonly problems: string[] = [];
  readonly #latestMs: number;

  /** @param latestMs no time may be later, ms since 1970 */
  constructor(latestMs: number) {
    this.#latestMs = latestMs;
  }

  record(value: unknown, path: string): Record<string, unknown> | undefined {
    return isRecord(value) ? value : this.#refuse(value, path, 'an object');
  }

  /** Empty after a sentence, so that a caller can go on. */
  list(value: unknown, path: string): unknown[] {
    return Array.isArray(value) ? value : (this.#refuse(value, path, 'a list') ?? []);
  }

  name(value: unknown, path: string): string | undefined {
    const isName =
      typeof value === 'string' && /^\S+$/.test(value) && value.length <= MAX_NAME_CHARS;
    const expected = `text of 1 to ${MAX_NAME_CHARS} characters without spaces`;
    return isName ? value : this.#refuse(value, path, expected);
  }

  text(value: unknown, path: string): string | undefined {
    return typeof value === 'string' ? value : this.#refuse(value, path, 'text');
  }

  flag(value: unknown, path: string): boolean | undefined {
    return typeof value === 'boolean' ? value : this.#refuse(value, path, 'true or false');
  }

  count(value: unknown, path: string): number | undefined {
    const isCount = Number.isSafeInteger(value) && Number(value) >= 1;
    return isCount ? Number(value) : this.#refuse(value, path, 'a whole number from 1');
  }

  time(value: unknown, path: string): number | undefined {
    if (typeof value !== 'number' || !(value >= 0))
      return this.#refuse(value, path, 'a time in ms since 1970');
    if (value <= this.#latestMs) return value;
    return this.#refuse(value, path, `a time in ms that is not in the future`);
  }

  sureness(value: unknown, path: string): Sureness | undefined {
    const level = SURENESS.find((one) => one === value);
    return level ?? this.#refuse(value, path, `one of ${SURENESS.join(', ')}, or left out`);
  }

  /** Says which fields of the record nobody reads. */
  onlyKnows(record: Record<string, unknown>, known: ReadonlySet<string>, path = ''): void {
    for (const key of Object.keys(record))
      if (!known.has(key)) this.problems.push(`${path}${key} is not known here and is left out.`);
  }

  #refuse(value: unknown, path: string, expected: string): undefined {
    const found = value === undefined ? 'is missing' : `is ${show(value)}`;
    this.problems.push(`${path} ${found}; it has to be ${expected}.`);
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as JSON, cut where a sentence would get too long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
