import { useModel } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
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
  const outcome = useRef<HTMLElement>(null);
  const [applied, setApplied] = useState(0);
  // Whatever was being read, a new pick is seen.
  useLayoutEffect(() => outcome.current?.scrollTo({ top: 0 }), [pick?.option.id]);
  // The button that was pressed is gone: what it has changed takes the focus.
  useLayoutEffect(() => {
    if (applied > 0) outcome.current?.querySelector<HTMLElement>('.pick h2')?.focus();
  }, [applied]);

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
        <section
          class="outcome"
          id="outcome"
          ref={outcome}
          aria-label="What the answers decide"
          tabIndex={0}
        >
          <Result decision={decide.decision.value} flip={decide.flips.value[0]} />
          <Flips decide={decide} onApply={() => setApplied((times) => times + 1)} />
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
