import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { answerTo } from '../../learner/progress.ts';
import { loadProgress, remember } from '../../learner/progress-store.ts';
import type { QuizItem } from '../../quiz/item.ts';
import { QuestionForm } from './question-form.tsx';
import { createQuestion } from './question-model.ts';
import { answersOf } from './remembered.ts';

/** Makes a question of a lesson answerable that components/OtherQuestion.astro has printed. */
export function mountQuestion(place: HTMLElement): void {
  const item = JSON.parse(place.dataset.mount ?? '') as QuizItem;
  const form = document.createElement('div');
  // What was printed stays below as the answer to look up.
  place.querySelector('[data-asked]')?.remove();
  place.prepend(form);
  render(<LessonQuestion item={item} />, form);
}

function LessonQuestion({ item }: { item: QuizItem }) {
  const attempt = useSignal(0);
  const before = useSignal('');
  const question = useSignal(newQuestion(item));
  useEffect(() => {
    void loadProgress().then((progress) => {
      const answer = answerTo(progress, item.id, item.print);
      if (answer) before.value = answer.right ? ' · ✓ right last time' : ' · ✕ missed last time';
    });
  }, [item, before]);

  return (
    <QuestionForm
      key={attempt.value}
      question={question.value}
      before={before.value}
      next={
        <button
          type="button"
          class="button"
          onClick={() => {
            question.value = newQuestion(item);
            attempt.value += 1;
          }}
        >
          Try again
        </button>
      }
    />
  );
}

/** How sure is asked in every lesson, and answered by whoever likes. */
function newQuestion(item: QuizItem) {
  return createQuestion(item, {
    asksSureness: false,
    onAnswer: (given) => {
      const atMs = Date.now();
      return remember((progress) =>
        answersOf(item, given).reduce((so, add) => add(so, atMs), progress),
      );
    },
  });
}
