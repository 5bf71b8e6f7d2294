import { z } from 'astro/zod';
import { OPTION_IDS, type OptionId } from '../decide/options.ts';
import { INPUT_IDS, type InputId, type Shape, valuesOf } from '../decide/shape.ts';
import { SPAN_KINDS } from '../dissect/span.ts';
import { READS } from '../quiz/reads.ts';
import { kebab, LEVELS, section, sentence, source, textOr, transport } from './fields.ts';

/** What a file in content/questions/ may say, kind by kind. */

/** Why, whether it is right or wrong: it must teach. */
const feedback = textOr('is missing; every option says why it is right or wrong');

/** What the engine of src/decide ranks. */
const optionId = z.custom<OptionId>((id) => (OPTION_IDS as readonly unknown[]).includes(id), {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not an option of the engine; the options are ${OPTION_IDS.join(', ')}`,
});

const inputId = z.custom<InputId>((id) => (INPUT_IDS as readonly unknown[]).includes(id), {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not an input of the engine; the inputs are ${INPUT_IDS.join(', ')}`,
});

/** Inputs of src/decide/shape.ts that differ from their fallbacks. */
export const partialShape = z
  .record(z.string(), z.string())
  .superRefine((value, context) => {
    for (const [id, to] of Object.entries(value)) {
      const known = (INPUT_IDS as readonly string[]).includes(id);
      const message = known
        ? `${id} takes ${valuesOf(id as InputId).join(', ')}, and this says "${to}"`
        : `has no input "${id}"; the inputs are ${INPUT_IDS.join(', ')}`;
      if (!known || !valuesOf(id as InputId).includes(to)) {
        context.addIssue({ code: 'custom', message });
      }
    }
  })
  .transform((value) => value as Partial<Shape>);

/** Inputs that no variant changes, because the words of the question state them. */
export const fixedInputs = z.array(inputId);

const option = z.strictObject({
  text: sentence,
  /** Whether a strong candidate picks it. */
  right: z.boolean().default(false),
  feedback,
  /** Lends the option a hue and a glyph. */
  transport: transport.optional(),
  /** What it is to the decision engine, which judges it again in every variant. */
  option: optionId.optional(),
});

/** Two that read the same could not be told apart. */
const allDiffer = (list: readonly { text: string }[]) =>
  new Set(list.map(({ text }) => text)).size === list.length;
const SAME = 'must differ, and two of them read the same';

/** The engine can call one option right, so no two options may be the same to it. */
const engineIdsDiffer = (list: readonly { option?: string | undefined }[]) => {
  const ids = list.flatMap(({ option: id }) => id ?? []);
  return new Set(ids).size === ids.length;
};

export const onePick = z
  .array(option)
  .refine(allDiffer, SAME)
  .refine(engineIdsDiffer, 'must differ in `option`, and two of them are the same to the engine')
  .min(3, 'needs three or more options')
  .refine((options) => options.filter(({ right }) => right).length === 1, {
    error: 'needs exactly one option with right: true',
  });

const somePicks = z
  .array(option)
  .refine(allDiffer, SAME)
  .min(4, 'needs four or more options')
  .refine((options) => options.some(({ right }) => right) && options.some(({ right }) => !right), {
    error: 'needs at least one right and one wrong option',
  });

const questionBase = {
  id: kebab,
  level: z.enum(LEVELS),
  /** The question itself; `code` and *emphasis* are rendered. */
  stem: sentence,
  /** Shown in a monospaced block under the stem, for bytes and code. */
  bytes: z.string().optional(),
  section,
  source,
  /** Where a miss can be seen to be one: an experiment, or a place in the lab. Else the lesson's first experiment. */
  prove: z
    .union([
      kebab,
      z.strictObject({ text: sentence, href: z.string().startsWith('/', 'must begin with /') }),
    ])
    .optional(),
};

const pickProtocol = z.strictObject({
  ...questionBase,
  kind: z.literal('pick-protocol'),
  /** With a shape, the engine makes variants: one input changed so that the answer changes. */
  shape: partialShape.optional(),
  fixed: fixedInputs.optional(),
  options: onePick,
});

const orderSteps = z.strictObject({
  ...questionBase,
  kind: z.literal('order-steps'),
  /** In the right order; the quiz shuffles them. */
  steps: z
    .array(z.strictObject({ text: sentence, feedback }))
    .refine(allDiffer, SAME)
    .min(3, 'needs three or more steps'),
});

/** A candidate's spoken answer: its sentences stay in their order, and one of them is false. */
const falseSentence = z.strictObject({
  ...questionBase,
  kind: z.literal('false-sentence'),
  sentences: z
    .array(z.strictObject({ text: sentence, false: z.literal(true).optional(), feedback }))
    .refine(allDiffer, SAME)
    .min(4, 'needs four or more sentences')
    .max(8, 'takes at most eight sentences')
    .refine((sentences) => sentences.filter((one) => one.false).length === 1, {
      error: 'needs exactly one sentence with false: true',
    }),
});

/** Typed by the learner and graded by the dissectors; see quiz/type-bytes.ts. */
const typeBytes = z.strictObject({
  ...questionBase,
  kind: z.literal('type-bytes'),
  input: z.enum(['text', 'hex']),
  reads: z.enum(READS),
  /** In single quotes: text with `\r \n \0 \t \\` for bytes, or pairs of hexadecimal digits. */
  answer: z.string().min(1, 'must not be empty'),
  feedback,
  mistakes: z.array(z.strictObject({ answer: z.string(), feedback })).default([]),
});

const spanKind = z.enum(SPAN_KINDS as [(typeof SPAN_KINDS)[number]]);

/** Which span of the rows: its kind, the text it holds, and which of those (1-based). */
const spanFields = {
  span: spanKind,
  holding: sentence.optional(),
  spanNth: z.number().int().min(1).optional(),
};

/** Click the span in a recorded capture; the rows are chosen as `<Capture>` does. */
const clickSpan = z.strictObject({
  ...questionBase,
  kind: z.literal('click-span'),
  capture: kebab,
  from: sentence,
  nth: z.number().int().min(1).default(1),
  before: z.number().int().min(0).default(0),
  rows: z.number().int().min(1).max(30),
  /** Header fields to show; the others are counted. Default: all. */
  fields: z.array(sentence).default([]),
  ...spanFields,
  feedback,
  /** What to say about likely wrong clicks; the first that fits is said. */
  others: z.array(z.strictObject({ ...spanFields, feedback })).default([]),
});

const estimate = z
  .strictObject({
    ...questionBase,
    kind: z.literal('estimate'),
    unit: sentence,
    answer: z.number(),
    /** Right from answer ÷ factor to answer × factor. */
    factor: z.number().gt(1, 'must be above 1').optional(),
    /** Right within so much of the answer, in its unit. */
    within: z.number().min(0).optional(),
    feedback: z.strictObject({ right: feedback, low: feedback, high: feedback }),
  })
  .refine(({ factor, within }) => (factor === undefined) !== (within === undefined), {
    error: 'needs either a factor or within, and not both',
  })
  .refine(({ answer, factor }) => factor === undefined || answer > 0, {
    error: 'has a factor, so its answer must be above 0',
  });

const matrixBoard = z
  .strictObject({
    ...questionBase,
    kind: z.literal('matrix-board'),
    /** The columns. */
    transports: z.array(optionId).min(4, 'needs four to six').max(6, 'needs four to six'),
    rows: z
      .array(
        z.strictObject({
          text: sentence,
          right: z.union([z.enum(['none', 'depends']), optionId]),
          /** On what it depends: inputs of the engine, each of which is a right answer. */
          on: z.array(inputId).min(1).optional(),
          /** Inputs that are offered beside those and are wrong; without them, some that seldom decide. */
          among: z.array(inputId).min(2).optional(),
          feedback,
          /** What to say about a wrong column; `none` and `depends` may be named too. */
          wrong: z.record(z.string(), feedback).default({}),
        }),
      )
      .refine(allDiffer, SAME)
      .min(3, 'needs three or more rows')
      .max(8, 'takes at most eight rows'),
  })
  .superRefine(({ transports, rows }, context) => {
    const columns: readonly string[] = [...transports, 'none', 'depends'];
    if (new Set(columns).size < columns.length) {
      context.addIssue({ code: 'custom', message: 'names a transport twice' });
    }
    for (const [index, { right, on, among, wrong }] of rows.entries()) {
      const say = (message: string) =>
        context.addIssue({ code: 'custom', message, path: ['rows', index] });
      if (!columns.includes(right)) say(`has right: ${right}, which is no column of this board`);
      if ((right === 'depends') !== (on !== undefined)) {
        say('has `on` exactly where right: depends stands');
      }
      for (const id of among ?? []) if (on?.includes(id)) say(`has ${id} both in on and in among`);
      for (const column of Object.keys(wrong)) {
        if (!columns.includes(column))
          say(`has wrong: ${column}, which is no column of this board`);
        if (column === right) say(`explains under wrong why ${column} is wrong, and it is right`);
      }
    }
  });

export const question = z.discriminatedUnion('kind', [
  pickProtocol,
  z.strictObject({ ...questionBase, kind: z.literal('pick-reasons'), options: somePicks }),
  /** The right option is the sentence that is false. */
  z.strictObject({ ...questionBase, kind: z.literal('false-claim'), options: onePick }),
  z.strictObject({ ...questionBase, kind: z.literal('predict-bytes'), options: onePick }),
  orderSteps,
  falseSentence,
  typeBytes,
  clickSpan,
  estimate,
  matrixBoard,
]);

export const questionFile = z.strictObject({ questions: z.array(question).min(1) });

export type Question = z.infer<typeof question>;
export type QuestionOf<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>;
