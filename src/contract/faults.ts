/**
 * Faults a run can be given, by Toxiproxy's names. `faults=reset_peer:14` arms
 * one for the moment after token 14; POST /control/runs/:run/faults fires one now.
 */

export type FaultName = 'reset_peer';

export const FAULTS = {
  reset_peer: {
    label: 'Cut connection',
    meaning: 'the lab resets the TCP connection (RST) without ending the message',
  },
} as const satisfies Record<FaultName, { label: string; meaning: string }>;

export interface ArmedFault {
  readonly name: FaultName;
  /** Fires once, right after this token was written (1-based). */
  readonly afterToken: number;
}

/** Most faults one run can be given. */
export const FAULTS_PER_RUN_MAX = 8;

export function isFaultName(value: unknown): value is FaultName {
  return typeof value === 'string' && Object.hasOwn(FAULTS, value);
}

/** Reads `name:afterToken,name:afterToken`; undefined where the text is anything else. */
export function readFaults(text: string): ArmedFault[] | undefined {
  const items = text.split(',');
  if (items.length > FAULTS_PER_RUN_MAX) return undefined;
  const faults: ArmedFault[] = [];
  for (const item of items) {
    const match = /^([a-z_]+):([1-9]\d{0,3})$/.exec(item);
    if (!match || !isFaultName(match[1])) return undefined;
    faults.push({ name: match[1], afterToken: Number(match[2]) });
  }
  return faults;
}

export function formatFaults(faults: readonly ArmedFault[]): string {
  return faults.map(({ name, afterToken }) => `${name}:${afterToken}`).join(',');
}
