import { useEffect, useRef } from 'preact/hooks';
import { type ChoiceItem, KINDS } from '../../quiz/item.ts';
import { itemsIn, score, tally } from '../../quiz/session.ts';
import type { LessonName } from './lesson-name.ts';
import type { Quiz } from './model.ts';

interface Props {
  quiz: Quiz;
  items: ChoiceItem[];
  lessons: LessonName[];
}

/** The round looked back on: by lesson with what to read, and by kind of question. */
export function Summary({ quiz, items, lessons }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const session = quiz.session.value;
  if (!session) return null;
  const { right, answered } = score(session);
  const byKind = tally(session, items, ({ kind }) => KINDS[kind].label);
  const missed = itemsIn('missed', items, quiz.progress.value).length;

  return (
    <section class="summary">
      <h2 ref={heading} tabIndex={-1}>
        {right} of {answered} right
      </h2>
      <p>
        {byKind
          .map((row) => `${row.key} ${row.right}/${row.right + row.missed.length}`)
          .join(' · ')}
      </p>
      <ul class="by-lesson">
        {tally(session, items, ({ lesson }) => lesson).map((row) => {
          const lesson = lessons.find(({ slug }) => slug === row.key);
          const toRead = new Map(row.missed.map(({ read }) => [read.href, read.label]));
          return (
            <li key={row.key} data-family={lesson?.family}>
              <span class="glyph" aria-hidden="true">
                {lesson?.glyph}
              </span>
              <b>{lesson?.title ?? row.key}</b>
              <span class="record">
                {row.right} of {row.right + row.missed.length}
              </span>
              {toRead.size > 0 && (
                <p>
                  Read{' '}
                  {[...toRead].map(([href, label], i) => (
                    <span key={href}>
                      {i > 0 && ', '}
                      <a href={href}>{label.replace(`${lesson?.title}: `, '')}</a>
                    </span>
                  ))}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <p class="controls">
        {missed > 0 && (
          <button type="button" class="button primary" onClick={() => quiz.start('missed')}>
            Ask what I missed ({missed})
          </button>
        )}
        <button
          type="button"
          class={`button ${missed > 0 ? '' : 'primary'}`}
          onClick={() => quiz.start(session.scope)}
        >
          Another round
        </button>
        <button type="button" class="button" onClick={quiz.leave}>
          Choose something else
        </button>
      </p>
    </section>
  );
}
