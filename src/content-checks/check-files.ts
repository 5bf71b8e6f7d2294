import type { z } from 'astro/zod';
import { conceptFile } from './concept-schema.ts';
import type { Content, ContentFile } from './content-files.ts';
import { questionFile } from './question-schema.ts';
import { decisionMatrix, experiment, lesson } from './schemas.ts';

/** What is wrong within one file: one sentence each, with the place in words. */
export function checkFiles(content: Content): string[] {
  const { lessons, experiments, questions, matrix, concepts } = content;
  return [
    ...lessons.flatMap((file) => checkFile(file, lesson)),
    ...experiments.flatMap((file) => checkFile(file, experiment)),
    ...questions.flatMap((file) => checkFile(file, questionFile)),
    ...matrix.flatMap((file) => checkFile(file, decisionMatrix)),
    ...concepts.flatMap((file) => checkFile(file, conceptFile)),
  ];
}

export function checkFile(file: ContentFile, schema: z.ZodType): string[] {
  if (file.syntaxError) {
    return [`${file.path} is not valid YAML: ${file.syntaxError} Quote a text that contains ": ".`];
  }
  const { error } = schema.safeParse(file.data);
  const issues = error?.issues ?? [];
  return issues.map(({ path, message }) => `${file.path}: ${place(file.data, path)}${message}.`);
}

const SINGULAR: Record<string, string> = {
  questions: 'question',
  concepts: 'concept',
  rows: 'row',
  options: 'option',
  steps: 'step',
  sentences: 'sentence',
  mistakes: 'mistake',
  others: 'other',
  predictions: 'prediction',
};

/** `questions.0.options.1.feedback` → `question "sse-cut", option 2, feedback `. */
function place(data: unknown, path: PropertyKey[]): string {
  const words: string[] = [];
  let at: unknown = data;
  for (const [i, key] of path.entries()) {
    at = (at as Record<PropertyKey, unknown> | undefined)?.[key];
    if (typeof key === 'number') {
      const id = (at as { id?: unknown } | undefined)?.id;
      const list = String(path[i - 1]);
      words.push(`${SINGULAR[list] ?? list} ${typeof id === 'string' ? `"${id}"` : key + 1}`);
    } else if (typeof path[i + 1] !== 'number') {
      words.push(String(key));
    }
  }
  return words.length > 0 ? `${words.join(', ')} ` : '';
}
