import { z } from 'astro/zod';
import { kebab, section, sentence, source } from './fields.ts';

/** content/concepts.yaml: what a learner's strength is measured in. */
export const conceptFile = z.strictObject({
  concepts: z
    .array(
      z.strictObject({
        id: kebab,
        title: sentence.max(60),
        /** True sentences worth defending; `code` and *emphasis* are rendered. */
        claim: sentence,
        source,
        /** Where it is taught, the best place first; also which questions ask about it. */
        sections: z.array(section).min(1, 'needs one section or more'),
      }),
    )
    .min(1),
});

export type Concept = z.infer<typeof conceptFile>['concepts'][number];
