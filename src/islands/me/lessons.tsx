import type { Me } from './model.ts';
import { day } from './words.ts';

/** What was read and how its questions stand; each lesson can be forgotten. */
export function Lessons({ me }: { me: Me }) {
  return (
    <section aria-labelledby="lessons">
      <h2 id="lessons">Lessons</h2>
      <table class="me-lessons">
        <thead class="visually-hidden">
          <tr>
            <th>Lesson</th>
            <th>Read</th>
            <th>Questions right</th>
            <th>Forget</th>
          </tr>
        </thead>
        <tbody>
          {me.lessonStates.value.map(({ lesson, readAtMs, answered, right }) => (
            <tr key={lesson.slug} data-family={lesson.family}>
              <th scope="row">
                <span class="glyph" aria-hidden="true">
                  {lesson.glyph}
                </span>
                <a href={`/lessons/${lesson.slug}/`}>{lesson.title}</a>
              </th>
              <td class="read">{readAtMs === undefined ? 'not read' : `✓ ${day(readAtMs)}`}</td>
              <td class="count">
                {answered === 0 ? 'none answered' : `${right} of ${answered} right`}
                {` · ${lesson.questions} in all`}
              </td>
              <td>
                {(readAtMs !== undefined || answered > 0) && (
                  <button
                    type="button"
                    class="quiet"
                    aria-label={`Forget the lesson ${lesson.title}`}
                    onClick={() => me.forgetLesson(lesson.slug, `the lesson “${lesson.title}”`)}
                  >
                    Forget
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
