import { useLayoutEffect, useRef } from 'preact/hooks';
import { SURENESS } from '../../learner/progress.ts';
import { score } from '../../quiz/session.ts';
import { sureKey } from '../../quiz/sureness.ts';
import { ClockBar } from './clock-bar.tsx';
import type { Quiz } from './model.ts';
import { QuestionForm } from './question-form.tsx';

/** One question of a round, and how far the round has come. */
export function Ask({ quiz }: { quiz: Quiz }) {
  const { top, heading } = useFocusOnChange(quiz);
  const question = quiz.question.value;
  const session = quiz.session.value;
  if (!question || !session) return null;
  const { right, answered } = score(session);
  const total = session.queue.length;
  const isLast = session.position === total - 1;
  const isAnswered = question.given.value !== undefined;
  const isDiagnostic = session.scope === 'diagnostic';

  return (
    <>
      <div class="quiz-progress" ref={top}>
        <progress max={total} value={answered} aria-label="Questions answered" />
        <p>
          Question {session.position + 1} of {total}
          <span role="status">{answered > 0 && ` · ${right} of ${answered} right`}</span>
        </p>
        {session.clock && <ClockBar quiz={quiz} clock={session.clock} isReading={isAnswered} />}
        <p class="leave">
          {isDiagnostic && answered > 0 && !(isLast && isAnswered) && (
            <button type="button" class="quiet" onClick={quiz.finish}>
              See the map now
            </button>
          )}
          <button type="button" class="quiet" onClick={quiz.leave}>
            Leave this round
          </button>
        </p>
      </div>
      <QuestionForm
        key={question.item.id}
        question={question}
        keys={quiz.shortcuts.value}
        heading={heading}
        next={
          <button class="button primary" type="button" onClick={quiz.next}>
            {isLast ? (isDiagnostic ? 'See the map' : 'See the summary') : 'Next'}
          </button>
        }
      />
      <label class="quiz-setting">
        <input
          type="checkbox"
          checked={quiz.shortcuts.value}
          onChange={({ currentTarget }) => quiz.setShortcuts(currentTarget.checked)}
        />
        Keys <kbd>1</kbd>–<kbd>9</kbd> pick,{' '}
        {SURENESS.map((sure) => [<kbd key={sure}>{sureKey(sure)}</kbd>, ' '])}
        say how sure, <kbd>Enter</kbd> checks and goes on
      </label>
    </>
  );
}

/**
 * A new question takes the focus, so that it is read out, and shows itself from its
 * top: before the next key can come, which would else go to what stood there.
 */
function useFocusOnChange(quiz: Quiz) {
  const top = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLLegendElement>(null);
  const id = quiz.question.value?.item.id;
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: 'nearest' });
    quiz.question.peek()?.wake();
  }, [id, quiz]);
  return { top, heading };
}
