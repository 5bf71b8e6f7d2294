import type { QuizItem } from '../../quiz/item.ts';
import { isOver, itemsIn, type Scope } from '../../quiz/session.ts';
import { standing } from '../../quiz/standing.ts';
import { Forget } from './forget.tsx';
import type { LessonName } from './lesson-name.ts';
import { type Quiz, ROUND } from './model.ts';
import { Record } from './record.tsx';

interface Props {
  quiz: Quiz;
  items: QuizItem[];
  lessons: LessonName[];
}

/** What to be asked: each row starts a round. */
export function Choose({ quiz, items, lessons }: Props) {
  const progress = quiz.progress.value;
  const inScope = (scope: Scope) => itemsIn(scope, items, progress);
  const standings = (scope: Scope) => inScope(scope).map((item) => standing(item, progress));
  const missed = inScope('missed').length;
  const broad = [
    {
      scope: 'board',
      title: 'Matrix board',
      text: 'Scenarios by transports, with “none of these” and “it depends: on what?”. Each round another board.',
    },
    {
      scope: 'matrix',
      title: 'The decision matrix',
      text: 'The shape of a data flow: which protocol do you defend? A second time it comes with a change.',
    },
    { scope: 'all', title: 'Everything', text: 'All lessons, mixed.' },
    {
      scope: 'missed',
      title: 'What I missed',
      text: missed ? 'Until nothing is left.' : 'Nothing missed so far.',
    },
  ] as const;

  return (
    <>
      {quiz.notice.value && (
        <p class="notice" role="alert">
          {quiz.notice.value}
        </p>
      )}
      {quiz.waiting.value && (
        <p class="waiting">
          {isOver(quiz.waiting.value)
            ? 'A round of yours is over, and its result is there. '
            : `A round of yours waits at question ${quiz.waiting.value.position + 1} of ${quiz.waiting.value.queue.length}. `}
          <button type="button" class="button" onClick={() => quiz.goOn()}>
            Go on
          </button>
        </p>
      )}
      <section class="diagnostic" aria-labelledby="diagnostic">
        <div>
          <h2 id="diagnostic">Where do I stand?</h2>
          <p>
            Nine questions, one on each idea of the course, in six minutes. Then a map of what you
            know, what is shaky and where you are sure and wrong, and what to read.
          </p>
        </div>
        <button type="button" class="button primary" onClick={() => void quiz.start('diagnostic')}>
          Start the diagnostic
        </button>
      </section>
      <fieldset class="round">
        <legend>Ask me</legend>
        {[false, true].map((all) => (
          <label key={String(all)}>
            <input
              type="radio"
              name="round"
              checked={quiz.allAtOnce.value === all}
              onChange={() => quiz.setAllAtOnce(all)}
            />
            {all ? 'all at once' : `${ROUND} at a time`}
          </label>
        ))}
      </fieldset>
      <ul class="broad">
        {broad.map(({ scope, title, text }) => (
          <li key={scope}>
            <button
              type="button"
              disabled={scope !== 'board' && inScope(scope).length === 0}
              onClick={() => void quiz.start(scope)}
            >
              <b>{title}</b>
              <span>{text}</span>
              {scope === 'board' && <small class="record">Made anew</small>}
              {scope !== 'missed' && scope !== 'board' && <Record standings={standings(scope)} />}
              {scope === 'missed' && missed > 0 && (
                <small class="record">{missed} to ask again</small>
              )}
            </button>
          </li>
        ))}
      </ul>
      <h2 class="label">One lesson</h2>
      <ul class="by-lesson">
        {lessons.map(({ slug, title, glyph, family }) => {
          const scope: Scope = `lesson:${slug}`;
          if (inScope(scope).length === 0) return null;
          return (
            <li key={slug} data-family={family}>
              <button type="button" onClick={() => void quiz.start(scope)}>
                <span class="glyph" aria-hidden="true">
                  {glyph}
                </span>
                <b>{title}</b>
                <Record standings={standings(scope)} marks />
              </button>
            </li>
          );
        })}
      </ul>
      <Forget quiz={quiz} lessons={lessons} />
    </>
  );
}
