import { z } from 'astro/zod';

/** A recorded run, as `npm run record` writes it; the fields are those of islands/experiment/capture.ts. */
export const capture = z.looseObject({
  recordedAt: z.iso.datetime(),
  node: z.string().min(1),
  browser: z.string().min(1),
  setup: z.looseObject({ transport: z.string() }),
  run: z.string(),
  ending: z.string(),
  endedAtMs: z.number(),
  client: z.array(z.looseObject({ atMs: z.number() })),
  wire: z.array(z.looseObject({ type: z.string() })),
});
