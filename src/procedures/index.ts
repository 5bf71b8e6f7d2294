import type { Definition } from './definition.ts';
import { earlyHints } from './early-hints.ts';
import { pushRefused } from './push-refused.ts';
import { seventhTab } from './seventh-tab.ts';
import { sharedStream } from './shared-stream.ts';

/** Every procedure by its name: the one table that experiments, scripts and tests are held against. */
export const PROCEDURES = {
  'early-hints': earlyHints,
  'push-refused': pushRefused,
  'seventh-tab': seventhTab,
  'shared-stream': sharedStream,
} as const satisfies Record<string, Definition>;

export type ProcedureName = keyof typeof PROCEDURES;

export const PROCEDURE_NAMES = Object.keys(PROCEDURES) as ProcedureName[];

export function isProcedureName(value: unknown): value is ProcedureName {
  return typeof value === 'string' && Object.hasOwn(PROCEDURES, value);
}

/** The definition without its names, for those that handle any procedure. */
export function definitionOf(name: ProcedureName): Definition {
  return PROCEDURES[name];
}
