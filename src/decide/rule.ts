import { type OptionId, optionOf } from './options.ts';
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
  /** A state of the lab in which the reason can be watched: see {@link labOf}. */
  readonly lab?: string;
}

/** Where the lab shows a reason for or against this option: on the option's own transport, if it has one. */
export function labOf({ lab }: Rule, id: OptionId): string | undefined {
  const { transport } = optionOf(id);
  if (lab === undefined || transport === undefined) return lab;
  const query = new URLSearchParams(lab);
  const isOwn = query.get('transport') === transport;
  if (!isOwn && query.has('pollMs')) query.delete('pollMs');
  query.set('transport', transport);
  return isOwn ? lab : `?${query}`;
}
