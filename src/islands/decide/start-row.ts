import type { Change } from '../../decide/flip.ts';
import type { Preset } from '../../decide/presets.ts';

/** A row of the matrix as a place to start from. */
export interface StartRow {
  preset: Preset;
  title: string;
  popular: { pick: string; why: string };
  senior: { pick: string; why: string };
  /** The answers under which the popular pick would be right; empty where it is. */
  assumes: Change[];
}
