/**
 * Faults a run can be given, by Toxiproxy's names. `faults=reset_peer:14` arms
 * one for the moment after token 14; POST /control/runs/:run/faults fires one now.
 */

export type FaultName = 'reset_peer' | 'stall';

interface FaultRow {
  readonly label: string;
  readonly meaning: string;
  /** Whether the connection is over with it. */
  readonly cuts: boolean;
}

/** How long a stalled connection is silent, in ms. */
export const STALL_MS = 800;

export const FAULTS = {
  reset_peer: {
    label: 'Cut connection',
    meaning: 'the lab resets the TCP connection (RST) without ending the message',
    cuts: true,
  },
  stall: {
    label: 'Stall connection',
    meaning: `the lab holds back everything it would send on the connection, for ${STALL_MS} ms`,
    cuts: false,
  },
} as const satisfies Record<FaultName, FaultRow>;

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
