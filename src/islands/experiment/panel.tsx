import type { ComponentChildren } from 'preact';
import { TRANSPORTS } from '#contract/transports.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { CodePane } from './code-pane.tsx';
import { EventLog } from './event-log.tsx';
import { EventTable } from './event-table.tsx';
import { MeasurementGrid } from './measurements.tsx';
import type { ExperimentModel } from './model.ts';
import { PanelFrame } from './panel-frame.tsx';
import { Prediction } from './prediction.tsx';
import { SequenceDiagram } from './sequence-diagram.tsx';
import type { Inquiry } from './setup.ts';
import { StreamedText } from './streamed-text.tsx';
import { Tabs } from './tab-list.tsx';
import { VerdictBar } from './verdict-bar.tsx';

interface PanelProps {
  model: ExperimentModel;
  title: string;
  inquiry?: Inquiry | undefined;
  /** Gives the inspector the full width. */
  wide?: boolean;
  /** Shown between the head and the diagram; the lab's knobs. */
  children?: ComponentChildren;
}

const TAB_LABELS = {
  text: 'Text',
  wire: 'On the wire',
  hex: 'Hex',
  boundaries: 'Boundaries',
  events: 'Events',
  code: 'Code',
};

/** The experiment panel: one for every transport. */
export function Panel({ model, title, inquiry, wide, children }: PanelProps) {
  const { transport, stop } = model.setup.value;
  const ran = model.recording.value !== undefined;
  return (
    <PanelFrame
      model={model}
      title={title}
      task={inquiry?.task}
      family={TRANSPORTS[transport].family}
      ran={ran}
      stopLabel={stop === 'delete' ? 'Stop by DELETE' : 'Stop'}
      extraControl={<CutButton model={model} />}
      asked={
        <>
          {inquiry && <Prediction model={model} committed={ran} question={inquiry} />}
          {children}
        </>
      }
    >
      <SequenceDiagram model={model} />
      <div class={wide ? 'panel-lower wide' : 'panel-lower'}>
        <Tabs labels={TAB_LABELS} about="What arrived" alive={model.alive.value}>
          {(open) => (
            <>
              {open === 'text' && <StreamedText model={model} />}
              {(open === 'wire' || open === 'hex' || open === 'boundaries') && (
                <Inspector model={model} view={open} />
              )}
              {open === 'events' && <EventLog model={model} />}
              <CodePane of={transport} shown={open === 'code'} />
            </>
          )}
        </Tabs>
        <MeasurementGrid model={model} />
      </div>
      <EventTable model={model} />
      {inquiry && <VerdictBar verdict={model.verdict.value} question={inquiry} />}
    </PanelFrame>
  );
}

function CutButton({ model }: { model: ExperimentModel }) {
  if (!model.setup.value.cut) return null;
  return (
    <button
      type="button"
      class="button fault"
      disabled={!model.running.value}
      onClick={() => void model.cut()}
    >
      Cut connection
    </button>
  );
}
