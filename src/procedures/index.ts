import { abortArrivals } from './abort-arrivals.ts';
import type { Definition } from './definition.ts';
import { earlyHints } from './early-hints.ts';
import { pushRefused } from './push-refused.ts';
import { seventhTab } from './seventh-tab.ts';
import { sharedStream } from './shared-stream.ts';
import { stalledConnection } from './stalled-connection.ts';
import { threeWebSockets } from './three-websockets.ts';
import { unreadBody } from './unread-body.ts';
import { uploadProgress } from './upload-progress.ts';
import { whereChunked } from './where-chunked.ts';

/** Every procedure by its name: the one table that experiments, scripts and tests are held against. */
export const PROCEDURES = {
  'early-hints': earlyHints,
  'push-refused': pushRefused,
  'seventh-tab': seventhTab,
  'shared-stream': sharedStream,
  'where-chunked': whereChunked,
  'three-websockets': threeWebSockets,
  'abort-arrivals': abortArrivals,
  'stalled-connection': stalledConnection,
  'unread-body': unreadBody,
  'upload-progress': uploadProgress,
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
