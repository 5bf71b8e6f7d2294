import type { ExperimentModel } from './model.ts';
import { RichText } from './rich-text.tsx';
import type { Inquiry } from './setup.ts';
import type { Verdict } from './verdict.ts';

const OPENING: Record<Verdict['standing'], string> = {
  right: 'You were right.',
  wrong: 'It went another way.',
  unasked: 'What happened.',
  open: 'No verdict yet.',
};

/** What happened, what the learner said, and why. */
export function VerdictBar({ model, inquiry }: { model: ExperimentModel; inquiry: Inquiry }) {
  const verdict = model.verdict.value;
  if (!verdict) return null;
  return (
    <div class={`verdict ${verdict.standing}`}>
      <p>
        <strong>{OPENING[verdict.standing]}</strong>{' '}
        {verdict.said && <>You said “{verdict.said}”. </>}
        <RichText text={verdict.text} />
      </p>
      {verdict.standing !== 'open' && (
        <p class="onward">
          <a href={inquiry.source.href}>{inquiry.source.label}</a>
          {inquiry.next && <a href={inquiry.next.href}>{inquiry.next.text} →</a>}
        </p>
      )}
    </div>
  );
}
