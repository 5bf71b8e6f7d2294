import { type InputId, wordsOf } from '../decide/shape.ts';

/** One answer about the shape as the middle of a sentence: "what is seen may be half a second old". */
export function saysOf(input: InputId, value: string): string {
  return SENTENCES[input](wordsOf(input, value));
}

const SENTENCES: Record<InputId, (words: string) => string> = {
  direction: (words) => `it goes like this: ${words}`,
  payload: (words) => `what is sent is ${words}`,
  rate: (words) => `something happens ${words}`,
  size: (words) => `one piece has ${words}`,
  turns: (words) => `one run makes this many requests: ${words}`,
  staleness: (words) => `what is seen may be ${words} old`,
  loss: (words) => `this may be lost: ${words}`,
  resume: (words) => `after a gap this is wanted: ${words}`,
  wait: (words) => `before the first byte the server thinks for ${words}`,
  reader: (words) => `the reader ${words}`,
  lifetime: (words) => `one flow lasts ${words}`,
  tab: (words) => `the tab is ${words} when something happens`,
  auth: (words) => `who is asking is proved by ${words}`,
  between: (words) => `the hardest thing in between is ${words}`,
  client: (words) => `at the other end is ${words}`,
  receivers: (words) => `this many receive it at once: ${words}`,
  sharing: (words) => `what they receive is ${words}`,
  tabs: (words) => `one user would open this many streams: ${words}`,
  battery: (words) => `the power is this: ${words}`,
  stack: (words) => `what runs already is ${words}`,
};
