import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { capture } from './content-checks/capture-schema.ts';
import { conceptFile } from './content-checks/concept-schema.ts';
import { questionFile } from './content-checks/question-schema.ts';
import { decisionMatrix, experiment, lesson } from './content-checks/schemas.ts';

/** `04-server-sent-events.mdx` is the lesson `server-sent-events`; the number is its place. */
const slugOf = ({ entry }: { entry: string }) => entry.replace(/^\d+-/, '').replace(/\.\w+$/, '');

export const collections = {
  lessons: defineCollection({
    loader: glob({ base: 'content/lessons', pattern: '*.mdx', generateId: slugOf }),
    schema: lesson,
  }),
  /** One file per experiment; the file's name is its id. */
  experiments: defineCollection({
    loader: glob({ base: 'content/experiments', pattern: '*.yaml' }),
    schema: experiment,
  }),
  /** One file per lesson, named like it. */
  questions: defineCollection({
    loader: glob({ base: 'content/questions', pattern: '*.yaml' }),
    schema: questionFile,
  }),
  /** One recorded run per experiment, named like it; written by `npm run record`. */
  captures: defineCollection({
    loader: glob({ base: 'content/captures', pattern: '*.json' }),
    schema: capture,
  }),
  matrix: defineCollection({
    loader: glob({ base: 'content', pattern: 'decision-matrix.yaml' }),
    schema: decisionMatrix,
  }),
  concepts: defineCollection({
    loader: glob({ base: 'content', pattern: 'concepts.yaml' }),
    schema: conceptFile,
  }),
};
