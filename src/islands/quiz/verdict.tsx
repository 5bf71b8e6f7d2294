import { useEffect, useRef } from 'preact/hooks';
import type { ChoiceItem } from '../../quiz/item.ts';
import { Inline } from './inline.tsx';
import type { Quiz } from './model.ts';

/** The foot of the question: the button that checks, then what came out and where to read it. */
export function Verdict({ quiz, item }: { quiz: Quiz; item: ChoiceItem }) {
  const verdict = useRef<HTMLDivElement>(null);
  const answer = quiz.answer.value;
  const notice = quiz.notice.value;
  useEffect(() => {
    // After a check the focus stands in the form, on what was picked or on the button.
    if (answer) verdict.current?.focus();
  }, [answer]);

  if (!answer) {
    return (
      <div class="question-foot">
        <button class="button primary" type="submit">
          Check
        </button>
        <p class="verdict" role="status">
          {notice}
        </p>
      </div>
    );
  }
  const isLast = quiz.session.value?.position === (quiz.session.value?.queue.length ?? 0) - 1;
  return (
    <div class="question-foot">
      <div class="verdict" ref={verdict} tabIndex={-1}>
        <p>
          <b>{answer.right ? '✓ You are right.' : '✕ Not quite.'}</b> Read{' '}
          <a href={item.read.href}>{item.read.label}</a>
          {' · '}Source <a href={item.source.href}>{item.source.label}</a>
        </p>
        {item.note && (
          <p>
            What flips it: <Inline text={item.note} />
          </p>
        )}
      </div>
      <button class="button primary" type="button" onClick={quiz.next}>
        {isLast ? 'See the summary' : 'Next'}
      </button>
    </div>
  );
}
