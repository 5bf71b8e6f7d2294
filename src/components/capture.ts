import { getEntry } from 'astro:content';
import { type Capture, replayed } from '../islands/experiment/capture.ts';
import type { Recording } from '../islands/experiment/recording.ts';

/** A recorded run with everything that crossed the wire, dissected. */
export interface LoadedCapture {
  capture: Capture;
  recording: Recording;
}

/** Undefined where the experiment has not been recorded. */
export async function loadCapture(id: string): Promise<LoadedCapture | undefined> {
  const entry = await getEntry('captures', id);
  if (!entry) return undefined;
  const capture = entry.data as unknown as Capture;
  return { capture, recording: replayed(capture) };
}
