import type { Rule } from './rule.ts';
import { AMOUNT_RULES } from './rules/amount.ts';
import { DELIVERY_RULES } from './rules/delivery.ts';
import { DIRECTION_RULES } from './rules/direction.ts';
import { PAYLOAD_RULES } from './rules/payload.ts';
import { READER_RULES } from './rules/readers.ts';
import { SURROUNDINGS_RULES } from './rules/surroundings.ts';

/** Every reason that the engine knows. */
export const RULES: readonly Rule[] = [
  ...DIRECTION_RULES,
  ...PAYLOAD_RULES,
  ...AMOUNT_RULES,
  ...DELIVERY_RULES,
  ...SURROUNDINGS_RULES,
  ...READER_RULES,
];
