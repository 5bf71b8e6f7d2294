import { useModel } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { QuizItem } from '../../quiz/item.ts';
import { AreaMap } from './area-map.tsx';
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
  const start = useFocusOnReturn(phase);
  const isDiagnostic = quiz.session.value?.scope === 'diagnostic';
  const kind = quiz.question.value?.item.kind;

  return (
    <div class="quiz" data-phase={phase} data-asks={kind} ref={start} tabIndex={-1}>
      {phase === 'choose' && <Choose quiz={quiz} items={items} lessons={lessons} />}
      {phase === 'ask' && <Ask quiz={quiz} />}
      {phase === 'summary' && !isDiagnostic && (
        <Summary quiz={quiz} items={items} lessons={lessons} />
      )}
      {phase === 'summary' && isDiagnostic && <AreaMap quiz={quiz} lessons={lessons} />}
    </div>
  );
}

/** Who leaves a round by a button that is gone then goes on at the start of the choice. */
function useFocusOnReturn(phase: string) {
  const start = useRef<HTMLDivElement>(null);
  const before = useRef(phase);
  useLayoutEffect(() => {
    if (phase === 'choose' && before.current !== phase) start.current?.focus();
    before.current = phase;
  }, [phase]);
  return start;
}
