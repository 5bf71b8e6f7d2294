import { signal } from '@preact/signals';
import type { Sureness } from '../../learner/progress.ts';
import { isAnswerRight, missingIn, OPEN } from '../../quiz/grade.ts';
import { isChoice, type QuizItem } from '../../quiz/item.ts';
import type { Draft, Given } from '../../quiz/session.ts';
import { optionOrder } from '../../quiz/shuffle.ts';
import type { BytesGrade } from '../../quiz/type-bytes.ts';
import { parseTyped } from '../../quiz/typed-bytes.ts';

export interface QuestionSetup {
  /** Decides the order of the options. */
  seed?: number | undefined;
  /** What was entered before a reload. */
  draft?: Draft | undefined;
  /** The answer, where there is one already. */
  given?: Given | undefined;
  /** Whether nothing is checked before the learner has said how sure they are. */
  asksSureness: boolean;
  onDraft?: (draft: Draft) => void;
  /** Keeps the answer; what came out is shown after that. */
  onAnswer: (given: Given) => Promise<void>;
}

/** One question on the table: what is entered, how sure, what came out. No markup. */
export function createQuestion(item: QuizItem, setup: QuestionSetup) {
  const { given: before, draft, asksSureness } = setup;
  /** Indices of the options in the order of their showing. */
  const order = isChoice(item) ? optionOrder(item, setup.seed) : [];
  const picked = signal<number[]>(before?.picked ?? draft?.picked ?? untouched(item, order));
  const typed = signal(before?.typed ?? draft?.typed ?? '');
  const sure = signal<Sureness | undefined>(before?.sure ?? draft?.sure);
  const given = signal<Given | undefined>(before);
  const notice = signal('');
  /** What the dissectors say of typed bytes. */
  const bytes = signal<BytesGrade | undefined>(undefined);

  /** From the press on, until what came out is shown. */
  let isChecking = false;
  /** What is being judged, or was, changes no more. */
  const isClosed = () => isChecking || given.value !== undefined;

  const response = (): Draft => ({
    picked: picked.value,
    ...(typed.value !== '' && { typed: typed.value }),
    ...(sure.value && { sure: sure.value }),
  });
  const changed = () => {
    notice.value = '';
    setup.onDraft?.(response());
  };
  const readBytes = async () => {
    if (item.kind !== 'type-bytes') return;
    // The dissectors are heavy, and few rounds have bytes to type.
    const { gradeBytes } = await import('../../quiz/type-bytes.ts');
    bytes.value = gradeBytes(item, typed.value);
  };
  const grade = async (): Promise<boolean | undefined> => {
    if (item.kind !== 'type-bytes') return isAnswerRight(item, response());
    const read = parseTyped(item.input, typed.value);
    if (!read.ok) {
      notice.value = read.problem;
      return undefined;
    }
    try {
      await readBytes();
      return bytes.value?.right;
    } catch {
      notice.value = 'The part that reads bytes did not load. Check again once you are online.';
      return undefined;
    }
  };

  return {
    item,
    order,
    picked,
    typed,
    sure,
    given,
    notice,
    bytes,
    asksSureness,

    /** After a reload, what the dissectors had said has to be said again. */
    wake(): void {
      if (given.value) void readBytes().catch(() => {});
    },
    /** Picks the option, or with several right ones turns it on or off. */
    pick(index: number): void {
      if (isClosed()) return;
      const has = picked.value.includes(index);
      if (item.kind !== 'pick-reasons') picked.value = [index];
      else
        picked.value = has ? picked.value.filter((at) => at !== index) : [...picked.value, index];
      changed();
    },
    /** Fills in one row of a board; see quiz/grade.ts for the code. */
    fill(row: number, code: number): void {
      if (isClosed()) return;
      picked.value = picked.value.map((before, at) => (at === row ? code : before));
      changed();
    },
    type(text: string): void {
      if (isClosed()) return;
      typed.value = text;
      changed();
    },
    /** Moves the step at a place up (-1) or down (1). */
    move(place: number, by: number): void {
      const next = [...picked.value];
      const [here, there] = [next[place], next[place + by]];
      if (here === undefined || there === undefined || isClosed()) return;
      next[place] = there;
      next[place + by] = here;
      picked.value = next;
      changed();
      notice.value = `Now step ${place + by + 1}.`;
    },
    feel(sureness: Sureness): void {
      if (isClosed()) return;
      sure.value = sureness;
      changed();
    },
    async check(): Promise<void> {
      if (isClosed()) return;
      const missing =
        missingIn(item, response()) ??
        (asksSureness && !sure.value
          ? 'Say first how sure you are: a guess, fairly sure or certain.'
          : undefined);
      if (missing) {
        notice.value = missing;
        return;
      }
      isChecking = true;
      const entered = response();
      const right = await grade();
      if (right !== undefined) {
        const answer = { ...entered, right };
        await setup.onAnswer(answer);
        given.value = answer;
      }
      isChecking = false;
    },
  };
}

export type Question = ReturnType<typeof createQuestion>;

function untouched(item: QuizItem, order: number[]): number[] {
  if (item.kind === 'order-steps') return order;
  return item.kind === 'matrix-board' ? item.rows.map(() => OPEN) : [];
}
