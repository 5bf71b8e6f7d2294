import type { ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Inspected } from '../experiment/recording.ts';
import { BoundaryLens } from './boundary-lens.tsx';
import { Hex } from './hex.tsx';
import './inspector.css';
import './spans.css';
import { Overhead } from './overhead.tsx';
import { type Selection, toHash } from './selection.ts';
import { SpanCard } from './span-card.tsx';
import { Transcript } from './transcript.tsx';

interface InspectorProps {
  model: {
    /** Moves when the recording has grown. */
    readonly version: ReadonlySignal<number>;
    readonly recording: ReadonlySignal<Inspected | undefined>;
    readonly running: ReadonlySignal<boolean>;
    readonly selection: Selection;
  };
  view: 'wire' | 'hex' | 'boundaries';
}

/** The bytes of the learner's own connection, in three views with one lit span. */
export function Inspector({ model, view }: InspectorProps) {
  void model.version.value;
  const recording = model.recording.value;
  const running = model.running.value;
  const { selection } = model;
  const selected = selection.value;

  // A lit span is the page's address: a link leads back to these bytes of the next run.
  useEffect(() => {
    if (selected && !selected.hovered)
      history.replaceState(null, '', `${location.search}${toHash(selected)}`);
  }, [selected]);

  if (!recording || recording.wire.records === 0) {
    return (
      <p class="pane-empty inset">
        {recording && !running
          ? 'The wire feed brought nothing for this run.'
          : 'The bytes of your own connection appear here, both directions, as they cross it.'}
      </p>
    );
  }
  const shared = { store: recording.wire, selection, running };
  return (
    <>
      {view === 'wire' && <Transcript {...shared} />}
      {view === 'hex' && <Hex {...shared} />}
      {view === 'boundaries' && (
        <div class="boundaries">
          <BoundaryLens store={recording.wire} recording={recording} selection={selection} />
          <Overhead store={recording.wire} tokens={recording.deltas.length} />
        </div>
      )}
      <SpanCard selection={selection} />
    </>
  );
}
