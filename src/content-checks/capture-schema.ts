import { z } from 'astro/zod';

const recorded = {
  recordedAt: z.iso.datetime(),
  node: z.string().min(1),
  browser: z.string().min(1),
  ending: z.string(),
  endedAtMs: z.number(),
};

const wire = z.array(z.looseObject({ type: z.string() }));

/**
 * A recorded run, as `npm run record` writes it: of a transport with the fields of
 * islands/experiment/capture.ts, of a procedure with those of islands/procedure/capture.ts.
 */
export const capture = z.union([
  z.looseObject({
    ...recorded,
    setup: z.looseObject({ transport: z.string() }),
    run: z.string(),
    client: z.array(z.looseObject({ atMs: z.number() })),
    wire,
  }),
  z.looseObject({
    ...recorded,
    procedure: z.string(),
    options: z.record(z.string(), z.union([z.number(), z.string()])),
    facts: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    lanes: z.array(z.looseObject({ label: z.string(), events: z.array(z.looseObject({})) })),
    runs: z.array(z.looseObject({ run: z.string(), label: z.string(), wire })),
  }),
]);
