import type { OptionId } from './options.ts';
import type { InputId, ValueOf } from './shape.ts';
import type { Source } from './sources.ts';

/** Holds where every named input has one of its listed values. */
export type When = { readonly [Id in InputId]?: readonly ValueOf<Id>[] };

/**
 * One reason for or against some options. A rule knows inputs and options; it
 * never knows a scenario.
 */
export interface Rule {
  readonly options: readonly OptionId[];
  readonly when: When;
  /** Above zero speaks for, below speaks against (1 a nudge, 3 a strong reason); a veto ends it. */
  readonly weight: number | 'veto';
  readonly says: string;
  readonly source: Source;
  /** A state of the lab in which the reason can be watched. */
  readonly lab?: string;
}
