import { getEntry } from 'astro:content';
import { type Capture, replayed } from '../islands/experiment/capture.ts';
import type { Recording } from '../islands/experiment/recording.ts';
import type { WireStore } from '../islands/inspector/wire-store.ts';
import { type ProcedureCapture, replayedProcedure } from '../islands/procedure/capture.ts';
import type { ProcedureRecording } from '../islands/procedure/recording.ts';

/** A recorded run of a transport with everything that crossed the wire, dissected. */
export interface LoadedCapture {
  capture: Capture;
  recording: Recording;
}

/** Undefined where the experiment has not been recorded, or runs a procedure. */
export async function loadCapture(id: string): Promise<LoadedCapture | undefined> {
  const entry = await getEntry('captures', id);
  if (!entry || 'procedure' in entry.data) return undefined;
  const capture = entry.data as unknown as Capture;
  return { capture, recording: replayed(capture) };
}

/** A recorded procedure with all of its runs. */
export interface LoadedProcedure {
  capture: ProcedureCapture;
  recording: ProcedureRecording;
}

/** Undefined where the experiment has not been recorded, or runs a transport. */
export async function loadProcedureCapture(id: string): Promise<LoadedProcedure | undefined> {
  const entry = await getEntry('captures', id);
  if (!entry || !('procedure' in entry.data)) return undefined;
  const capture = entry.data as unknown as ProcedureCapture;
  return { capture, recording: replayedProcedure(capture) };
}

/** The bytes of a recorded run, and where they were recorded. */
export interface LoadedWire {
  at: { recordedAt: string; node: string; browser: string };
  wire: WireStore;
}

/**
 * @param run label of the procedure's run, as its select shows it; the first one where none is given
 * @throws Error with a sentence where there is no such capture or no such run
 */
export async function loadWire(id: string, run?: string): Promise<LoadedWire> {
  const transport = await loadCapture(id);
  if (transport) return { at: transport.capture, wire: transport.recording.wire };
  const procedure = await loadProcedureCapture(id);
  if (!procedure) {
    throw new Error(`There is no content/captures/${id}.json; "npm run record -- ${id}" makes it.`);
  }
  const { runs } = procedure.recording;
  const found = runs.find(({ label }) => run === undefined || label === run);
  if (found) return { at: procedure.capture, wire: found.wire };
  const labels = runs.map(({ label }) => `"${label}"`).join(', ');
  throw new Error(`The capture ${id} has no run "${run}"; its runs are ${labels}.`);
}
