import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { LessonName } from './lesson-name.ts';
import type { Quiz } from './model.ts';

interface Props {
  quiz: Quiz;
  lessons: LessonName[];
}

/** Reset, in two presses: nothing is forgotten by one slip. */
export function Forget({ quiz, lessons }: Props) {
  const lesson = useSignal('');
  const isAsking = useSignal(false);
  const said = useSignal('');
  const choice = useRef<HTMLSelectElement>(null);
  const title = lessons.find(({ slug }) => slug === lesson.value)?.title;
  const what = title ? `“${title}”` : 'every answer and every lesson read';
  // The buttons that asked are gone then; the focus goes back to where the asking began.
  const close = (message: string) => {
    isAsking.value = false;
    said.value = message;
    choice.current?.focus();
  };

  return (
    <section class="forget" aria-label="What this browser remembers">
      <p>Your answers stay in this browser. Nothing is sent anywhere.</p>
      <p class="controls">
        <label>
          <span class="visually-hidden">What to forget</span>
          <select
            ref={choice}
            value={lesson.value}
            onChange={({ currentTarget }) => {
              lesson.value = currentTarget.value;
              isAsking.value = false;
            }}
          >
            <option value="">Everything</option>
            {lessons.map(({ slug, title: name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {isAsking.value ? (
          <>
            <span id="forget-what">Forget {what}? This cannot be undone.</span>
            <button
              type="button"
              class="button fault"
              aria-describedby="forget-what"
              ref={(button) => button?.focus()}
              onClick={() => {
                quiz.forget(lesson.value || undefined);
                close(`Forgotten: ${what}.`);
              }}
            >
              Yes, forget
            </button>
            <button type="button" class="button" onClick={() => close('')}>
              Keep
            </button>
          </>
        ) : (
          <button
            type="button"
            class="button"
            onClick={() => {
              isAsking.value = true;
              said.value = '';
            }}
          >
            Reset …
          </button>
        )}
        <span role="status">{said.value}</span>
      </p>
    </section>
  );
}
