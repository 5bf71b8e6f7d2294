import type { Rule } from './rule.ts';
import { DELIVERY_RULES } from './rules/delivery.ts';
import { FLOW_RULES } from './rules/flow.ts';
import { READER_RULES } from './rules/readers.ts';
import { SURROUNDINGS_RULES } from './rules/surroundings.ts';

/** Every reason that the engine knows. */
export const RULES: readonly Rule[] = [
  ...FLOW_RULES,
  ...DELIVERY_RULES,
  ...SURROUNDINGS_RULES,
  ...READER_RULES,
];
