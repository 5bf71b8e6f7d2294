import { readLesson } from '../content-checks/read-lesson.ts';
import type { Capture } from '../islands/experiment/capture.ts';
import { excerptFor } from './capture-excerpt.ts';
import type { Link } from './item.ts';
import type { Places } from './to-item.ts';

export interface LessonText {
  id: string;
  body?: string | undefined;
  data: { title: string };
}

/** Where sections, experiments and recorded bytes stand in this course. */
export function placesIn(
  lessons: readonly LessonText[],
  captureOf: (id: string) => Capture | undefined,
): Places {
  const texts = new Map(
    lessons.map(({ id, body = '', data }) => [id, { ...data, ...readLesson(body) }]),
  );
  const experiments = [...texts].flatMap(([slug, { title, tags }]) =>
    tags
      .filter(({ name }) => name === 'Experiment')
      .map(({ attributes: { id = '' } }) => ({ slug, id, title })),
  );
  const linkTo = (found: (typeof experiments)[number] | undefined): Link =>
    found
      ? {
          label: `the experiment in “${found.title}”`,
          href: `/lessons/${found.slug}/#${experimentAnchor(found.id)}`,
        }
      : { label: 'the lab', href: '/lab/' };

  return {
    section(section) {
      const [slug = '', anchor] = section.split('#');
      const lesson = texts.get(slug);
      const heading = lesson?.headings.find(({ id }) => id === anchor)?.text;
      return {
        label: [lesson?.title ?? slug, heading].filter(Boolean).join(': '),
        href: `/lessons/${slug}/${anchor ? `#${anchor}` : ''}`,
      };
    },
    proof(prove, lesson) {
      if (typeof prove === 'object') return { label: prove.text, href: prove.href };
      return linkTo(experiments.find(({ id, slug }) => (prove ? id === prove : slug === lesson)));
    },
    excerpt(question) {
      const capture = captureOf(question.capture);
      if (!capture) throw new Error(`There is no capture "${question.capture}".`);
      const found = excerptFor(question, capture);
      if (!found.ok) throw new Error(`The question "${question.id}": ${found.problem}`);
      return found;
    },
  };
}

/** Where the panel of an experiment stands on its page. */
export function experimentAnchor(id: string): string {
  return `experiment-${id}`;
}
