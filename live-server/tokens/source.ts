import { PARAGRAPHS } from './paragraphs.ts';

/**
 * The text of a run: a walk through the paragraphs that the seed decides, cut
 * into word-like tokens. A token carries the space before it, so that joined
 * tokens read as prose. The same seed gives the same tokens on any instance,
 * and a longer run begins with the tokens of a shorter one.
 *
 * @param seed 0 to 2³²−1
 * @param count how many tokens, from 1
 */
export function tokensFrom(seed: number, count: number): string[] {
  const tokens: string[] = [];
  for (let step = 0; tokens.length < count; step++) {
    if (step > 0) tokens.push('\n\n');
    tokens.push(...paragraphAt(seed, step));
  }
  return tokens.slice(0, count);
}

/** A word, one sign beyond ASCII, or a run of punctuation; each with the space before it. */
const TOKEN = /\s?(?:[\p{L}\p{N}]+(?:[’.-][\p{L}\p{N}]+)*|\p{S}|[^\s\p{L}\p{N}\p{S}]+)/gu;

const TOKENISED = PARAGRAPHS.map((paragraph) => paragraph.match(TOKEN) ?? []);

/** Strides that share no factor with the number of paragraphs: each visits all before it repeats. */
const STRIDES = Array.from(PARAGRAPHS, (_, stride) => stride).filter(
  (stride) => greatestCommonDivisor(stride, PARAGRAPHS.length) === 1,
);

/** Seed 1 starts at the first paragraph, seed 2 at the second; every round takes another stride. */
function paragraphAt(seed: number, step: number): readonly string[] {
  const count = TOKENISED.length;
  const round = Math.floor(seed / count) + Math.floor(step / count);
  const stride = STRIDES[round % STRIDES.length] ?? 1;
  const position = (seed + count - 1 + (step % count) * stride) % count;
  return TOKENISED[position] ?? [];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
