import { useLayoutEffect, useRef } from 'preact/hooks';
import { isRowRight } from '../../quiz/grade.ts';
import { KINDS, type QuizItem } from '../../quiz/item.ts';
import { type Session, score, tally } from '../../quiz/session.ts';
import { standing } from '../../quiz/standing.ts';
import type { LessonName } from './lesson-name.ts';
import type { Quiz } from './model.ts';

interface Props {
  quiz: Quiz;
  items: QuizItem[];
  lessons: LessonName[];
}

/** The round looked back on: by lesson with what to read, and by kind of question. */
export function Summary({ quiz, items, lessons }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const session = quiz.session.value;
  if (!session) return null;
  const asked = session.queue.flatMap(({ id }) => quiz.itemOf(id) ?? []);
  const { right, answered } = score(session);
  const rows = boardRows(session, asked);
  const byKind = tally(session, asked, ({ kind }) => KINDS[kind].label);
  const missed = items.filter((item) => standing(item, quiz.progress.value) === 'wrong').length;

  return (
    <section class="summary">
      <h2 ref={heading} tabIndex={-1}>
        {rows ? `${rows.right} of ${rows.all} rows right` : `${right} of ${answered} right`}
      </h2>
      {!rows && (
        <p>
          {byKind
            .map((row) => `${row.key} ${row.right}/${row.right + row.missed.length}`)
            .join(' · ')}
        </p>
      )}
      {session.scope.startsWith('shape:') && (
        <p>This round was made for your shape, so it is not kept among your answers.</p>
      )}
      <ul class="by-lesson">
        {tally(session, asked, ({ lesson }) => lesson).map((row) => {
          const lesson = lessons.find(({ slug }) => slug === row.key);
          return (
            <li key={row.key} data-family={lesson?.family}>
              <span class="glyph" aria-hidden="true">
                {lesson?.glyph}
              </span>
              <b>{lesson?.title ?? row.key}</b>
              <span class="record">
                {row.right} of {row.right + row.missed.length}
              </span>
              <ToRead missed={row.missed} lesson={lesson} />
            </li>
          );
        })}
      </ul>
      <p class="controls">
        {missed > 0 && (
          <button type="button" class="button primary" onClick={() => void quiz.start('missed')}>
            Ask what I missed ({missed})
          </button>
        )}
        <button
          type="button"
          class={`button ${missed > 0 ? '' : 'primary'}`}
          onClick={() => void quiz.start(session.scope)}
        >
          {session.scope === 'board' ? 'Another board' : 'Another round'}
        </button>
        <button type="button" class="button" onClick={quiz.leave}>
          Choose something else
        </button>
      </p>
    </section>
  );
}

function ToRead({ missed, lesson }: { missed: QuizItem[]; lesson: LessonName | undefined }) {
  const toRead = new Map(missed.map(({ read }) => [read.href, read.label]));
  if (toRead.size === 0) return null;
  return (
    <p>
      Read{' '}
      {[...toRead].map(([href, label], i) => (
        <span key={href}>
          {i > 0 && ', '}
          <a href={href}>{label.replace(`${lesson?.title}: `, '')}</a>
        </span>
      ))}
    </p>
  );
}

/** A round of one board is told by its rows. */
function boardRows({ scope, answers }: Session, asked: QuizItem[]) {
  const [item] = asked;
  if (scope !== 'board' || item?.kind !== 'matrix-board') return undefined;
  const picked = answers[item.id]?.picked ?? [];
  const right = item.rows.filter((row, at) => isRowRight(item, row, picked[at])).length;
  return { right, all: item.rows.length };
}
