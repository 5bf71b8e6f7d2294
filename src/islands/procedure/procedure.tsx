import { useMemo } from 'preact/hooks';
import type { Definition } from '../../procedures/definition.ts';
import type { ProcedureName } from '../../procedures/index.ts';
import { CodePane } from '../experiment/code-pane.tsx';
import { PanelFrame } from '../experiment/panel-frame.tsx';
import { Prediction } from '../experiment/prediction.tsx';
import type { Question } from '../experiment/setup.ts';
import { Tabs } from '../experiment/tab-list.tsx';
import { VerdictBar } from '../experiment/verdict-bar.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { CurveChart } from './curve-chart.tsx';
import { FactGrid } from './fact-grid.tsx';
import { LaneChart } from './lane-chart.tsx';
import { LaneTable } from './lane-table.tsx';
import { createProcedure, type ProcedureModel, type ProcedureSetup } from './model.ts';

interface ProcedureProps {
  setup: ProcedureSetup;
  question: Question;
  /** Whose hue the panel wears. */
  family: string;
  view?: Definition['view'] | undefined;
  /** Gives bytes and measurements the full width each. */
  wide: boolean;
  /** Which facts lean on the certificate of the TLS origin; one sentence. */
  trustFacts?: string | undefined;
  /** Where its recorded run lies. */
  captureUrl: string;
}

/** An experiment of a lesson that takes several connections. */
export function Procedure({ setup, question, captureUrl, ...rest }: ProcedureProps) {
  const model = useMemo(() => createProcedure(setup, question, captureUrl), []);
  return (
    <ProcedurePanel
      model={model}
      procedure={setup.procedure}
      title={question.question}
      question={question}
      {...rest}
    />
  );
}

interface ProcedurePanelProps {
  model: ProcedureModel;
  procedure: ProcedureName;
  title: string;
  question?: Question;
  family: string;
  view?: Definition['view'] | undefined;
  wide: boolean;
  trustFacts?: string | undefined;
}

const TAB_LABELS = { wire: 'On the wire', hex: 'Hex', code: 'Code' };

/** The panel with a lane for each connection. */
export function ProcedurePanel(props: ProcedurePanelProps) {
  const { model, procedure, title, question, family, view, wide, trustFacts } = props;
  const ran = model.recording.value !== undefined;
  return (
    <PanelFrame
      model={model}
      title={title}
      task={question?.task}
      family={family}
      ran={ran}
      asked={question && <Prediction model={model} committed={ran} question={question} />}
    >
      {trustFacts && <p class="trust-facts">{trustFacts}</p>}
      {view === 'curves' ? <CurveChart model={model} /> : <LaneChart model={model} />}
      <div class={wide ? 'panel-lower wide' : 'panel-lower'}>
        <Tabs
          labels={TAB_LABELS}
          about="What crossed the wire"
          alive={model.alive.value}
          tools={(open) => open !== 'code' && <RunChoice model={model} />}
        >
          {(open) => (
            <>
              {open !== 'code' && <Bytes model={model} view={open} />}
              <CodePane of={procedure} shown={open === 'code'} />
            </>
          )}
        </Tabs>
        <FactGrid model={model} />
      </div>
      <LaneTable model={model} />
      {question && <VerdictBar verdict={model.verdict.value} question={question} />}
    </PanelFrame>
  );
}

/** Which run's bytes are shown, where there are several. */
function RunChoice({ model }: { model: ProcedureModel }) {
  void model.version.value;
  const runs = model.recording.value?.runs ?? [];
  if (runs.length < 2) return null;
  return (
    <label class="bytes-of">
      Bytes of{' '}
      <select
        value={model.inspected.value?.run}
        onChange={(event) => model.inspect(event.currentTarget.value)}
      >
        {runs.map(({ run, label }) => (
          <option key={run} value={run}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The bytes of one run at a time. */
function Bytes({ model, view }: { model: ProcedureModel; view: 'wire' | 'hex' }) {
  const { version, running, selection, inspected } = model;
  const shown = useMemo(() => ({ version, running, selection, recording: inspected }), [model]);
  return <Inspector key={inspected.value?.run} model={shown} view={view} />;
}
