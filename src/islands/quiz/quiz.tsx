import { useModel } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { QuizItem } from '../../quiz/item.ts';
import { Ask } from './ask.tsx';
import { Choose } from './choose.tsx';
import type { LessonName } from './lesson-name.ts';
import './quiz.css';
import { QuizModel } from './model.ts';
import { Summary } from './summary.tsx';
import { useShortcuts } from './use-shortcuts.ts';

interface Props {
  items: QuizItem[];
  lessons: LessonName[];
}

/** The quiz at /quiz/: choose, answer, look back. */
export function QuizIsland({ items, lessons }: Props) {
  const quiz = useModel(() => new QuizModel(items));
  useEffect(() => quiz.wake(), [quiz]);
  useShortcuts(quiz);
  const phase = quiz.phase.value;

  return (
    <div class="quiz" data-phase={phase}>
      {phase === 'choose' && <Choose quiz={quiz} items={items} lessons={lessons} />}
      {phase === 'ask' && <Ask quiz={quiz} />}
      {phase === 'summary' && <Summary quiz={quiz} items={items} lessons={lessons} />}
    </div>
  );
}
