import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { TRANSPORTS } from '#contract/transports.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { EventLog } from './event-log.tsx';
import { EventTable } from './event-table.tsx';
import { MeasurementGrid } from './measurements.tsx';
import type { ExperimentModel } from './model.ts';
import './panel.css';
import { Prediction } from './prediction.tsx';
import { RichText } from './rich-text.tsx';
import { SequenceDiagram } from './sequence-diagram.tsx';
import type { Inquiry } from './setup.ts';
import { StreamedText } from './streamed-text.tsx';
import { VerdictBar } from './verdict-bar.tsx';

interface PanelProps {
  model: ExperimentModel;
  title: string;
  inquiry?: Inquiry | undefined;
  /** Gives the inspector the full width. */
  wide?: boolean;
  /** The source of endpoint and client, highlighted at build time. */
  code: ComponentChildren;
  /** Shown between the head and the diagram; the lab's knobs. */
  children?: ComponentChildren;
}

/** The experiment panel: one for every transport. */
export function Panel({ model, title, inquiry, wide, code, children }: PanelProps) {
  const titleId = useId();
  useEffect(() => {
    model.wake();
    return () => model.dispose();
  }, []);
  const { transport } = model.setup.value;
  return (
    <section
      class="panel breakout"
      data-family={TRANSPORTS[transport].family}
      data-wire-done={model.wireDone.value || undefined}
      aria-labelledby={titleId}
    >
      <header class="panel-head">
        <h3 id={titleId}>{title}</h3>
        <Controls model={model} />
        {inquiry?.task && <p class="task">{inquiry.task}</p>}
      </header>
      {inquiry && <Prediction model={model} inquiry={inquiry} />}
      {children}
      {model.trouble.value && (
        <p class="trouble">
          <RichText text={model.trouble.value} />
        </p>
      )}
      <SequenceDiagram model={model} />
      <div class={wide ? 'panel-lower wide' : 'panel-lower'}>
        <Tabs model={model} code={code} />
        <MeasurementGrid model={model} />
      </div>
      <EventTable model={model} />
      {inquiry && <VerdictBar model={model} inquiry={inquiry} />}
      <p class="visually-hidden" role="status">
        {model.status.value}
      </p>
    </section>
  );
}

function Controls({ model }: { model: ExperimentModel }) {
  const alive = model.alive.value;
  const running = model.running.value;
  const { cut, stop } = model.setup.value;
  return (
    <div class="controls">
      {cut && (
        <button
          type="button"
          class="button fault"
          disabled={!running}
          onClick={() => void model.cut()}
        >
          Cut connection
        </button>
      )}
      <button type="button" class="button" disabled={!running} onClick={() => model.stop()}>
        {stop === 'delete' ? 'Stop by DELETE' : 'Stop'}
      </button>
      <button
        type="button"
        class="button primary"
        disabled={!alive || running || model.locked.value}
        onClick={() => void model.run()}
      >
        {model.recording.value ? 'Run again' : 'Run'}
      </button>
      {alive && model.locked.value && <span class="lock-note">Commit to a prediction first</span>}
    </div>
  );
}

const TABS = ['text', 'wire', 'hex', 'boundaries', 'events', 'code'] as const;
type Tab = (typeof TABS)[number];
const TAB_LABELS: Record<Tab, string> = {
  text: 'Text',
  wire: 'On the wire',
  hex: 'Hex',
  boundaries: 'Boundaries',
  events: 'Events',
  code: 'Code',
};

function Tabs({ model, code }: { model: ExperimentModel; code: ComponentChildren }) {
  const id = useId();
  const [open, setOpen] = useState<Tab>('text');

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(open) + step + TABS.length) % TABS.length] ?? 'text';
    setOpen(next);
    document.getElementById(`${id}-${next}`)?.focus();
    event.preventDefault();
  }

  return (
    <div class="tabs">
      <div role="tablist" aria-label="What arrived" onKeyDown={onKeyDown}>
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            class="label"
            id={`${id}-${tab}`}
            aria-selected={open === tab}
            aria-controls={`${id}-pane`}
            tabIndex={open === tab ? 0 : -1}
            disabled={!model.alive.value}
            onClick={() => setOpen(tab)}
          >
            {TAB_LABELS[tab]}
          </button>
        ))}
      </div>
      <div
        class={`pane pane-${open}`}
        role="tabpanel"
        id={`${id}-pane`}
        aria-labelledby={`${id}-${open}`}
        tabIndex={0}
      >
        {open === 'text' && <StreamedText model={model} />}
        {(open === 'wire' || open === 'hex' || open === 'boundaries') && (
          <Inspector model={model} view={open} />
        )}
        {open === 'events' && <EventLog model={model} />}
        <div hidden={open !== 'code'}>{code}</div>
      </div>
    </div>
  );
}
