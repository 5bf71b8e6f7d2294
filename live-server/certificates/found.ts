/** What a look into the folder gave: the thing, or why it cannot be used, or that there is none yet. */
export type Found<Thing> =
  | { readonly state: 'good'; readonly thing: Thing }
  /** `reason` ends a sentence, for example `ca.pem is damaged`. */
  | { readonly state: 'bad'; readonly reason: string }
  | { readonly state: 'none' };

export const NONE: Found<never> = { state: 'none' };

export function good<Thing>(thing: Thing): Found<Thing> {
  return { state: 'good', thing };
}

export function bad(reason: string): Found<never> {
  return { state: 'bad', reason };
}
