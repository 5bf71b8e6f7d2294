import { useEffect, useMemo, useState } from 'preact/hooks';
import { TRANSPORTS } from '#contract/transports.ts';
import { fetchOrigins } from '../../transports/origins.ts';
import { createExperiment } from '../experiment/model.ts';
import { Panel } from '../experiment/panel.tsx';
import type { RunSetup } from '../experiment/setup.ts';
import { Knobs } from './knobs.tsx';
import './lab.css';
import { DEFAULT_STATE, formatLabState, readLabState } from './lab-state.ts';

/** The panel with every knob; its whole state is the address. */
export function Lab() {
  const model = useMemo(() => createExperiment(DEFAULT_STATE), []);
  const [complaints, setComplaints] = useState<string[]>([]);
  const [hasH2, setHasH2] = useState(false);

  useEffect(() => {
    const readAddress = () => {
      const { state, complaints } = readLabState(location.search);
      model.change(state);
      setComplaints(complaints);
    };
    readAddress();
    void fetchOrigins().then((origins) => setHasH2(origins?.h2?.up === true));
    addEventListener('popstate', readAddress);
    return () => removeEventListener('popstate', readAddress);
  }, []);

  function change(changes: Partial<RunSetup>) {
    model.change(changes);
    history.replaceState(null, '', formatLabState(model.setup.value));
  }

  const setup = model.setup.value;
  return (
    <>
      {complaints.map((sentence) => (
        <p key={sentence} class="trouble" role="alert">
          {sentence}
        </p>
      ))}
      <Panel
        model={model}
        title={`${TRANSPORTS[setup.transport].name}, read with ${TRANSPORTS[setup.transport].api}`}
        wide
      >
        <Knobs model={model} hasH2={hasH2} onChange={change} />
      </Panel>
    </>
  );
}
