import { useEffect, useRef } from 'preact/hooks';
import '../../styles/question.css';
import { renderBytes } from '../../quiz/inline.ts';
import { KINDS } from '../../quiz/item.ts';
import { score } from '../../quiz/session.ts';
import { Inline } from './inline.tsx';
import type { Quiz } from './model.ts';
import { Options } from './options.tsx';
import { Verdict } from './verdict.tsx';

/** One question, its options, and after the answer the verdict. */
export function Ask({ quiz }: { quiz: Quiz }) {
  const { top, heading } = useFocusOnChange(quiz);
  const item = quiz.item.value;
  const session = quiz.session.value;
  if (!item || !session) return null;
  const { label, task } = KINDS[item.kind];
  const answer = quiz.answer.value;
  const { right, answered } = score(session);
  const total = session.queue.length;

  return (
    <>
      <div class="quiz-progress" ref={top}>
        <progress max={total} value={answered} aria-label="Questions answered" />
        <p>
          Question {session.position + 1} of {total}
          <span role="status">{answered > 0 && ` · ${right} of ${answered} right`}</span>
        </p>
        <button type="button" class="quiet" onClick={quiz.leave}>
          Leave this round
        </button>
      </div>
      <form
        class="quiz-item"
        data-kind={item.kind}
        data-result={answer && (answer.right ? 'right' : 'wrong')}
        onSubmit={(event) => {
          event.preventDefault();
          quiz.check();
        }}
      >
        <fieldset disabled={answer !== undefined} aria-describedby="quiz-task">
          <legend ref={heading} tabIndex={-1}>
            <span class="question-kind">
              {label} · {item.level}
            </span>
            <Inline class="question-stem" text={item.stem} />
          </legend>
          {item.facts && (
            <dl class="question-facts">
              {item.facts.map(({ label: name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Inline text={value} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {item.bytes && (
            <pre class="question-bytes">
              <code dangerouslySetInnerHTML={{ __html: renderBytes(item.bytes) }} />
            </pre>
          )}
          <p class="question-task" id="quiz-task">
            {task}
          </p>
          <Options quiz={quiz} item={item} />
        </fieldset>
        <Verdict quiz={quiz} item={item} />
      </form>
      <label class="quiz-setting">
        <input
          type="checkbox"
          checked={quiz.shortcuts.value}
          onChange={({ currentTarget }) => quiz.setShortcuts(currentTarget.checked)}
        />
        Keys <kbd>1</kbd>–<kbd>9</kbd> pick, <kbd>Enter</kbd> checks and goes on
      </label>
    </>
  );
}

/** A new question takes the focus, so that it is read out, and shows itself from its top. */
function useFocusOnChange(quiz: Quiz) {
  const top = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLLegendElement>(null);
  const id = quiz.item.value?.id;
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  return { top, heading };
}
