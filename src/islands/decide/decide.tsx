import { useModel } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Answers } from './answers.tsx';
import './decide.css';
import { Flips } from './flips.tsx';
import { DecideModel } from './model.ts';
import { RecordExport } from './record-export.tsx';
import { Others, Result } from './result.tsx';
import { Start } from './start.tsx';
import type { StartRow } from './start-row.ts';

/** The decision engine at /decide: answers on one side, what they decide on the other. */
export function DecideIsland({ rows }: { rows: StartRow[] }) {
  const decide = useModel(DecideModel);
  useEffect(() => decide.wake(), [decide]);
  const { pick, runnerUp } = decide.decision.value;

  return (
    <div class="decide">
      {decide.complaints.value.map((sentence) => (
        <p key={sentence} class="complaint" role="alert">
          The address says that {sentence}
        </p>
      ))}
      <Start decide={decide} rows={rows} />
      <div class="desk">
        <Answers decide={decide} />
        <section class="outcome" id="outcome" aria-label="What the answers decide" tabIndex={0}>
          <Result decision={decide.decision.value} />
          <Flips decide={decide} />
          <Others decision={decide.decision.value} />
          <RecordExport decide={decide} />
        </section>
      </div>
      <p class="visually-hidden" role="status">
        {decide.status}
      </p>
      <a class="glance" href="#outcome">
        <b>{pick?.option.name ?? 'No option survives'}</b>
        {runnerUp && <span>then {runnerUp.option.name}</span>}
      </a>
    </div>
  );
}
