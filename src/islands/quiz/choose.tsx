import type { ChoiceItem } from '../../quiz/item.ts';
import { itemsIn, type Scope, standing } from '../../quiz/session.ts';
import { Forget } from './forget.tsx';
import type { LessonName } from './lesson-name.ts';
import { type Quiz, ROUND } from './model.ts';
import { Record } from './record.tsx';

interface Props {
  quiz: Quiz;
  items: ChoiceItem[];
  lessons: LessonName[];
}

/** What to be asked: each row starts a round. */
export function Choose({ quiz, items, lessons }: Props) {
  const progress = quiz.progress.value;
  const inScope = (scope: Scope) => itemsIn(scope, items, progress);
  const standings = (scope: Scope) => inScope(scope).map((item) => standing(item, progress));
  const missed = inScope('missed').length;
  const broad = [
    { scope: 'all', title: 'Everything', text: 'All lessons, mixed.' },
    {
      scope: 'matrix',
      title: 'The decision matrix',
      text: 'The shape of a data flow: which protocol do you defend?',
    },
    {
      scope: 'missed',
      title: 'What I missed',
      text: missed ? 'Until nothing is left.' : 'Nothing missed so far.',
    },
  ] as const;

  return (
    <>
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
              disabled={inScope(scope).length === 0}
              onClick={() => quiz.start(scope)}
            >
              <b>{title}</b>
              <span>{text}</span>
              {scope !== 'missed' && <Record standings={standings(scope)} />}
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
              <button type="button" onClick={() => quiz.start(scope)}>
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
