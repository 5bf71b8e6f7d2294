import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { sureVerdict } from '../../quiz/sureness.ts';
import { Inline } from './inline.tsx';
import type { Question } from './question-model.ts';
import { Report } from './report.tsx';

interface Props {
  question: Question;
  /** The way on, once it is answered. */
  next: ComponentChildren;
}

/** The foot of the question: the button that checks, then what came out and where to see and read it. */
export function Verdict({ question, next }: Props) {
  const verdict = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(question.given.value === undefined);
  const { item } = question;
  const given = question.given.value;
  useLayoutEffect(() => {
    // After a check the focus stands in the form, on what was picked or on the button.
    if (given && wasOpen.current) verdict.current?.focus();
    wasOpen.current = given === undefined;
  }, [given]);

  if (!given) {
    return (
      <div class="question-foot">
        <button class="button primary" type="submit">
          Check
        </button>
        <p class="verdict" role="status">
          {question.notice.value}
        </p>
      </div>
    );
  }
  return (
    <div class="question-foot">
      <div class="verdict" ref={verdict} tabIndex={-1}>
        <p>
          <b>{given.right ? '✓ You are right.' : '✕ Not quite.'}</b>{' '}
          {sureVerdict(given.right, given.sure)}
        </p>
        <p>
          {given.right ? 'See it' : 'Prove it'}: <a href={item.prove.href}>{item.prove.label}</a>
          {' · '}Read <a href={item.read.href}>{item.read.label}</a>
          {' · '}Source <a href={item.source.href}>{item.source.label}</a>
        </p>
        {item.note && (
          <p>
            {item.id.includes('~') ? '' : 'What flips it: '}
            <Inline text={item.note} />
          </p>
        )}
      </div>
      {next}
      <Report item={item} given={given} />
    </div>
  );
}
