import { useMemo } from 'preact/hooks';
import { createExperiment } from './model.ts';
import { Panel } from './panel.tsx';
import type { Inquiry, RunSetup } from './setup.ts';

interface ExperimentProps {
  setup: RunSetup;
  inquiry: Inquiry;
  /** Where its recorded run lies. */
  captureUrl?: string;
}

/** An experiment of a lesson. */
export function Experiment({ setup, inquiry, captureUrl }: ExperimentProps) {
  const model = useMemo(() => createExperiment(setup, inquiry, captureUrl), []);
  return <Panel model={model} title={inquiry.question} inquiry={inquiry} />;
}
