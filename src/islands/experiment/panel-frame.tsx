import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { Trust } from '../../transports/trust.ts';
import { TrustNotice } from '../trust/trust-notice.tsx';
import type { Commitment } from './commitment.ts';
import './panel.css';
import { RichText } from './rich-text.tsx';

/** What a panel needs of its model, whatever it runs. */
export interface PanelModel extends Commitment {
  readonly running: ReadonlySignal<boolean>;
  /** One sentence when something stands in the way; with `code`. */
  readonly trouble: ReadonlySignal<string | undefined>;
  /** What this browser made of the TLS origin, where the last run leant on it. */
  readonly trust: ReadonlySignal<Trust | undefined>;
  /** For the polite live region. */
  readonly status: ReadonlySignal<string>;
  /** Whether every byte of the latest run is here: its connections are done. */
  readonly wireDone: ReadonlySignal<boolean>;
  run(): Promise<void>;
  stop(): void;
  /** Ends a run in progress and leaves nothing behind. */
  dispose(): void;
}

interface PanelFrameProps {
  model: PanelModel;
  title: string;
  task?: string | undefined;
  family: string;
  /** Whether something has been shown already. */
  ran: boolean;
  stopLabel?: string;
  /** A button that stands before Stop. */
  extraControl?: ComponentChildren;
  /** Between the head and the sentence about trouble. */
  asked?: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of every panel: the question, Run and Stop, trouble, the polite status. */
export function PanelFrame(props: PanelFrameProps) {
  const { model, title, task, family, ran, stopLabel = 'Stop', extraControl } = props;
  const titleId = useId();
  useEffect(() => {
    model.wake();
    return () => model.dispose();
  }, []);
  const alive = model.alive.value;
  const running = model.running.value;
  return (
    <section
      class="panel breakout"
      data-family={family}
      data-wire-done={model.wireDone.value || undefined}
      aria-labelledby={titleId}
    >
      <header class="panel-head">
        <h3 id={titleId}>{title}</h3>
        <div class="controls">
          {extraControl}
          <button type="button" class="button" disabled={!running} onClick={() => model.stop()}>
            {stopLabel}
          </button>
          <button
            type="button"
            class="button primary"
            disabled={!alive || running || model.locked.value}
            onClick={() => void model.run()}
          >
            {ran ? 'Run again' : 'Run'}
          </button>
          {alive && model.locked.value && (
            <span class="lock-note">Commit to a prediction first</span>
          )}
        </div>
        {task && <p class="task">{task}</p>}
      </header>
      {props.asked}
      <TrustNotice trust={model.trust.value} />
      {model.trouble.value && (
        <p class="trouble">
          <RichText text={model.trouble.value} />
        </p>
      )}
      {props.children}
      <p class="visually-hidden" role="status">
        {model.status.value}
      </p>
    </section>
  );
}
