import type { OptionId } from './options.ts';
import { type Decision, rank } from './rank.ts';
import { INPUT_IDS, type InputId, inputOf, type Shape, valuesOf, withValue } from './shape.ts';

/** One answer changed, and what is decided then. */
export interface Flip {
  input: InputId;
  from: string;
  to: string;
  distance: number;
  decision: Decision;
}

/** Another choice counts as much as two steps on a scale; another thing to build counts more. */
export const CHOICE_DISTANCE = 2;

/** How far apart two answers are. */
export function distanceOf(id: InputId, from: string, to: string): number {
  if (from === to) return 0;
  const { scale, far } = inputOf(id);
  const values = valuesOf(id);
  if (scale) return Math.abs(values.indexOf(from) - values.indexOf(to));
  return far ?? CHOICE_DISTANCE;
}

/** Every change of one input that makes another option the pick, nearest first. */
export function flipsOf(shape: Shape): Flip[] {
  const now = rank(shape).pick?.option.id;
  return changesOf(shape)
    .map((change) => ({ ...change, decision: rank(withValue(shape, change.input, change.to)) }))
    .filter(({ decision }) => decision.pick && decision.pick.option.id !== now)
    .toSorted((a, b) => a.distance - b.distance || leadOf(b.decision) - leadOf(a.decision));
}

/** The smallest of them; among equally small ones the one that decides most clearly. */
export function smallestFlip(shape: Shape): Flip | undefined {
  return flipsOf(shape)[0];
}

/** The nearest flip to each other pick, so that a list of them says different things. */
export function nearestFlips(shape: Shape, count: number): Flip[] {
  const seen = new Set<OptionId | undefined>();
  return flipsOf(shape)
    .filter(({ decision }) => {
      const id = decision.pick?.option.id;
      return !seen.has(id) && seen.add(id);
    })
    .slice(0, count);
}

/** The nearest change of one answer, else of two, under which this option would be the pick. */
export function whenWouldItWin(shape: Shape, wanted: OptionId): Change[] | undefined {
  const singles = changesOf(shape);
  const pairs = singles.flatMap((first, at) =>
    singles
      .slice(at + 1)
      .flatMap((second) => (second.input === first.input ? [] : [[first, second]])),
  );
  return [singles.map((change) => [change]), pairs]
    .flatMap((tries) => tries.toSorted((a, b) => lengthOf(a) - lengthOf(b)))
    .find((changes) => {
      const changed = changes.reduce((so, { input, to }) => withValue(so, input, to), shape);
      return rank(changed).pick?.option.id === wanted;
    });
}

export type Change = Omit<Flip, 'decision'>;

function changesOf(shape: Shape): Change[] {
  return INPUT_IDS.flatMap((input) =>
    valuesOf(input)
      .filter((to) => to !== shape[input])
      .map((to) => ({
        input,
        from: shape[input],
        to,
        distance: distanceOf(input, shape[input], to),
      })),
  );
}

function leadOf({ pick, runnerUp }: Decision): number {
  return (pick?.score ?? 0) - (runnerUp?.score ?? 0);
}

function lengthOf(changes: Change[]): number {
  return changes.reduce((sum, { distance }) => sum + distance, 0);
}
