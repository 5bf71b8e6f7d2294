import { RichText } from './rich-text.tsx';
import type { Question } from './setup.ts';
import type { Verdict } from './verdict.ts';

const OPENING: Record<Verdict['standing'], string> = {
  right: 'You were right.',
  wrong: 'It went another way.',
  unasked: 'What happened.',
  open: 'No verdict yet.',
};

interface VerdictBarProps {
  verdict: Verdict | undefined;
  question: Question;
}

/** What happened, what the learner said, and why. */
export function VerdictBar({ verdict, question }: VerdictBarProps) {
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
          <a href={question.source.href}>{question.source.label}</a>
          {question.next && <a href={question.next.href}>{question.next.text} →</a>}
        </p>
      )}
    </div>
  );
}
