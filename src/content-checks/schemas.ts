import { z } from 'astro/zod';
import { readFaults } from '../contract/faults.ts';
import { NUMBER_PARAMETERS } from '../contract/parameters.ts';
import { PROBES } from '../islands/experiment/probes.ts';
import {
  definitionOf,
  isProcedureName,
  PROCEDURE_NAMES,
  type ProcedureName,
} from '../procedures/index.ts';
import { readOptions } from '../procedures/options.ts';
import { kebab, LEVELS, section, sentence, source, transport } from './fields.ts';
import { fixedInputs, onePick } from './question-schema.ts';

/**
 * What the files in content/ may say, field by field; questions have a file of
 * their own. A file that says something else fails the build with the sentence
 * written here.
 */

export const FAMILIES = [
  'chunked',
  'sse',
  'websocket',
  'fetch',
  'polling',
  'push',
  'none',
] as const;

export const LESSON_GROUPS = ['start', 'protocols', 'pressure', 'decide'] as const;

export const lesson = z.strictObject({
  title: sentence,
  /** For the rail, at most 26 characters. */
  shortTitle: sentence.max(26),
  /** The line under the title: one or two sentences. */
  lede: sentence,
  group: z.enum(LESSON_GROUPS),
  /** Which hue the lesson wears. */
  family: z.enum(FAMILIES),
  /** The sign in the rail. */
  glyph: sentence.max(2),
  /** Reading time with the experiments, in minutes. */
  minutes: z.number().int().min(3).max(60),
});

const numberIn = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max);

/** What every experiment asks, whatever it runs. */
const asking = {
  /** The panel's title: one question that the run answers. */
  question: sentence,
  /** One line under the question when the learner has to do something, e.g. "Press Stop after a few tokens." */
  task: sentence.optional(),
  predictions: z
    .array(z.strictObject({ outcome: kebab, label: sentence.max(60) }))
    .min(2, 'needs two or more predictions'),
  /** What happens on an untouched machine: shown where no script runs. */
  expected: kebab,
  /** For every outcome of the probe: what happened and why, in two sentences. */
  verdicts: z.record(kebab, sentence),
  source,
  /** Where to go on: a lab preset or a lesson. */
  next: z.strictObject({ text: sentence, href: z.string().startsWith('/') }).optional(),
};

interface Answers {
  predictions: { outcome: string }[];
  expected: string;
  verdicts: Record<string, string>;
}

/** Holds what an experiment says against the outcomes that its probe can find. */
function complaintsAbout(
  { predictions, expected, verdicts }: Answers,
  probe: string,
  outcomes: readonly string[],
): string[] {
  const named = [expected, ...predictions.map(({ outcome }) => outcome), ...Object.keys(verdicts)];
  const complaints = named
    .filter((outcome) => !outcomes.includes(outcome))
    .map(
      (outcome) =>
        `"${outcome}" is not an outcome of ${probe}; its outcomes are ${outcomes.join(', ')}`,
    );
  for (const outcome of outcomes) {
    if (verdicts[outcome]) continue;
    complaints.push(`verdicts lack the outcome "${outcome}": a run can end that way, so say why`);
  }
  if (!predictions.some(({ outcome }) => outcome === expected)) {
    complaints.push(`no prediction offers the expected outcome "${expected}"`);
  }
  return complaints;
}

/** One transport, one run. */
const transportExperiment = z
  .strictObject({
    kind: z.literal('transport'),
    transport,
    ...asking,
    /** What reads the answer off the finished run; see islands/experiment/probes.ts. */
    probe: z.enum(Object.keys(PROBES) as [keyof typeof PROBES]),
    /** Which lab origin the run goes to: HTTP/1.1, or HTTP/2 over TLS. */
    origin: z.enum(['h1', 'h2']).default('h1'),
    tokens: numberIn(NUMBER_PARAMETERS.tokens).default(NUMBER_PARAMETERS.tokens.fallback),
    intervalMs: numberIn(NUMBER_PARAMETERS.intervalMs).default(
      NUMBER_PARAMETERS.intervalMs.fallback,
    ),
    seed: numberIn(NUMBER_PARAMETERS.seed).default(NUMBER_PARAMETERS.seed.fallback),
    /** Pause between two short polls. */
    pollMs: z.number().int().min(50).max(5000).optional(),
    /** Armed before the run, for example `reset_peer:14`. */
    faults: z
      .string()
      .refine((text) => readFaults(text), 'must read like reset_peer:14,reset_peer:30')
      .optional(),
    /** Whether the panel offers the Cut button. */
    cut: z.boolean().default(false),
    /** What Stop does: abort the client's side, or ask the server with DELETE. */
    stop: z.enum(['abort', 'delete']).default('abort'),
    /** EventSource only: close at `event: end`, or wait and see. */
    onEnd: z.enum(['close', 'wait']).optional(),
  })
  .superRefine((value, context) => {
    const { outcomes } = PROBES[value.probe];
    for (const message of complaintsAbout(value, `the probe "${value.probe}"`, outcomes)) {
      context.addIssue({ code: 'custom', message });
    }
  });

const procedure = z.custom<ProcedureName>(isProcedureName, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not a procedure; the procedures are ${PROCEDURE_NAMES.join(', ')}`,
});

/** Several connections, told by a script. Its probe belongs to the procedure: src/procedures/<name>.ts. */
const procedureExperiment = z
  .strictObject({
    kind: z.literal('procedure'),
    procedure,
    ...asking,
    /** What the procedure is told; the fallbacks of its definition for the rest. */
    options: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
    /** The experiment cannot do without the HTTP/2 origin. */
    needs: z.enum(['h2']).optional(),
  })
  .superRefine((value, context) => {
    const { procedure: name, options, needs, verdicts } = value;
    const definition = definitionOf(name);
    const complaints = complaintsAbout(value, `the procedure "${name}"`, definition.outcomes);
    for (const complaint of readOptions(definition.options, options).complaints) {
      complaints.push(`options: the procedure "${name}" ${complaint}`);
    }
    for (const [outcome, text] of Object.entries(verdicts)) {
      for (const [, fact = ''] of text.matchAll(/\{(\w+)\}/g)) {
        if (Object.hasOwn(definition.facts, fact)) continue;
        const known = Object.keys(definition.facts).join(', ');
        complaints.push(
          `the verdict "${outcome}" names the fact {${fact}}, which "${name}" does not state; its facts are ${known}`,
        );
      }
    }
    if (definition.needs !== undefined && needs !== definition.needs) {
      complaints.push(`the procedure "${name}" goes to the HTTP/2 origin: say needs: h2`);
    }
    for (const message of complaints) context.addIssue({ code: 'custom', message });
  });

/** An experiment has a transport or a procedure; which of them decides what else it may say. */
export const experiment = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null
      ? { kind: 'procedure' in value ? 'procedure' : 'transport', ...value }
      : value,
  z.discriminatedUnion('kind', [transportExperiment, procedureExperiment]),
);

/** The seven things about a data flow that decide the protocol. */
export const SHAPE = {
  direction: 'Direction',
  rate: 'Rate',
  payload: 'Payload',
  resume: 'Resume',
  auth: 'Auth',
  between: 'In between',
  lifetime: 'Lifetime',
} as const;

const pick = z.strictObject({
  pick: sentence,
  transport: transport.optional(),
  /** Lends a hue and a glyph where no transport of the course does. */
  family: z.enum(FAMILIES).optional(),
  why: sentence,
});

export const matrixRow = z.strictObject({
  id: kebab,
  title: sentence,
  /** The situation as an interviewer would put it, two or three sentences. */
  scenario: sentence,
  shape: z.strictObject(
    Object.fromEntries(Object.keys(SHAPE).map((key) => [key, sentence])) as Record<
      keyof typeof SHAPE,
      typeof sentence
    >,
  ),
  /** What most articles say. */
  popular: pick,
  /** What a senior defends. */
  senior: pick,
  runnerUp: pick,
  /** The smallest change of the shape that changes the answer. */
  flips: sentence,
  level: z.enum(LEVELS),
  section,
  source,
  /** Inputs of the engine that no variant changes, because the scenario states them. */
  fixed: fixedInputs.optional(),
  /** The options of the quiz question made from this row. */
  options: onePick,
});

export const decisionMatrix = z.strictObject({ rows: z.array(matrixRow).min(7) });

export type Lesson = z.infer<typeof lesson>;
export type TransportExperiment = z.infer<typeof transportExperiment>;
export type ProcedureExperiment = z.infer<typeof procedureExperiment>;
export type MatrixRow = z.infer<typeof matrixRow>;
