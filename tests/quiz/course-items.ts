import type { Content } from '../../src/content-checks/content-files.ts';
import { questionFile } from '../../src/content-checks/question-schema.ts';
import { decisionMatrix } from '../../src/content-checks/schemas.ts';
import type { Capture } from '../../src/islands/experiment/capture.ts';
import type { QuizItem } from '../../src/quiz/item.ts';
import { placesIn } from '../../src/quiz/places.ts';
import { fromMatrixRow, fromQuestion } from '../../src/quiz/to-item.ts';

/** The question bank as the build makes it, from the files of the course. */
export function courseItems({ lessons, questions, matrix, captures }: Content): QuizItem[] {
  const recorded = new Map(captures.map(({ name, data }) => [name, data as Capture]));
  const places = placesIn(
    lessons.map(({ name, text, data }) => ({
      id: name,
      body: text.replace(/^---\n.*?^---$/ms, ''),
      data: data as { title: string },
    })),
    (id) => recorded.get(id),
  );
  return [
    ...matrix.flatMap(({ data }) =>
      decisionMatrix.parse(data).rows.map((row) => fromMatrixRow(row, places)),
    ),
    ...questions.flatMap(({ data }) =>
      questionFile.parse(data).questions.map((question) => fromQuestion(question, places)),
    ),
  ];
}
