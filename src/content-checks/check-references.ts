import { isTransportId } from '../contract/transports.ts';
import { conceptsOf } from '../learner/concepts-of.ts';
import { isProcedureName } from '../procedures/index.ts';
import { matrixItemId } from '../quiz/matrix-item-id.ts';
import { splitIds } from '../quiz/split-ids.ts';
import type { Content, ContentFile } from './content-files.ts';
import { type LessonOutline, readLesson, type Tag } from './read-lesson.ts';

/** What one file says about another and is not so: one sentence each. */
export function checkReferences(content: Content): string[] {
  const lessons = new Map(content.lessons.map((file) => [file.name, readLesson(file.text)]));
  const asked = readQuestions(content);
  const known: Known = {
    questions: new Set(asked.map(({ id }) => id)),
    experiments: readExperiments(content),
  };
  return [
    ...duplicates(asked),
    ...asked.flatMap(({ file, id, section }) => checkSection(file, id, section, lessons)),
    ...checkConcepts(content, asked, lessons),
    ...content.lessons.flatMap((file) => checkLesson(file, lessons.get(file.name), known)),
  ];
}

interface Known {
  questions: ReadonlySet<string>;
  /** By its id, what an experiment runs; undefined where its file names nothing that exists. */
  experiments: ReadonlyMap<string, Runs | undefined>;
}

/** What an experiment runs, and the attribute of <Experiment> that says so. */
interface Runs {
  attribute: 'transport' | 'procedure';
  name: string;
}

interface Asked {
  file: ContentFile;
  id: string;
  section: string;
}

/** Ids count even where check-files.ts finds something else wrong with the question. */
function readQuestions({ questions, matrix }: Content): Asked[] {
  const written = questions.flatMap((file) => readList(file, 'questions'));
  const made = matrix
    .flatMap((file) => readList(file, 'rows'))
    .map((row) => ({ ...row, id: matrixItemId(row) }));
  return [...made, ...written];
}

function readList(file: ContentFile, key: string): Asked[] {
  const list = (file.data as Record<string, unknown> | null | undefined)?.[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) =>
    typeof entry?.id === 'string' && typeof entry.section === 'string'
      ? [{ file, id: entry.id, section: entry.section }]
      : [],
  );
}

function readExperiments({ experiments }: Content): Map<string, Runs | undefined> {
  return new Map(experiments.map(({ name, data }) => [name, runsOf(data)]));
}

function runsOf(data: unknown): Runs | undefined {
  const { transport, procedure } = (data ?? {}) as Record<string, unknown>;
  if (isProcedureName(procedure)) return { attribute: 'procedure', name: procedure };
  return isTransportId(transport) ? { attribute: 'transport', name: transport } : undefined;
}

function duplicates(asked: Pick<Asked, 'file' | 'id'>[]): string[] {
  const first = new Map<string, ContentFile>();
  return asked.flatMap(({ file, id }) => {
    const before = first.get(id);
    first.set(id, before ?? file);
    if (!before) return [];
    return [
      `${file.path}: the id "${id}" is taken already in ${before.path}; give one of them another id.`,
    ];
  });
}

function checkSection(
  file: ContentFile,
  id: string,
  section: string,
  lessons: ReadonlyMap<string, LessonOutline>,
): string[] {
  const [slug = '', heading] = section.split('#');
  const lesson = lessons.get(slug);
  if (!lesson) {
    const all = [...lessons.keys()].join(', ');
    return [
      `${file.path}: "${id}" has the section "${section}", and no lesson is called "${slug}"; the lessons are ${all}.`,
    ];
  }
  if (heading === undefined || lesson.headings.some((one) => one.id === heading)) return [];
  const all = lesson.headings.map((one) => one.id).join(', ');
  return [
    `${file.path}: "${id}" has the section "${section}", and that lesson has no heading "${heading}"; its headings are ${all}.`,
  ];
}

interface Concept {
  file: ContentFile;
  id: string;
  sections: string[];
}

/** What is wrong within a concept is told by check-files.ts. */
function readConcepts({ concepts }: Content): Concept[] {
  return concepts.flatMap((file) => {
    const list = (file.data as { concepts?: unknown } | null | undefined)?.concepts;
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry) =>
      typeof entry?.id === 'string' && Array.isArray(entry.sections)
        ? [{ file, id: entry.id, sections: entry.sections.map(String) }]
        : [],
    );
  });
}

/** Every section of a concept exists, and every question asks about one or more concepts. */
function checkConcepts(
  content: Content,
  asked: Asked[],
  lessons: ReadonlyMap<string, LessonOutline>,
): string[] {
  const concepts = readConcepts(content);
  const homeless = asked.filter(
    ({ section }) =>
      lessons.has(section.replace(/#.*$/, '')) && conceptsOf(section, concepts).length === 0,
  );
  return [
    ...duplicates(concepts),
    ...concepts.flatMap(({ file, id, sections }) =>
      sections.flatMap((section) => checkSection(file, id, section, lessons)),
    ),
    ...homeless.map(
      ({ file, id, section }) =>
        `${file.path}: "${id}" asks about no concept; add its section "${section}", or the whole lesson, to one in content/concepts.yaml.`,
    ),
  ];
}

function checkLesson(
  file: ContentFile,
  outline: LessonOutline | undefined,
  known: Known,
): string[] {
  const tags = outline?.tags ?? [];
  const checks = tags
    .filter(({ name }) => name === 'Checks')
    .flatMap((tag) => splitIds(tag.attributes.questions).map((id) => ({ tag, id })));
  const complaints = [
    ...tags
      .filter(({ name }) => name === 'Experiment')
      .flatMap((tag) => checkExperiment(file, tag, known)),
    ...checks
      .filter(({ id }) => !known.questions.has(id))
      .map(
        ({ tag, id }) =>
          `${file.path}:${tag.line}: <Checks> names the question "${id}", which no file in content/questions/ has; mend the id, or write the question.`,
      ),
  ];
  if (checks.length < 3) {
    complaints.push(
      `${file.path}: a lesson ends with three or more checks, and this one has ${checks.length}; add ids to <Checks questions="…" />.`,
    );
  }
  return complaints;
}

function checkExperiment(file: ContentFile, tag: Tag, { experiments }: Known): string[] {
  const { id = '', transport, procedure } = tag.attributes;
  const said =
    procedure === undefined
      ? ({ attribute: 'transport', name: transport ?? '' } as const)
      : ({ attribute: 'procedure', name: procedure } as const);
  const start = `${file.path}:${tag.line}: <Experiment ${said.attribute}="${said.name}" id="${id}" />`;
  if (transport !== undefined && procedure !== undefined) {
    return [`${start} names a transport, too; an experiment has one of them.`];
  }
  if (!experiments.has(id)) {
    return [
      `${start} needs content/experiments/${id}.yaml, which does not exist; mend the id, or write the file.`,
    ];
  }
  const expected = experiments.get(id);
  if (!expected) return [];
  if (expected.attribute === said.attribute && expected.name === said.name) return [];
  if (expected.attribute === 'transport' && said.attribute === 'transport') {
    return [
      `${start} names another transport than content/experiments/${id}.yaml, which says "${expected.name}"; make them the same.`,
    ];
  }
  return [
    `${start} does not say what content/experiments/${id}.yaml says: ${expected.attribute}="${expected.name}"; make them the same.`,
  ];
}
