import { rank } from '../decide/rank.ts';
import { readShape } from '../decide/shape.ts';
import type { Capture } from '../islands/experiment/capture.ts';
import { excerptFor } from '../quiz/capture-excerpt.ts';
import { gradeBytes, unreadable } from '../quiz/type-bytes.ts';
import { parseTyped } from '../quiz/typed-bytes.ts';
import type { Content, ContentFile } from './content-files.ts';
import { type Question, type QuestionOf, questionFile } from './question-schema.ts';

/** What a question says and the engine, the dissectors or a capture contradict: one sentence each. */
export function checkQuestions(content: Content): string[] {
  const known: Known = {
    experiments: new Set(content.experiments.map(({ name }) => name)),
    captures: new Map(content.captures.map(({ name, data }) => [name, data as Capture])),
  };
  return content.questions.flatMap((file) =>
    soundQuestions(file).flatMap((question) =>
      complaintsAbout(question, known).map((text) => `${file.path}: "${question.id}" ${text}`),
    ),
  );
}

interface Known {
  experiments: ReadonlySet<string>;
  captures: ReadonlyMap<string, Capture>;
}

/** Nothing where check-files.ts has complained already. */
function soundQuestions(file: ContentFile): Question[] {
  return questionFile.safeParse(file.data).data?.questions ?? [];
}

function complaintsAbout(question: Question, known: Known): string[] {
  return [...checkProof(question, known), ...checkKind(question, known)];
}

function checkProof({ prove }: Question, { experiments }: Known): string[] {
  if (typeof prove !== 'string' || experiments.has(prove)) return [];
  return [
    `is proved by the experiment "${prove}", which content/experiments/ does not have; mend the id, or write { text: …, href: /lab/?… }.`,
  ];
}

function checkKind(question: Question, known: Known): string[] {
  switch (question.kind) {
    case 'pick-protocol':
      return checkPick(question);
    case 'type-bytes':
      return checkBytes(question);
    case 'click-span':
      return checkSpan(question, known);
    default:
      return [];
  }
}

/** The engine has to come to the answer that was written. */
function checkPick({ shape, fixed, options }: QuestionOf<'pick-protocol'>): string[] {
  if (!shape) {
    return fixed ? ['has fixed inputs and no shape; only a shape has variants.'] : [];
  }
  const nameless = options.filter(({ option }) => option === undefined);
  if (nameless.length > 0) {
    return nameless.map(
      ({ text }) =>
        `has a shape, so every option says which option of src/decide/options.ts it is, and "${text}" does not.`,
    );
  }
  const { pick, runnerUp } = rank(readShape(shape).shape);
  const right = options.find((option) => option.right)?.option;
  if (!pick) return ['has a shape under which the engine rules out every option.'];
  if (pick.option.id !== right) {
    return [
      `says that ${right} is right, and for its shape the engine picks ${pick.option.id}; mend the shape or the answer.`,
    ];
  }
  if (runnerUp && runnerUp.score === pick.score) {
    return [
      `has a shape under which ${pick.option.id} and ${runnerUp.option.id} are equally good; say more in the shape.`,
    ];
  }
  return [];
}

function checkBytes(question: QuestionOf<'type-bytes'>): string[] {
  const { input, answer, mistakes } = question;
  const unread = [answer, ...mistakes.map((mistake) => mistake.answer)].flatMap((text) => {
    const typed = parseTyped(input, text);
    return typed.ok ? [] : [`has ${JSON.stringify(text)}, which is no ${input}: ${typed.problem}`];
  });
  if (unread.length > 0) return unread;
  const [fault] = unreadable(question, answer);
  if (fault) {
    return [
      `has an answer that cannot be read as ${question.reads}: at byte ${fault.start + 1}, ${fault.label}.`,
    ];
  }
  const right = mistakes.filter((mistake) => gradeBytes(question, mistake.answer).right);
  return right.map(
    (mistake) =>
      `calls ${JSON.stringify(mistake.answer)} a mistake, and to a receiver it means the same as the answer.`,
  );
}

function checkSpan(question: QuestionOf<'click-span'>, { captures }: Known): string[] {
  const capture = captures.get(question.capture);
  if (!capture) {
    const all = [...captures.keys()].join(', ');
    return [
      `shows the capture "${question.capture}", which content/captures/ does not have; it has ${all}.`,
    ];
  }
  const found = excerptFor(question, capture);
  return found.ok ? [] : [`cannot be asked: ${found.problem}`];
}
