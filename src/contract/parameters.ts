/**
 * The common parameters of every /live/* endpoint: the same ranges guard the
 * server's door and label the knobs of the lab.
 */

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
  /** Empty where the number counts things. */
  readonly unit: '' | 'ms' | 'bytes' | 'bytes a second';
  readonly meaning: string;
}

export type NumberParameter = 'tokens' | 'intervalMs' | 'seed';

export const NUMBER_PARAMETERS = {
  tokens: { min: 1, max: 2000, fallback: 40, unit: '', meaning: 'how many tokens' },
  intervalMs: { min: 0, max: 5000, fallback: 33, unit: 'ms', meaning: 'pause between two tokens' },
  seed: {
    min: 0,
    max: 2 ** 32 - 1,
    fallback: 1,
    unit: '',
    meaning: 'which text; the same seed gives the same text on any instance',
  },
} as const satisfies Record<NumberParameter, NumberRange>;

/** A run id: at least 128 random bits, spelled with the base64url alphabet. */
export const RUN_ID_PATTERN = /^[A-Za-z0-9_-]{22,64}$/;
export const RUN_ID_ALLOWED = '22 to 64 characters of A-Z a-z 0-9 _ -';

/** Longest prompt that POST /live/sse takes, in characters. */
export const PROMPT_MAX_CHARACTERS = 4000;

export type NumberReading =
  | { ok: true; value: number }
  | { ok: false; found: string; allowed: string };

/** Reads a whole decimal number of the given range; never rounds, clamps or guesses. */
export function readNumber(text: string, range: NumberRange): NumberReading {
  const value = Number(text);
  const whole = /^\d{1,10}$/.test(text);
  if (whole && value >= range.min && value <= range.max) return { ok: true, value };
  return { ok: false, found: text.slice(0, 80), allowed: describeRange(range) };
}

export function describeRange({ min, max, unit }: NumberRange): string {
  return `a whole number from ${min} to ${max}${unit && ` ${unit}`}`;
}
