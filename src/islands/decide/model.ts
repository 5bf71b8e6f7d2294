import { computed, createModel, signal } from '@preact/signals';
import { nearestFlips } from '../../decide/flip.ts';
import { rank } from '../../decide/rank.ts';
import { DEFAULT_SHAPE, type InputId, type Shape, withValue } from '../../decide/shape.ts';
import { formatShape, parseShape } from '../../decide/url-state.ts';

const FLIPS_SHOWN = 3;

/** The shape under decision, whose whole state is the address. No markup. */
export const DecideModel = createModel(() => {
  const shape = signal<Shape>(DEFAULT_SHAPE);
  const complaints = signal<string[]>([]);

  const decision = computed(() => rank(shape.value));
  const flips = computed(() => nearestFlips(shape.value, FLIPS_SHOWN));
  /** For those who do not see the ranking move. */
  const status = computed(() => {
    const { pick, runnerUp } = decision.value;
    if (!pick) return 'No option survives these answers.';
    return `The pick is ${pick.option.name}${runnerUp ? `, then ${runnerUp.option.name}` : ''}.`;
  });

  const readAddress = () => {
    const read = parseShape(location.search);
    shape.value = read.shape;
    complaints.value = read.complaints;
  };
  const addressOf = () => `${location.pathname}${formatShape(shape.value)}`;

  return {
    shape,
    complaints,
    decision,
    flips,
    status,

    /** Takes the shape from the address, now and on Back; the result lets go of it. */
    wake(): () => void {
      readAddress();
      addEventListener('popstate', readAddress);
      return () => removeEventListener('popstate', readAddress);
    },
    /** One answer changed by hand: the address follows, and Back leads out of the page. */
    answer(id: InputId, value: string): void {
      shape.value = withValue(shape.value, id, value);
      history.replaceState(null, '', addressOf());
    },
    /** A leap to another shape: Back leads to the one before. */
    leap(next: Shape): void {
      shape.value = next;
      history.pushState(null, '', addressOf());
    },
  };
});

export type Decide = InstanceType<typeof DecideModel>;
