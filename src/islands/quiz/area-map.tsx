import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatLeft, spentOf } from '../../quiz/clock.ts';
import { type AreaResult, areaResults, type Knowing, readingPlan } from '../../quiz/diagnostic.ts';
import { score } from '../../quiz/session.ts';
import type { LessonName } from './lesson-name.ts';
import type { Quiz } from './model.ts';

const GROUPS: { knowing: Knowing; sign: string; title: string; text: string }[] = [
  {
    knowing: 'wrong-but-sure',
    sign: '✕',
    title: 'Wrong but sure',
    text: 'You were certain, and it is otherwise. In an interview this costs most.',
  },
  {
    knowing: 'shaky',
    sign: '~',
    title: 'Shaky',
    text: 'Right by a guess, or wrong without being certain.',
  },
  { knowing: 'known', sign: '✓', title: 'Known', text: 'Right, and you knew it.' },
  { knowing: 'open', sign: '·', title: 'Not answered', text: 'The round ended before these.' },
];

/** What the diagnostic found, idea by idea, and what to read in which order. */
export function AreaMap({ quiz, lessons }: { quiz: Quiz; lessons: LessonName[] }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const session = quiz.session.value;
  if (!session) return null;
  const results = areaResults(session, quiz.itemOf);
  const plan = readingPlan(
    results,
    lessons.map(({ slug }) => slug),
  );
  const { right, answered } = score(session);
  const spent = session.clock ? formatLeft(spentOf(session.clock, Date.now())) : '';

  return (
    <section class="summary area-map">
      <h2 ref={heading} tabIndex={-1}>
        Where you stand
      </h2>
      <p>
        {right} of {answered} right, in {spent}.
      </p>
      <div class="areas">
        {GROUPS.map((group) => (
          <Group key={group.knowing} {...group} results={results} />
        ))}
      </div>
      <h3>What to read, in this order</h3>
      {plan.length === 0 && <p>Nothing: you knew all nine. Take a matrix board next.</p>}
      <ol class="plan">
        {plan.map(({ read, prove, knowing }) => (
          <li key={read.href}>
            <a href={read.href}>{read.label}</a>
            {knowing === 'wrong-but-sure' && <b> · wrong but sure</b>}
            <span>
              Then see it: <a href={prove.href}>{prove.label}</a>
            </span>
          </li>
        ))}
      </ol>
      <p class="controls">
        <button type="button" class="button primary" onClick={() => void quiz.start('diagnostic')}>
          Another nine
        </button>
        <button type="button" class="button" onClick={quiz.leave}>
          Choose something else
        </button>
      </p>
    </section>
  );
}

interface GroupProps {
  knowing: Knowing;
  sign: string;
  title: string;
  text: string;
  results: AreaResult[];
}

function Group({ knowing, sign, title, text, results }: GroupProps) {
  const own = results.filter((result) => result.knowing === knowing);
  if (own.length === 0) return null;
  return (
    <section data-knowing={knowing}>
      <h3>
        <span aria-hidden="true">{sign}</span> {title} <small>{own.length}</small>
      </h3>
      <p>{text}</p>
      <ul>
        {own.map(({ area }) => (
          <li key={area.id}>{area.title}</li>
        ))}
      </ul>
    </section>
  );
}
