import { TRANSPORTS, type TransportId } from '#contract/transports.ts';
import type { Question } from '../content-checks/question-schema.ts';
import { type MatrixRow, SHAPE } from '../content-checks/schemas.ts';
import type { OptionId } from '../decide/options.ts';
import { PRESETS } from '../decide/presets.ts';
import { columnOf, writtenRow } from './board-row.ts';
import type { ChoiceItem, Link, QuizItem, QuizOption, WireRow } from './item.ts';
import { matrixItemId } from './matrix-item-id.ts';
import { withPrint } from './print.ts';
import { withVariants } from './variants.ts';

/** Makes quiz items of what stands in content/. At build time only: the schemas are no freight for a browser. */

/** What a question names and only the rest of the course knows. */
export interface Places {
  /** Turns a section, `lesson-slug#heading-id`, into a link that a learner can read. */
  section: (section: string) => Link;
  /** Where to see it; without a name of its own, the lesson's first experiment. */
  proof: (prove: Question['prove'], lesson: string) => Link;
  /** The recorded bytes that a click-span question shows, and the number of the right span. */
  excerpt: (question: Extract<Question, { kind: 'click-span' }>) => {
    rows: WireRow[];
    target: number;
  };
}

export function fromQuestion(question: Question, places: Places): QuizItem {
  const base = baseOf(question, places);
  switch (question.kind) {
    case 'type-bytes': {
      const { kind, input, reads, answer, feedback, mistakes } = question;
      return withPrint({ ...base, kind, input, reads, answer, feedback, mistakes });
    }
    case 'click-span': {
      const { kind, feedback } = question;
      return withPrint({ ...base, kind, ...places.excerpt(question), feedback });
    }
    case 'estimate': {
      const { kind, unit, answer, feedback, factor = 1, within = 0 } = question;
      const [from, to] = [answer / factor - within, answer * factor + within];
      return withPrint({ ...base, kind, unit, answer, from, to, feedback });
    }
    case 'matrix-board': {
      const { kind, transports, rows } = question;
      const columns = transports.map(columnOf);
      return withPrint({ ...base, kind, columns, rows: rows.map(writtenRow) });
    }
    default: {
      const item = withPrint({ ...base, kind: question.kind, options: optionsOf(question) });
      const { shape, fixed } = question.kind === 'pick-protocol' ? question : {};
      return shape ? withVariants(item, shape, fixed) : item;
    }
  }
}

/** The row's situation is the stem, the shape of its data flow the facts. */
export function fromMatrixRow(row: MatrixRow, places: Places): ChoiceItem {
  const keys = Object.keys(SHAPE) as (keyof typeof SHAPE)[];
  const item: ChoiceItem = withPrint({
    ...baseOf(
      { ...row, stem: `${row.scenario} Which do you defend?`, id: matrixItemId(row) },
      places,
    ),
    kind: 'pick-protocol',
    facts: keys.map((key) => ({ label: SHAPE[key], value: row.shape[key] })),
    options: row.options.map(toOption),
    note: row.flips,
    isMatrix: true,
  });
  const preset = PRESETS.find(({ id }) => id === row.id);
  return preset ? withVariants(item, preset.shape, row.fixed, preset.flip) : item;
}

function baseOf({ id, level, stem, bytes, section, source, prove }: WrittenBase, places: Places) {
  const lesson = section.replace(/#.*$/, '');
  return {
    id,
    level,
    lesson,
    stem,
    ...(bytes && { bytes }),
    read: places.section(section),
    prove: places.proof(prove, lesson),
    source,
  };
}

type WrittenBase = Pick<Question, 'id' | 'level' | 'stem' | 'section' | 'source'> &
  Partial<Pick<Question, 'bytes' | 'prove'>>;

function optionsOf(question: Extract<Question, { kind: ChoiceItem['kind'] }>): QuizOption[] {
  switch (question.kind) {
    case 'order-steps':
      return question.steps.map((step) => ({ ...step, right: true }));
    case 'false-sentence':
      return question.sentences.map(({ text, feedback, false: isFalse = false }) => ({
        text,
        right: isFalse,
        feedback,
      }));
    default:
      return question.options.map(toOption);
  }
}

function toOption({ text, right, feedback, transport, option }: WrittenOption): QuizOption {
  return {
    text,
    right,
    feedback,
    ...(transport && { family: TRANSPORTS[transport].family }),
    ...(option && { option }),
  };
}

interface WrittenOption {
  text: string;
  right: boolean;
  feedback: string;
  transport?: TransportId | undefined;
  option?: OptionId | undefined;
}
